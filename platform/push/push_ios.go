package push

import (
	"context"
	"encoding/hex"
	"sync"

	"kauth/core"
	"kauth/platform/ios"
)

// service is the one that there is.
const service = "APNs"

// Receiver asks APNs for its name of this phone, by push_ios.m. What a server sends there
// is an alert that iOS shows by itself, without account and place (docs/protocol.md); a
// tap opens the app, which looks for requests as at every start. So no message arrives
// here. Without the entitlement that only a paid team signs, APNs refuses.
type Receiver struct {
	news  chan core.WakeNews
	asked chan struct{} // one question at a time

	mu    sync.Mutex
	waits chan given // nil: nobody waits
}

type given struct {
	name []byte
	why  core.WakeWhy
}

// Possible tells whether this system may have a push service.
func Possible() bool { return true }

// New hears from now on.
func New(Options) *Receiver {
	r := &Receiver{news: make(chan core.WakeNews, kept), asked: make(chan struct{}, 1)}
	ios.Listen("push.given", func(e ios.Event) { r.answer(given{name: e.Data}) })
	ios.Listen("push.failed", func(ios.Event) { r.answer(given{why: core.WakeNeedsAction}) })
	return r
}

func (r *Receiver) answer(g given) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.waits != nil {
		r.waits <- g // it has room for one
		r.waits = nil
	}
}

// Services is APNs.
func (*Receiver) Services(context.Context) ([]string, error) { return []string{service}, nil }

// Register asks, and gives what comes to News: the same name for every account. A refusal
// is a *core.WakeRefused; so is silence, when ctx ends first.
func (r *Receiver) Register(ctx context.Context, _ string, ask core.WakeAsk) error {
	select {
	case r.asked <- struct{}{}:
		defer func() { <-r.asked }()
	case <-ctx.Done():
		return refused(core.WakeSilent)
	}
	answer := make(chan given, 1)
	r.mu.Lock()
	r.waits = answer
	r.mu.Unlock()
	if _, err := ios.Call("push.register", "", nil); err != nil {
		return refused(core.WakeBroken)
	}
	select {
	case g := <-answer:
		if g.why != "" {
			return refused(g.why)
		}
		return r.tell(ask.ID, g.name)
	case <-ctx.Done():
		return refused(core.WakeSilent)
	}
}

// tell names where a server sends to: the package says in which environment it was signed.
func (r *Receiver) tell(id string, name []byte) error {
	topic, err := ios.Call("phone.bundle", "", nil)
	if err != nil {
		return core.E("push.Register", core.Unsupported, err)
	}
	env, err := ios.Call("phone.environment", "", nil)
	if err != nil {
		return core.E("push.Register", core.Unsupported, err)
	}
	at := core.WakeTarget{Kind: "apns", Token: hex.EncodeToString(name), Topic: string(topic), Env: string(env)}
	select {
	case r.news <- core.WakeNews{What: core.WakeGiven, ID: id, Target: at}:
	default:
	}
	return nil
}

// Unregister gives nothing up at APNs: its name for this phone is that of all accounts. The
// server forgets it (core/wake).
func (*Receiver) Unregister(context.Context, string, string) error { return nil }

// News is what comes of Register. It is never closed.
func (r *Receiver) News() <-chan core.WakeNews { return r.news }

// Owns is true: there is one process of the app.
func (*Receiver) Owns(context.Context) bool { return true }

// Release has nothing to give back.
func (*Receiver) Release() {}

// Close hears no more.
func (r *Receiver) Close() {
	ios.Listen("push.given", func(ios.Event) {})
	ios.Listen("push.failed", func(ios.Event) {})
}
