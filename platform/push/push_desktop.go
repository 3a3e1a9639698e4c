//go:build !android && !ios && !windows && !darwin && !js

package push

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"

	"kauth/core"
)

const (
	prefix      = "org.unifiedpush.Distributor."
	distributor = "org.unifiedpush.Distributor2"
	place       = "/org/unifiedpush/Distributor"
)

// patience is for one call: a distributor may have to ask its server. Only a test
// shortens it.
var patience = 15 * time.Second

// How long to wait between tries to get on the bus: where an earlier process of the app
// still has its name, that is about to end.
const (
	again = 30 * time.Second
	soon  = 2 * time.Second
)

var (
	errNoBus = errors.New("no session bus, or the app's name on it is taken")
	errTaken = errors.New("the app's name on the bus is taken")
)

// Possible tells whether this system may have a push service.
func Possible() bool { return true }

// Receiver is a UnifiedPush connector.
type Receiver struct {
	o     Options
	news  chan core.WakeNews
	stop  context.CancelFunc
	done  chan struct{}
	tried chan struct{} // closed once the bus was asked for the first time

	mu   sync.Mutex
	conn *dbus.Conn // nil while the app is not on the bus by its name
}

// New gets on the bus, and stays there until Close.
func New(o Options) *Receiver {
	ctx, stop := context.WithCancel(context.Background())
	r := &Receiver{o: o, news: make(chan core.WakeNews, kept), stop: stop, done: make(chan struct{}), tried: make(chan struct{})}
	go r.run(ctx)
	return r
}

// News is what the distributors say. It is never closed.
func (r *Receiver) News() <-chan core.WakeNews { return r.news }

func (r *Receiver) tell(n core.WakeNews) {
	select {
	case r.news <- n:
	default:
	}
}

// Close gets off the bus, and waits until that is done.
func (r *Receiver) Close() {
	r.stop()
	<-r.done
}

// Release gives the app's name back: what comes from now on starts the app anew. What
// came before is still in News.
func (r *Receiver) Release() {
	if conn := r.connection(context.Background()); conn != nil {
		_, _ = conn.ReleaseName(r.o.Name)
	}
}

// Owns tells whether the app is on the bus by its name: messages come here.
func (r *Receiver) Owns(ctx context.Context) bool { return r.connection(ctx) != nil }

// connection waits for the first try, and gives what there is now.
func (r *Receiver) connection(ctx context.Context) *dbus.Conn {
	select {
	case <-r.tried:
	case <-ctx.Done():
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.conn
}

// Services lists the distributors that run, or that the bus can start, by name.
// core.Unsupported: there is no bus.
func (r *Receiver) Services(ctx context.Context) ([]string, error) {
	const op = "push.Services"
	conn := r.connection(ctx)
	if conn == nil {
		return nil, core.E(op, core.Unsupported, errNoBus)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var all []string
	for _, list := range []string{"ListNames", "ListActivatableNames"} {
		var names []string
		if err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus."+list, 0).Store(&names); err != nil {
			return nil, core.E(op, core.Unsupported, err)
		}
		for _, n := range names {
			if name, is := strings.CutPrefix(n, prefix); is && name != "" {
				all = append(all, name)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// Register asks a distributor for a registration, which News gives. Its refusal is a
// *core.WakeRefused.
func (r *Receiver) Register(ctx context.Context, service string, ask core.WakeAsk) error {
	args := map[string]dbus.Variant{
		"service": dbus.MakeVariant(r.o.Name), "token": dbus.MakeVariant(ask.ID), "description": dbus.MakeVariant(ask.About),
	}
	if ask.Sender != "" {
		args["vapid"] = dbus.MakeVariant(ask.Sender)
	}
	said, err := r.call(ctx, service, "Register", args)
	if err != nil {
		return err
	}
	if text(said, "success") == "REGISTRATION_SUCCEEDED" {
		return nil
	}
	why, known := reasons[text(said, "reason")]
	if !known {
		why = core.WakeSilent
	}
	return core.E("push.Register", core.Denied, &core.WakeRefused{Why: why})
}

// reasons are the specification's.
var reasons = map[string]core.WakeWhy{
	"INTERNAL_ERROR": core.WakeBroken, "NETWORK": core.WakeNoNetwork, "ACTION_REQUIRED": core.WakeNeedsAction,
	"VAPID_REQUIRED": core.WakeNeedsKey, "UNAUTHORIZED": core.WakeUnauthorized,
}

// Unregister gives a registration up.
func (r *Receiver) Unregister(ctx context.Context, service, id string) error {
	_, err := r.call(ctx, service, "Unregister", map[string]dbus.Variant{"token": dbus.MakeVariant(id)})
	return err
}

func (r *Receiver) call(ctx context.Context, service, method string, args map[string]dbus.Variant) (said map[string]dbus.Variant, err error) {
	conn := r.connection(ctx)
	if conn == nil {
		return nil, core.E("push."+method, core.Unsupported, errNoBus)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err = conn.Object(prefix+service, place).CallWithContext(ctx, distributor+"."+method, 0, args).Store(&said)
	if err != nil {
		return nil, core.E("push."+method, core.Denied, errors.Join(&core.WakeRefused{Why: core.WakeSilent}, err))
	}
	return said, nil
}

func text(said map[string]dbus.Variant, key string) string {
	s, _ := said[key].Value().(string)
	return s
}
