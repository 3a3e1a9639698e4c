//go:build desktop && linux && !android

package tray

import (
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"

	"kauth/core/coretest/bus"
)

// session starts a bus that is the test's own.
func session(t *testing.T) {
	t.Helper()
	address, _ := bus.Start(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
}

// watch plays the desktop's watcher.
func watch(t *testing.T, hosted bool) *dbus.Conn {
	t.Helper()
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	_, err = prop.Export(conn, path, prop.Map{watcher: {"IsStatusNotifierHostRegistered": {Value: hosted}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName(watcher, 0); err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestATrayIsThereOnlyWhereSomethingShowsIt(t *testing.T) {
	usual := patience
	patience = time.Minute // what answers may be slow
	t.Cleanup(func() { patience = usual })
	session(t)
	if Host(t.Context()) {
		t.Error("found one on an empty bus")
	}
	conn := watch(t, false)
	if Host(t.Context()) {
		t.Error("a watcher without a host shows nothing")
	}
	conn.Close()
	watch(t, true)
	if !Host(t.Context()) {
		t.Error("did not find it")
	}
}

func TestAWatcherThatHangsIsGivenUp(t *testing.T) {
	session(t)
	conn, err := dbus.ConnectSessionBus(dbus.WithIncomingInterceptor(func(m *dbus.Message) {
		if m.Type == dbus.TypeMethodCall {
			select {} // never answers
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := conn.RequestName(watcher, 0); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if Host(t.Context()) || time.Since(begun) > patience+10*time.Second {
		t.Errorf("after %v", time.Since(begun))
	}
}

func TestWithoutABusThereIsNoTrayAndNoneIsStarted(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
	if Host(t.Context()) {
		t.Error("found one")
	}
}
