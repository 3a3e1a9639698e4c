package main

import (
	"encoding/json"
	"errors"
	"sync"

	"github.com/godbus/dbus/v5"
)

const (
	place     = "/org/unifiedpush/Distributor"
	iface     = "org.unifiedpush.Distributor2"
	connector = "org.unifiedpush.Connector2"
)

type dict = map[string]dbus.Variant

// registration is what an app asked for.
type registration struct {
	service string // the app's name on the bus
	key     string // of the server that may send; "" for any
}

type distributor struct {
	origin   string
	needsKey bool
	conn     *dbus.Conn

	mu  sync.Mutex
	all map[string]registration // by what the app calls it, which is its place in the endpoint too
	log *json.Encoder
}

// join takes the distributor's name on the session bus.
func (d *distributor) join(name string) error {
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		return err
	}
	d.conn = conn
	if err := conn.Export(calls{d}, place, iface); err != nil {
		return err
	}
	got, err := conn.RequestName("org.unifiedpush.Distributor."+name, dbus.NameFlagDoNotQueue)
	if err == nil && got != dbus.RequestNameReplyPrimaryOwner {
		err = errors.New("another distributor has that name")
	}
	return err
}

// say writes down what happened, a line of JSON for each thing.
func (d *distributor) say(what map[string]any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	_ = d.log.Encode(what)
}

func (d *distributor) find(id string) (registration, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r, ok := d.all[id]
	return r, ok
}

// tell calls the app, which the bus starts where it does not run, and waits for nothing.
func (d *distributor) tell(service, method string, args dict) {
	d.conn.Object(service, "/org/unifiedpush/Connector").Go(connector+"."+method, dbus.FlagNoReplyExpected, nil, args)
}

// calls are what apps call.
type calls struct{ d *distributor }

// Register is the specification's.
func (c calls) Register(args dict) (dict, *dbus.Error) {
	text := func(key string) string { s, _ := args[key].Value().(string); return s }
	id, r := text("token"), registration{text("service"), text("vapid")}
	if id == "" || len(id) > 100 || r.service == "" {
		return failed("INTERNAL_ERROR"), nil
	}
	if c.d.needsKey && r.key == "" {
		return failed("VAPID_REQUIRED"), nil
	}
	c.d.mu.Lock()
	c.d.all[id] = r
	c.d.mu.Unlock()
	c.d.say(map[string]any{"registered": id, "service": r.service, "vapid": r.key, "description": text("description")})
	c.d.tell(r.service, "NewEndpoint", dict{"token": dbus.MakeVariant(id), "endpoint": dbus.MakeVariant(c.d.origin + "/" + id)})
	return dict{"success": dbus.MakeVariant("REGISTRATION_SUCCEEDED")}, nil
}

func failed(reason string) dict {
	return dict{"success": dbus.MakeVariant("REGISTRATION_FAILED"), "reason": dbus.MakeVariant(reason)}
}

// Unregister is the specification's.
func (c calls) Unregister(args dict) (dict, *dbus.Error) {
	id, _ := args["token"].Value().(string)
	r, ok := c.d.find(id)
	if ok {
		c.d.mu.Lock()
		delete(c.d.all, id)
		c.d.mu.Unlock()
		c.d.say(map[string]any{"unregistered": id})
		c.d.tell(r.service, "Unregistered", dict{"token": dbus.MakeVariant(id)})
	}
	return dict{}, nil
}
