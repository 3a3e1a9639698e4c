//go:build desktop && linux && !android

package tray

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
)

const config = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>`

// session starts a bus that is the test's own.
func session(t *testing.T) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bus.conf")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	daemon := exec.Command("dbus-daemon", "--config-file="+file, "--print-address", "--nofork")
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = daemon.Process.Kill(); _ = daemon.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
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
	if Host(t.Context()) || time.Since(begun) > patience+time.Second {
		t.Errorf("after %v", time.Since(begun))
	}
}

func TestWithoutABusThereIsNoTrayAndNoneIsStarted(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
	if Host(t.Context()) {
		t.Error("found one")
	}
}
