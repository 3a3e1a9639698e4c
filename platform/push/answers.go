package push

import (
	"context"
	"sync"
	"time"

	"kauth/core"
)

// silence is how long a distributor may take, which may have to ask its own server. One
// that answers later is heard all the same.
const silence = 20 * time.Second

// answers are what distributors say of registrations that somebody waits for.
type answers struct {
	mu    sync.Mutex
	waits map[string]chan core.WakeWhy // "" is a yes
}

// wait has ask sent, and gives what is answered to it: a *core.WakeRefused, also where
// nobody answers in time.
func (a *answers) wait(ctx context.Context, id string, ask func() error) error {
	ctx, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	answer := make(chan core.WakeWhy, 1)
	a.mu.Lock()
	if a.waits == nil {
		a.waits = map[string]chan core.WakeWhy{}
	}
	a.waits[id] = answer
	a.mu.Unlock()
	defer func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.waits[id] == answer {
			delete(a.waits, id)
		}
	}()
	if err := ask(); err != nil {
		return refused(core.WakeSilent)
	}
	select {
	case why := <-answer:
		return refused(why)
	case <-ctx.Done():
		return refused(core.WakeSilent)
	}
}

func refused(why core.WakeWhy) error {
	if why == "" {
		return nil
	}
	return core.E("push.Register", core.Denied, &core.WakeRefused{Why: why})
}

// came never waits: it is called on the thread of the window.
func (a *answers) came(id string, why core.WakeWhy) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if c := a.waits[id]; c != nil {
		select {
		case c <- why:
		default:
		}
	}
}
