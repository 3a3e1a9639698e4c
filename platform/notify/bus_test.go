//go:build desktop && linux && !android

package notify

import (
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"kauth/core"
	sessionbus "kauth/core/coretest/bus"
)

func init() { patience = time.Minute } // for calls that have to succeed, on a machine that may be slow

// session starts a bus that is the test's own, and starts no service by itself. end
// stops it early.
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
	for end := time.Now().Add(time.Minute); !is(); {
		if time.Now().After(end) {
			t.Fatalf("%s: not in a minute", what)
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
