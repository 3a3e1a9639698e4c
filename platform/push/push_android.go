package push

import (
	"context"
	"slices"
	"strings"
	"sync"

	"kauth/core"
	"kauth/platform/android"
)

// Receiver is a UnifiedPush connector (specification AND_3.0.0): Push.java asks, and
// PushReceiver.java hears what comes, for as long as the process lives. A message to an
// app that is closed shows a notice without words, and is looked after when the app is
// opened.
type Receiver struct {
	news chan core.WakeNews

	mu    sync.Mutex
	asked map[string]string // the distributor of each registration

	answers answers
}

// Possible tells whether this system may have a push service.
func Possible() bool { return true }

// New hears from now on.
func New(Options) *Receiver {
	r := &Receiver{news: make(chan core.WakeNews, kept), asked: map[string]string{}}
	android.Listen("push.news", r.heard)
	return r
}

// Services lists the distributors that are installed, by package.
func (*Receiver) Services(context.Context) ([]string, error) {
	out, err := android.Call("push.services", "", nil)
	if err != nil {
		return nil, core.E("push.Services", core.Unsupported, err)
	}
	return strings.Fields(string(out)), nil
}

// Register asks a distributor for a registration, which News gives. Its refusal is a
// *core.WakeRefused; so is its silence, after 20 s or when ctx ends.
func (r *Receiver) Register(ctx context.Context, service string, ask core.WakeAsk) error {
	if all, err := r.Services(ctx); err != nil || !slices.Contains(all, service) {
		return refused(core.WakeSilent) // a broadcast to nobody is heard by nobody
	}
	r.mu.Lock()
	r.asked[ask.ID] = service
	r.mu.Unlock()
	return r.answers.wait(ctx, ask.ID, func() error {
		_, err := android.Call("push.register", parts(service, ask.ID, ask.Sender, ask.About), nil)
		return err
	})
}

// Unregister gives a registration up.
func (r *Receiver) Unregister(_ context.Context, service, id string) error {
	r.mu.Lock()
	delete(r.asked, id)
	r.mu.Unlock()
	if _, err := android.Call("push.unregister", parts(service, id), nil); err != nil {
		return core.E("push.Unregister", core.Unsupported, err)
	}
	return nil
}

// parts is how Push.java reads several texts.
func parts(all ...string) string {
	for i, p := range all {
		all[i] = strings.ReplaceAll(p, "\x1f", " ")
	}
	return strings.Join(all, "\x1f")
}

var reasons = map[string]core.WakeWhy{
	"INTERNAL_ERROR": core.WakeBroken, "NETWORK": core.WakeNoNetwork, "ACTION_REQUIRED": core.WakeNeedsAction, "VAPID_REQUIRED": core.WakeNeedsKey,
}

// heard is on the thread of the window. What it says of a registration that was not asked
// for in this process is left to whoever knows all: a token that nobody has is dropped.
func (r *Receiver) heard(e android.Event) {
	part := strings.Split(e.Text, "\x1f")
	if len(part) != 4 || part[1] == "" || len(part[1]) > maxID {
		return
	}
	what, id, message, extra := part[0], part[1], part[2], part[3]
	if message != "" {
		r.acknowledge(id, message)
	}
	switch what {
	case "MESSAGE":
		if len(e.Data) > 0 && len(e.Data) <= maxMessage {
			r.tell(core.WakeNews{What: core.WakeCame, ID: id, Message: e.Data})
		}
	case "NEW_ENDPOINT":
		if t, ok := target(extra); ok {
			r.answers.came(id, "")
			r.tell(core.WakeNews{What: core.WakeGiven, ID: id, Target: t})
		}
	case "REGISTRATION_FAILED":
		why, known := reasons[extra]
		if !known {
			why = core.WakeBroken
		}
		r.answers.came(id, why)
	case "UNREGISTERED":
		r.tell(core.WakeNews{What: core.WakeGone, ID: id})
	}
}

// acknowledge keeps a distributor from taking the registration for a dead one.
func (r *Receiver) acknowledge(id, message string) {
	r.mu.Lock()
	service := r.asked[id]
	r.mu.Unlock()
	if service != "" {
		go func() { _, _ = android.Call("push.acknowledge", parts(service, id, message), nil) }()
	}
}

func (r *Receiver) tell(n core.WakeNews) {
	select {
	case r.news <- n:
	default:
	}
}

// News is what the distributors say. It is never closed.
func (r *Receiver) News() <-chan core.WakeNews { return r.news }

// Owns is true: a broadcast finds the app wherever it is.
func (*Receiver) Owns(context.Context) bool { return true }

// Release has nothing to give back.
func (*Receiver) Release() {}

// Close hears no more.
func (*Receiver) Close() { android.Listen("push.news", func(android.Event) {}) }
