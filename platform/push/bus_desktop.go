//go:build !android && !ios && !windows && !darwin && !js

package push

import (
	"context"
	"errors"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/introspect"

	"kauth/core"
)

const (
	connectorPlace = "/org/unifiedpush/Connector"
	connectorIface = "org.unifiedpush.Connector2"
)

// run keeps the app on the bus by its name.
func (r *Receiver) run(ctx context.Context) {
	defer close(r.done)
	for first := true; ctx.Err() == nil; first = false {
		conn, signals, err := r.join()
		if err == nil {
			r.keep(conn)
			r.tell(core.WakeNews{What: core.WakeServices})
		}
		if first {
			close(r.tried)
		}
		if err == nil {
			r.follow(ctx, signals)
			r.keep(nil)
			_ = conn.Close()
			continue
		}
		wait := again
		if errors.Is(err, errTaken) {
			wait = soon
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
}

func (r *Receiver) keep(conn *dbus.Conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.conn = conn
}

// join never starts a bus of its own, which nobody else would be on. The object is there
// before the name is: the bus hands over what waits for the name at that moment.
func (r *Receiver) join() (*dbus.Conn, <-chan *dbus.Signal, error) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return nil, nil, err
	}
	signals := make(chan *dbus.Signal, 16)
	if err = r.introduce(conn, signals); err != nil {
		_ = conn.Close()
		return nil, nil, err
	}
	return conn, signals, nil
}

func (r *Receiver) introduce(conn *dbus.Conn, signals chan *dbus.Signal) error {
	err := conn.Auth(nil)
	if err == nil {
		err = conn.Hello()
	}
	if err == nil {
		err = conn.AddMatchSignal(dbus.WithMatchSender("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"),
			dbus.WithMatchArg0Namespace("org.unifiedpush.Distributor"))
	}
	if err == nil {
		conn.Signal(signals)
		err = conn.Export(connector{r}, connectorPlace, connectorIface)
	}
	if err == nil {
		err = conn.Export(described(), connectorPlace, "org.freedesktop.DBus.Introspectable")
	}
	if err != nil {
		return err
	}
	got, err := conn.RequestName(r.o.Name, dbus.NameFlagDoNotQueue)
	if err == nil && got != dbus.RequestNameReplyPrimaryOwner {
		err = errTaken
	}
	return err
}

// follow hears of distributors that come and go until the bus ends.
func (r *Receiver) follow(ctx context.Context, signals <-chan *dbus.Signal) {
	for {
		select {
		case s, ok := <-signals:
			if !ok {
				return
			}
			if s.Name == "org.freedesktop.DBus.NameOwnerChanged" {
				r.tell(core.WakeNews{What: core.WakeServices})
			}
		case <-ctx.Done():
			return
		}
	}
}

// connector is what distributors call. A call against the specification is ignored, as
// it says.
type connector struct{ r *Receiver }

type dict = map[string]dbus.Variant

// Message is the specification's: a push message, as the push server got it.
func (c connector) Message(args dict) (dict, *dbus.Error) {
	id, message := text(args, "token"), bytesOf(args, "message")
	if named(id) && len(message) > 0 && len(message) <= maxMessage {
		c.r.tell(core.WakeNews{What: core.WakeCame, ID: id, Message: message})
	}
	if _, asked := args["id"]; asked {
		return dict{"id": dbus.MakeVariant(text(args, "id"))}, nil
	}
	return dict{}, nil
}

// NewEndpoint is the specification's: where to send for a registration.
func (c connector) NewEndpoint(args dict) (dict, *dbus.Error) {
	if at, ok := target(text(args, "endpoint")); ok && named(text(args, "token")) {
		c.r.tell(core.WakeNews{What: core.WakeGiven, ID: text(args, "token"), Target: at})
	}
	return dict{}, nil
}

// Unregistered is the specification's: the registration is over.
func (c connector) Unregistered(args dict) (dict, *dbus.Error) {
	if id := text(args, "token"); named(id) {
		c.r.tell(core.WakeNews{What: core.WakeGone, ID: id})
	}
	return dict{}, nil
}

func named(id string) bool { return id != "" && len(id) <= maxID }

func bytesOf(args dict, key string) []byte {
	b, _ := args[key].Value().([]byte)
	return b
}

// described is the connector's interface, for programs that ask before they call.
func described() introspect.Introspectable {
	dictionary := []introspect.Arg{{Name: "args", Type: "a{sv}", Direction: "in"}, {Name: "res", Type: "a{sv}", Direction: "out"}}
	return introspect.NewIntrospectable(&introspect.Node{
		Name: connectorPlace,
		Interfaces: []introspect.Interface{introspect.IntrospectData, {Name: connectorIface, Methods: []introspect.Method{
			{Name: "Message", Args: dictionary}, {Name: "NewEndpoint", Args: dictionary}, {Name: "Unregistered", Args: dictionary},
		}}},
	})
}
