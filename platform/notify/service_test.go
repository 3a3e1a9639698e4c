//go:build desktop && linux && !android

package notify

import (
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// service is a notification service of our own, which keeps what it was asked.
type service struct {
	conn  *dbus.Conn
	can   []string
	asked func() // before a notice is taken; nil: nothing

	mu    sync.Mutex
	next  uint32
	calls []call
	shown map[uint32]call
	taken []uint32
}

type call struct {
	Number   uint32
	App      string
	Replaces uint32
	Title    string
	Body     string
	Actions  []string
	Hints    map[string]dbus.Variant
	Lasts    int32
}

// serve owns the name until it stops.
func serve(t *testing.T, can ...string) *service {
	t.Helper()
	s := &service{conn: connection(t), can: can, shown: map[uint32]call{}}
	if err := s.conn.Export(s, place, iface); err != nil {
		t.Fatal(err)
	}
	if r, err := s.conn.RequestName(iface, 0); err != nil || r != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(r, err)
	}
	return s
}

// stop dies.
func (s *service) stop() { s.conn.Close() }

// GetCapabilities is the specification's.
func (s *service) GetCapabilities() ([]string, *dbus.Error) { return s.can, nil }

// GetServerInformation is the specification's.
func (s *service) GetServerInformation() (string, string, string, string, *dbus.Error) {
	return "test", "kAuth", "1", "1.2", nil
}

// Notify is the specification's.
func (s *service) Notify(app string, replaces uint32, _, title, body string, actions []string, hints map[string]dbus.Variant, lasts int32) (uint32, *dbus.Error) {
	if s.asked != nil {
		s.asked()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	number := replaces
	if number == 0 {
		s.next++
		number = s.next
	}
	c := call{number, app, replaces, title, body, actions, hints, lasts}
	s.calls = append(s.calls, c)
	s.shown[number] = c
	return number, nil
}

// CloseNotification is the specification's.
func (s *service) CloseNotification(number uint32) *dbus.Error {
	s.mu.Lock()
	delete(s.shown, number)
	s.taken = append(s.taken, number)
	s.mu.Unlock()
	return asError(s.emit("NotificationClosed", number, uint32(3)))
}

func asError(err error) *dbus.Error {
	if err == nil {
		return nil
	}
	return dbus.MakeFailedError(err)
}

func (s *service) emit(signal string, values ...any) error {
	return s.conn.Emit(place, iface+"."+signal, values...)
}

// last gives the newest call, and how many there were.
func (s *service) last() (call, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.calls) == 0 {
		return call{}, 0
	}
	return s.calls[len(s.calls)-1], len(s.calls)
}

// Count implements coretest.NoticeDesk.
func (s *service) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.shown)
}

// key is that of the button with a label.
func (c call) key(label string) string {
	for i := 0; i+1 < len(c.Actions); i += 2 {
		if c.Actions[i+1] == label {
			return c.Actions[i]
		}
	}
	return ""
}

// Press implements coretest.NoticeDesk.
func (s *service) Press(title, label string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for number, c := range s.shown {
		if c.Title == title {
			_ = s.emit("ActionInvoked", number, c.key(label))
		}
	}
}

// Dismiss implements coretest.NoticeDesk.
func (s *service) Dismiss() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for number := range s.shown {
		_ = s.emit("NotificationClosed", number, uint32(2))
	}
	clear(s.shown)
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(strings.TrimSpace(content)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}
