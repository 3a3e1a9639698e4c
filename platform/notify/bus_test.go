//go:build desktop && linux && !android

package notify

import (
	"bufio"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"kauth/core"
)

const config = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>`

// session starts a bus that is the test's own, and starts no service by itself. end
// stops it early.
func session(t *testing.T) (end func()) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bus.conf")
	write(t, file, config)
	daemon := exec.Command("dbus-daemon", "--config-file="+file, "--print-address", "--nofork")
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	end = func() { _ = daemon.Process.Kill(); _ = daemon.Wait() }
	t.Cleanup(end)
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
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

// begin gives Notices, and what they heard as "id answer".
func begin(t *testing.T, o Options) (*Notices, chan string) {
	t.Helper()
	heard := make(chan string, 16)
	o.App = "kAuth"
	o.Answered = func(id string, a core.NoticeAnswer) { heard <- id + " " + string(a) }
	n := New(o)
	t.Cleanup(n.Close)
	return n, heard
}

// eventually waits for other programs.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); !is(); {
		if time.Now().After(end) {
			t.Fatalf("%s: not in 5 s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func request(id string) core.Notice {
	return core.Notice{
		ID: id, Title: "Sign-in to Manager", Body: "Firefox on <b>Windows</b> & Lausanne", Plain: "Open kAuth to answer.",
		Urgent: true, Lasts: 2 * time.Minute,
		Choices: []core.NoticeChoice{{Answer: core.NoticeYes, Label: "Yes"}, {Answer: core.NoticeNo, Label: "No"}},
	}
}
