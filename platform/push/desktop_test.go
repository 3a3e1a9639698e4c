//go:build desktop && linux && !android

package push

import (
	"encoding/xml"
	"maps"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/introspect"

	"kauth/core"
	"kauth/core/coretest"
	sessionbus "kauth/core/coretest/bus"
)

const appName = "kauth.app"

// session starts a bus that is the test's own.
func session(t *testing.T) (end func()) {
	t.Helper()
	address, end := sessionbus.Start(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	return end
}

func connection(t *testing.T) *dbus.Conn {
	t.Helper()
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// mock is the distributor by python-dbusmock, which a test gives its orders over the bus.
type mock struct {
	t    *testing.T
	conn *dbus.Conn
	name string
}

// startMock starts Debian's python, whatever else is called so, and waits for its name.
func startMock(t *testing.T, name string) mock {
	t.Helper()
	cmd := exec.Command("/usr/bin/python3", "testdata/distributor.py", "testdata/org.unifiedpush.Distributor2.xml", prefix+name)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	m := mock{t, connection(t), prefix + name}
	eventually(t, "the mock has its name", func() bool {
		var there bool
		err := m.conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, m.name).Store(&there)
		return err == nil && there && m.conn.Object(m.name, place).Call("org.kauth.Desk.Registered", 0).Err == nil
	})
	return m
}

func (m mock) order(method string, args ...any) *dbus.Call {
	m.t.Helper()
	call := m.conn.Object(m.name, place).Call("org.kauth.Desk."+method, 0, args...)
	if call.Err != nil {
		m.t.Fatal(method, call.Err)
	}
	return call
}

// Registered implements coretest.WakeDesk, as do those that follow.
func (m mock) Registered() map[string]core.WakeAsk {
	var all map[string]dict
	if err := m.order("Registered").Store(&all); err != nil {
		m.t.Fatal(err)
	}
	out := map[string]core.WakeAsk{}
	for id, a := range all {
		if text(a, "service") != appName {
			m.t.Errorf("registered as %v", a["service"])
		}
		out[id] = core.WakeAsk{ID: id, Sender: text(a, "vapid"), About: text(a, "description")}
	}
	return out
}

func (m mock) Reasons() []core.WakeWhy { return slices.Collect(maps.Values(reasons)) }

func (m mock) Refuse(why core.WakeWhy) {
	reason := ""
	for text, w := range reasons {
		if w == why {
			reason = text
		}
	}
	m.order("Refuse", reason)
}

func (m mock) Send(id string, message []byte) {
	if message == nil {
		message = []byte{}
	}
	m.order("Send", id, message)
}
func (m mock) Move(id, endpoint string) { m.order("Move", id, endpoint) }
func (m mock) Drop(id string)           { m.order("Drop", id) }

func begin(t *testing.T) *Receiver {
	t.Helper()
	r := New(Options{Name: appName})
	t.Cleanup(r.Close)
	return r
}

// eventually waits for other programs.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !is(); {
		if time.Now().After(end) {
			t.Fatalf("%s: not in a minute", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestReceiverOnADistributorMadeFromThePublishedInterface(t *testing.T) {
	session(t)
	m := startMock(t, "Mock")
	coretest.TestReceiver(t, begin(t), m, "Mock")
}

// says calls the connector as a distributor may, and gives its answer.
func says(t *testing.T, conn *dbus.Conn, method string, args dict) dict {
	t.Helper()
	var got dict
	if err := conn.Object(appName, connectorPlace).Call(connectorIface+"."+method, 0, args).Store(&got); err != nil {
		t.Fatal(method, err)
	}
	return got
}

func v(x any) dbus.Variant { return dbus.MakeVariant(x) }

// came skips what tells of services.
func came(t *testing.T, r *Receiver) core.WakeNews {
	t.Helper()
	for {
		select {
		case n := <-r.News():
			if n.What != core.WakeServices {
				return n
			}
		case <-time.After(time.Minute):
			t.Fatal("no news")
		}
	}
}

func TestCallsAgainstTheSpecificationAreIgnoredAndAnswered(t *testing.T) {
	session(t)
	r, conn := begin(t), connection(t)
	if !r.Owns(t.Context()) {
		t.Fatal("not on the bus")
	}
	for _, bad := range []dict{
		nil,
		{},
		{"token": v(int32(7)), "message": v([]byte("x"))},
		{"token": v("t")},
		{"message": v([]byte("x"))},
		{"token": v("t"), "message": v("text")},
		{"token": v("t"), "message": v([]uint32{1})},
		{"token": v([]byte("t")), "message": v([]byte("x"))},
	} {
		if got := says(t, conn, "Message", bad); len(got) != 0 {
			t.Errorf("%v: %v", bad, got)
		}
		says(t, conn, "NewEndpoint", bad)
		if _, named := bad["token"].Value().(string); !named {
			says(t, conn, "Unregistered", bad)
		}
	}
	if got := says(t, conn, "Message", dict{"token": v("t"), "message": v([]byte("x")), "id": v("m7"), "more": v(true)}); len(got) != 1 || text(got, "id") != "m7" {
		t.Errorf("a message with an id is answered %v", got)
	}
	if n := came(t, r); n.What != core.WakeCame || n.ID != "t" || string(n.Message) != "x" {
		t.Errorf("%+v", n)
	}
}

func TestTheConnectorIsDescribedAsItIsPublished(t *testing.T) {
	session(t)
	r, conn := begin(t), connection(t)
	if !r.Owns(t.Context()) {
		t.Fatal("not on the bus")
	}
	var told string
	if err := conn.Object(appName, connectorPlace).Call("org.freedesktop.DBus.Introspectable.Introspect", 0).Store(&told); err != nil {
		t.Fatal(err)
	}
	published, err := os.ReadFile("testdata/" + connectorIface + ".xml")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := methods(t, told), methods(t, string(published)); !reflect.DeepEqual(got, want) || len(want) != 3 {
		t.Errorf("it is described as %v, and published as %v", got, want)
	}
}

// methods gives an interface's methods and what they take and give.
func methods(t *testing.T, description string) map[string][]introspect.Arg {
	t.Helper()
	var n introspect.Node
	if err := xml.Unmarshal([]byte(description), &n); err != nil {
		t.Fatal(err)
	}
	out := map[string][]introspect.Arg{}
	for _, i := range n.Interfaces {
		for _, m := range i.Methods {
			if i.Name == connectorIface {
				out[m.Name] = m.Args
			}
		}
	}
	return out
}

func TestADistributorThatComesLaterIsHeardOf(t *testing.T) {
	session(t)
	r := begin(t)
	for n := range r.News() { // its own arrival
		if n.What == core.WakeServices {
			break
		}
	}
	if all, err := r.Services(t.Context()); err != nil || len(all) != 0 {
		t.Fatalf("%q, %v", all, err)
	}
	conn := connection(t)
	if _, err := conn.RequestName(prefix+"Late", dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	select {
	case n := <-r.News():
		if n.What != core.WakeServices {
			t.Errorf("%+v", n)
		}
	case <-time.After(time.Minute):
		t.Fatal("not heard of")
	}
	if all, err := r.Services(t.Context()); err != nil || !slices.Equal(all, []string{"Late"}) {
		t.Errorf("%q, %v", all, err)
	}
}

func TestWithoutABusOrWithTheNameTakenThereIsNoService(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
	if r := begin(t); r.Owns(t.Context()) {
		t.Error("on a bus that is not there")
	} else if _, err := r.Services(t.Context()); core.KindOf(err) != core.Unsupported {
		t.Error(err)
	} else if err := r.Register(t.Context(), "Mock", core.WakeAsk{ID: "x"}); core.KindOf(err) != core.Unsupported {
		t.Error(err)
	}
	session(t)
	first := begin(t)
	if !first.Owns(t.Context()) {
		t.Fatal("not on the bus")
	}
	second := begin(t)
	if second.Owns(t.Context()) {
		t.Error("two processes have the name")
	}
	first.Release()
	eventually(t, "the second takes over", func() bool { return second.Owns(t.Context()) })
}

func TestABusThatEndsIsNoted(t *testing.T) {
	end := session(t)
	r := begin(t)
	if !r.Owns(t.Context()) {
		t.Fatal("not on the bus")
	}
	end()
	eventually(t, "off the bus", func() bool { return !r.Owns(t.Context()) })
	if _, err := r.Services(t.Context()); core.KindOf(err) != core.Unsupported {
		t.Error(err)
	}
}
