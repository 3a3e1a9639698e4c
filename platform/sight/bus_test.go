//go:build desktop && linux && !android

package sight

import (
	"context"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"kauth/core/coretest/bus"
)

// busFor starts a bus of the test's own, under the name that godbus looks for it by.
func busFor(t *testing.T, variable string) *dbus.Conn {
	t.Helper()
	address, _ := bus.Start(t)
	t.Setenv(variable, address)
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// loginService stands in for systemd's: it says which session is ours.
type loginService struct{}

const ours = dbus.ObjectPath("/org/freedesktop/login1/session/_32")

func (loginService) GetSessionByPID(uint32) (dbus.ObjectPath, *dbus.Error) { return ours, nil }

func TestALockedScreenAndASleepingMachineAreHeard(t *testing.T) {
	session, machine := busFor(t, "DBUS_SESSION_BUS_ADDRESS"), busFor(t, "DBUS_SYSTEM_BUS_ADDRESS")
	if err := machine.Export(loginService{}, "/org/freedesktop/login1", loginManager); err != nil {
		t.Fatal(err)
	}
	if _, err := machine.RequestName(login, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	told := make(chan bool, 8)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	Watch(ctx, 0, func(seen bool) { told <- seen })
	heard := func(want bool, conn *dbus.Conn, path dbus.ObjectPath, signal string, body ...any) {
		t.Helper()
		for late := time.After(time.Minute); ; {
			if err := conn.Emit(path, signal, body...); err != nil {
				t.Fatal(err)
			}
			select {
			case got := <-told:
				if got != want {
					t.Fatalf("%s: seen is %v", signal, got)
				}
				return
			case <-late:
				t.Fatalf("%s was not heard", signal)
			case <-time.After(50 * time.Millisecond): // Watch may not listen yet: again
			}
		}
	}
	heard(false, session, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", true)
	heard(true, session, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", false)
	heard(false, machine, "/org/freedesktop/login1", loginManager+".PrepareForSleep", true)
	heard(true, machine, "/org/freedesktop/login1", loginManager+".PrepareForSleep", false)
	if err := machine.Emit("/org/freedesktop/login1/session/_33", loginSession+".Lock"); err != nil {
		t.Fatal(err) // another person's session
	}
	heard(false, machine, ours, loginSession+".Lock")
	heard(true, machine, ours, loginSession+".Unlock")
	if len(told) > 0 {
		t.Error("told once more: another session's lock")
	}
}

func TestWithoutABusNothingIsHeardAndNothingHangs(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
	s := newSum(func(bool) { t.Error("heard something") })
	session(t.Context(), s)
	machine(t.Context(), s)
}
