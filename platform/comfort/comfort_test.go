//go:build desktop && linux && !android

package comfort

import (
	"context"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"kauth/core/coretest/bus"
)

// session is a bus of the test's own.
func session(t *testing.T) *dbus.Conn {
	t.Helper()
	address, _ := bus.Start(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// desktop is a portal with the settings of a map.
type desktop struct {
	conn *dbus.Conn
	kept chan map[string]any
}

// Read is the portal's.
func (d desktop) Read(space, key string) (dbus.Variant, *dbus.Error) {
	kept := <-d.kept
	d.kept <- kept
	v, ok := kept[space+" "+key]
	if !ok {
		return dbus.Variant{}, dbus.NewError("org.freedesktop.portal.Error.NotFound", nil)
	}
	return dbus.MakeVariant(dbus.MakeVariant(v)), nil
}

func (d desktop) set(t *testing.T, space, key string, v any) {
	t.Helper()
	kept := <-d.kept
	kept[space+" "+key] = v
	d.kept <- kept
	if err := d.conn.Emit(place, settings+".SettingChanged", space, key, dbus.MakeVariant(v)); err != nil {
		t.Fatal(err)
	}
}

func portalOf(t *testing.T, kept map[string]any) desktop {
	t.Helper()
	conn := session(t)
	d := desktop{conn, make(chan map[string]any, 1)}
	d.kept <- kept
	if err := conn.Export(d, place, settings); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName(portal, 0); err != nil {
		t.Fatal(err)
	}
	return d
}

func following(t *testing.T) <-chan Wishes {
	heard := make(chan Wishes, 8)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); Follow(ctx, func(w Wishes) { heard <- w }) }()
	t.Cleanup(func() { cancel(); <-ended })
	return heard
}

func next(t *testing.T, heard <-chan Wishes) Wishes {
	t.Helper()
	select {
	case w := <-heard:
		return w
	case <-time.After(time.Minute):
		t.Fatal("nothing was heard")
	}
	return Wishes{}
}

func TestTextSizeAndMotionFollowTheSystem(t *testing.T) {
	d := portalOf(t, map[string]any{gnome + " text-scaling-factor": 1.5, gnome + " enable-animations": false})
	heard := following(t)
	if w := next(t, heard); w != (Wishes{1.5, true}) {
		t.Fatalf("%+v", w)
	}
	d.set(t, gnome, "text-scaling-factor", 2.0)
	if w := next(t, heard); w != (Wishes{2, true}) {
		t.Fatalf("%+v", w)
	}
	d.set(t, standard, "reduced-motion", uint32(0)) // the standard's word counts, where there is one
	if w := next(t, heard); w != (Wishes{2, false}) {
		t.Fatalf("%+v", w)
	}
}

func TestSystemThatDoesNotSayChangesNothing(t *testing.T) {
	portalOf(t, map[string]any{gnome + " text-scaling-factor": "large"})
	if w := next(t, following(t)); w != (Wishes{}) {
		t.Fatalf("%+v", w)
	}
}

func TestNobodyToAskEndsAtOnce(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	Follow(t.Context(), func(w Wishes) { t.Errorf("%+v", w) })
}
