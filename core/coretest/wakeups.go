package coretest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kauth/core"
)

// WakePort is what a push service's receiver has to offer: the same as wake.Receiver.
type WakePort interface {
	Services(ctx context.Context) ([]string, error)
	Register(ctx context.Context, service string, ask core.WakeAsk) error
	Unregister(ctx context.Context, service, id string) error
	News() <-chan core.WakeNews
}

// WakeDesk is a push service at the other end.
type WakeDesk interface {
	Registered() map[string]core.WakeAsk // by ID
	Reasons() []core.WakeWhy             // for which it can refuse
	Refuse(why core.WakeWhy)             // every registration from now on; "" ends it
	Send(id string, message []byte)
	Move(id, endpoint string) // it is another address from now on
	Drop(id string)
}

// TestReceiver holds a receiver against what core/wake relies on. service is the one
// that the desk plays.
func TestReceiver(t *testing.T, r WakePort, d WakeDesk, service string) {
	const id, other = "4e1c0e1c-2a2e-4d41-9a0e-8f0c2d2d1a11", "77b6f2b2-51a2-4b37-8d7b-2c4b1d9a2e22"
	ask := core.WakeAsk{ID: id, Sender: vapidSample, About: "kAuth"}
	next := func(step string, what core.WakeWhat) core.WakeNews {
		t.Helper()
		for {
			select {
			case n := <-r.News():
				if n.What == core.WakeServices {
					continue // one may come or go at any time
				}
				if n.What != what {
					t.Fatalf("%s: news are %+v, want %s", step, n, what)
				}
				return n
			case <-time.After(time.Minute):
				t.Fatalf("%s: no news", step)
			}
		}
	}
	register := func(step string, a core.WakeAsk) core.WakeTarget {
		t.Helper()
		if err := r.Register(t.Context(), service, a); err != nil {
			t.Fatalf("%s: %v", step, err)
		}
		n := next(step, core.WakeGiven)
		if n.ID != a.ID || n.Target.Kind != "webpush" || !strings.HasPrefix(n.Target.Endpoint, "https://") {
			t.Fatalf("%s: %+v", step, n)
		}
		return n.Target
	}
	if all, err := r.Services(t.Context()); err != nil || !slices.Contains(all, service) {
		t.Fatalf("services: %q, %v", all, err)
	}
	first := register("a first registration", ask)
	if got := d.Registered()[id]; got != ask {
		t.Fatalf("the service was asked %+v", got)
	}
	if again := register("the same registration", ask); again != first {
		t.Fatalf("asked again, it is %+v", again)
	}
	second := register("a second beside it, of a server that does not say who it is", core.WakeAsk{ID: other, About: "kAuth"})
	if second == first {
		t.Fatal("two registrations share an address")
	}

	d.Send(id, []byte{0, 1, 255})
	if n := next("a message", core.WakeCame); n.ID != id || string(n.Message) != "\x00\x01\xff" {
		t.Fatalf("a message: %+v", n)
	}
	// What is against the specification is ignored; what follows it shows that.
	d.Send(other, nil)
	d.Send(other, make([]byte, 4097))
	d.Send("", []byte("x"))
	d.Send(strings.Repeat("x", 101), []byte("x"))
	for _, bad := range []string{
		"", "not_an_url", "http://push.example.org/x", "https://", "https:push", "https://anna@push.example.org/x",
		"https://push.example.org/#x", "https://push.example.org/ x", "https://push.example.org/\n", "https://push.example.org/" + strings.Repeat("x", 1000),
	} {
		d.Move(other, bad)
	}
	d.Send(other, make([]byte, 4096))
	if n := next("the largest message", core.WakeCame); n.ID != other || len(n.Message) != 4096 {
		t.Fatalf("the largest message: %s, %d bytes", n.ID, len(n.Message))
	}
	d.Move(other, "https://push.example.org/elsewhere")
	if n := next("another address", core.WakeGiven); n.ID != other || n.Target.Endpoint != "https://push.example.org/elsewhere" {
		t.Fatalf("another address: %+v", n)
	}
	d.Drop(other)
	if n := next("a registration that is dropped", core.WakeGone); n.ID != other {
		t.Fatalf("dropped: %+v", n)
	}

	reasons := d.Reasons()
	if len(reasons) < 4 { // what UnifiedPush has on every system
		t.Fatalf("it refuses for %v alone", reasons)
	}
	for _, why := range reasons {
		d.Refuse(why)
		var no *core.WakeRefused
		if err := r.Register(t.Context(), service, ask); !errors.As(err, &no) || no.Why != why {
			t.Errorf("refused as %s: %v", why, err)
		}
	}
	d.Refuse("")
	if err := r.Unregister(t.Context(), service, id); err != nil {
		t.Fatal(err)
	}
	if _, still := d.Registered()[id]; still {
		t.Error("it is still registered")
	}
	var no *core.WakeRefused
	if err := r.Register(t.Context(), "nobody", ask); !errors.As(err, &no) || no.Why != core.WakeSilent {
		t.Errorf("a service that is not there: %v", err)
	}
}

// vapidSample is a public key as RFC 8292 section 3.2 spells it: its own example.
const vapidSample = "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"

// Wakes is a push service and its receiver in memory.
type Wakes struct {
	mu      sync.Mutex
	asks    map[string]core.WakeAsk
	at      map[string]core.WakeTarget
	why     core.WakeWhy
	news    chan core.WakeNews
	names   []string
	missing error
	Calls   int // of Register
}

// NewWakes plays the services of these names.
func NewWakes(names ...string) *Wakes {
	return &Wakes{names: names, asks: map[string]core.WakeAsk{}, at: map[string]core.WakeTarget{}, news: make(chan core.WakeNews, 64)}
}
