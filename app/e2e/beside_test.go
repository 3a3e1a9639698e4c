//go:build window

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"kauth/core/coretest/bus"
	"kauth/core/coretest/computer"
)

const (
	watcherName = "org.kde.StatusNotifierWatcher"
	watcherPath = "/StatusNotifierWatcher"
)

// session is a desktop: an X display, a bus, dunst, and a tray.
type session struct {
	*display
	dir   string
	env   []string
	conn  *dbus.Conn
	items chan string // what registers in the tray: its name on the bus
}

func newSession(t *testing.T) *session {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "kauth-s-") // short: sockets lie in it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	s := &session{display: newDisplay(t, "500x900"), dir: dir, items: make(chan string, 8)}
	services := filepath.Join(dir, "dbus-1", "services")
	if err := os.MkdirAll(services, 0o700); err != nil {
		t.Fatal(err)
	}
	address, _ := bus.Start(t, services)
	s.env = []string{"DBUS_SESSION_BUS_ADDRESS=" + address, "XDG_RUNTIME_DIR=" + dir, "XDG_CONFIG_HOME=" + dir, "XDG_DATA_HOME=" + dir, "HOME=" + dir}
	if s.conn, err = dbus.Connect(address); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.conn.Close() })
	s.tray()
	s.file("menu", "#!/bin/sh\ntee -a "+filepath.Join(dir, "offered")+" | grep -F -m1 -- \"$(cat "+filepath.Join(dir, "want")+")\"\n", 0o700)
	s.file("dunstrc", "[global]\n\tdmenu = "+filepath.Join(dir, "menu")+"\n\tidle_threshold = 0\n", 0o600)
	s.run(s.here("dunst", "-config", filepath.Join(dir, "dunstrc")))
	return s
}

func (s *session) file(name, content string, mode os.FileMode) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(content), mode); err != nil {
		s.t.Fatal(err)
	}
}

// here is a command in this session.
func (s *session) here(name string, args ...string) *exec.Cmd {
	cmd := s.command(name, args...)
	cmd.Env = append(cmd.Env, s.env...)
	return cmd
}

func (s *session) run(cmd *exec.Cmd) {
	s.t.Helper()
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
}

// RegisterStatusNotifierItem is the tray's watcher's.
func (s *session) RegisterStatusNotifierItem(_ string, sender dbus.Sender) *dbus.Error {
	s.items <- string(sender)
	return nil
}

func (s *session) tray() {
	s.t.Helper()
	_, err := prop.Export(s.conn, watcherPath, prop.Map{watcherName: {"IsStatusNotifierHostRegistered": {Value: true}}})
	if err == nil {
		err = s.conn.Export(s, watcherPath, watcherName)
	}
	if err == nil {
		_, err = s.conn.RequestName(watcherName, 0)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// notices counts what dunst shows.
func (s *session) notices() int {
	out, _ := s.here("dunstctl", "count", "displayed").Output() // it may not be there yet
	n := -1
	_ = json.Unmarshal(bytes.TrimSpace(out), &n)
	return n
}

func (s *session) press(label, title string) {
	s.t.Helper()
	s.file("want", "#"+label+" ("+title+")", 0o600)
	if err := s.here("dunstctl", "context").Run(); err != nil {
		s.t.Fatal(err)
	}
}

// visible tells whether the app's window is on the screen.
func (s *session) visible() bool {
	out, _ := s.here("xdotool", "search", "--onlyvisible", "--name", "^kAuth$").Output()
	return len(bytes.TrimSpace(out)) > 0
}

// closeWindow does what a window manager does when its button is pressed (ICCCM 4.2.8.1).
func (s *session) closeWindow() {
	s.t.Helper()
	var id uint32
	if err := json.Unmarshal(bytes.Fields(s.do("xdotool", "search", "--onlyvisible", "--name", "^kAuth$"))[0], &id); err != nil {
		s.t.Fatal(err)
	}
	x, err := xgb.NewConnDisplay(s.name)
	if err != nil {
		s.t.Fatal(err)
	}
	defer x.Close()
	atom := func(name string) xproto.Atom {
		r, err := xproto.InternAtom(x, false, uint16(len(name)), name).Reply()
		if err != nil {
			s.t.Fatal(err)
		}
		return r.Atom
	}
	e := xproto.ClientMessageEvent{
		Format: 32, Window: xproto.Window(id), Type: atom("WM_PROTOCOLS"),
		Data: xproto.ClientMessageDataUnionData32New([]uint32{uint32(atom("WM_DELETE_WINDOW")), 0, 0, 0, 0}),
	}
	if err := xproto.SendEventChecked(x, false, e.Window, 0, string(e.Bytes())).Check(); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) eventually(what string, is func() bool) {
	s.t.Helper()
	for end := time.Now().Add(patience); !is(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("never: %s", what)
		}
	}
}

// menu gives the tray's menu: the number of each item by its label.
func (s *session) menu(item string) map[string]int32 {
	type node struct {
		ID       int32
		Props    map[string]dbus.Variant
		Children []dbus.Variant
	}
	var revision uint32
	var root node
	err := s.conn.Object(item, "/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{}).Store(&revision, &root)
	if err != nil {
		s.t.Fatal(err)
	}
	out := map[string]int32{}
	for _, c := range root.Children {
		var n node
		if dbus.Store([]any{c.Value()}, &n) == nil {
			if label, ok := n.Props["label"].Value().(string); ok {
				out[label] = n.ID
			}
		}
	}
	return out
}

func (s *session) choose(item string, id int32) {
	s.t.Helper()
	call := s.conn.Object(item, "/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.Event", 0, id, "clicked", dbus.MakeVariant(int32(0)), uint32(0))
	if call.Err != nil {
		s.t.Fatal(call.Err)
	}
}

// choices are what the person chose, as the app keeps it.
func (s *session) choices(json string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Join(s.dir, "fyne", "kauth.app"), 0o700); err != nil {
		s.t.Fatal(err)
	}
	s.file(filepath.Join("fyne", "kauth.app", "choices.json"), json, 0o600)
}

// linked makes a vault that is linked to a server, by the command line.
func (s *session) linked(server served, who person) []string {
	s.t.Helper()
	return s.linkedWith(server, who, "--passphrase-file", passphrase(s.t))
}

// linkedWith is linked with other flags than those of a passphrase.
func (s *session) linkedWith(server served, who person, opens ...string) []string {
	s.t.Helper()
	flags := append([]string{"--vault", filepath.Join(s.dir, "kauth")}, opens...)
	cli := program(s.t, "kauth-cli", "kauth/app/cli")
	do := func(args ...string) map[string]any {
		s.t.Helper()
		out, err := s.here(cli, append(append([]string{"--json"}, flags...), args...)...).Output()
		var reply map[string]any
		if err != nil || json.Unmarshal(out, &reply) != nil {
			s.t.Fatalf("kauth-cli %v: %v %s", args, err, out)
		}
		return reply
	}
	pc := computer.New(s.t, server.URL)
	pc.Redeem(pc.Login(who.User, who.Password))
	offer := pc.Offer()
	account := do("link", offer.Link)["account"].(string)
	do("confirm", account, pc.Registered(offer).Digits)
	return flags
}

// listening waits until the app hears requests: it has connections to the server.
func (s *session) listening(pid int, server served) {
	s.t.Helper()
	_, port, _ := strings.Cut(strings.TrimPrefix(server.URL, "http://"), ":")
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		s.t.Fatal(err)
	}
	open := regexp.MustCompile(fmt.Sprintf(`(?m)^ *\d+: \S+ \S+:%04X 01 (?:\S+ +){5}(\d+)`, number))
	s.eventually("it hears requests", func() bool {
		table, _ := os.ReadFile("/proc/net/tcp")
		fds, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
		for _, m := range open.FindAllStringSubmatch(string(table), -1) {
			for _, fd := range fds {
				if to, _ := os.Readlink(fd); to == "socket:["+m[1]+"]" {
					return true
				}
			}
		}
		return false
	})
}

// start starts the app on a vault, in a session with a tray.
func (s *session) start(flags []string) (item string, ended chan error, pid int) {
	s.t.Helper()
	app := s.here(made(s.t, "kauth"), flags...)
	if err := app.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended = make(chan error, 1)
	go func() { ended <- app.Wait() }()
	s.t.Cleanup(func() { _ = app.Process.Kill() })
	select {
	case item = <-s.items:
	case <-time.After(patience):
		s.t.Fatal("nothing is in the tray")
	}
	s.eventually("its window opens", s.visible)
	return item, ended, app.Process.Pid
}

// shut closes the window, which stays in the tray.
func (s *session) shut() {
	s.t.Helper()
	s.closeWindow()
	s.eventually("its window is gone", func() bool { return !s.visible() })
}

// answered asks for a YES or NO, and presses a button of the notice.
func (s *session) answered(server served, who person, label, title, want string) {
	s.t.Helper()
	pc := computer.New(s.t, server.URL)
	pc.Must(204, "POST", "/qa/mode", map[string]string{"mode": "confirm"}, nil)
	l := pc.Login(who.User, who.Password)
	pc.Ask(l)
	s.eventually("a notice is shown for "+label, func() bool { return s.notices() == 1 })
	s.press(label, title)
	if got := pc.State(l); got != want {
		offered, _ := os.ReadFile(filepath.Join(s.dir, "offered"))
		s.t.Fatalf("%s: the login is %s; dunst's menu offered\n%s", label, got, offered)
	}
	s.eventually("the notice is gone", func() bool { return s.notices() == 0 })
}

func TestTheAppIsAtHomeOnTheDesktop(t *testing.T) {
	server := serve(t, "-qa")
	who := server.without(t, 0)
	s := newSession(t)
	s.choices(`{"lock.after": "never"}`)
	flags := append(s.linked(server, who), "--lang", "en")
	item, ended, pid := s.start(flags)
	s.listening(pid, server)
	s.shut()
	s.eventually("it says that it stays", func() bool { return s.notices() == 1 })
	if err := s.here("dunstctl", "close-all").Run(); err != nil {
		t.Fatal(err)
	}
	s.eventually("the person has read that", func() bool { return s.notices() == 0 })
	s.answered(server, who, "NO", "Are you trying to sign in?", "denied")
	s.answered(server, who, "YES", "Are you trying to sign in?", "approved")

	// A second start hands its address over, and the window comes back.
	second := s.here(made(t, "kauth"), append(flags, "otpauth://totp/ACME:anna?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")...)
	if out, err := second.CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("a second start: %v %s", err, out)
	}
	s.eventually("the window is back", s.visible)

	// The tray's menu ends it.
	menu := s.menu(item)
	if menu["Open kAuth"] == 0 || menu["Quit kAuth"] == 0 {
		t.Fatalf("the tray's menu is %v", menu)
	}
	s.choose(item, menu["Quit kAuth"])
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(patience):
		t.Error("it does not end")
	}
}

// Locked by the tray's menu, it still hears requests: what it shows then says nothing,
// and can say NO.
func TestALockedAppInTheTrayCanOnlySayNo(t *testing.T) {
	server := serve(t, "-qa")
	who := server.without(t, 0)
	s := newSession(t)
	s.choices(`{"tray.told": "yes"}`)
	item, _, pid := s.start(append(s.linked(server, who), "--lang", "en"))
	s.listening(pid, server)
	s.eventually("the tray offers to lock", func() bool { return s.menu(item)["Lock now"] != 0 })
	s.choose(item, s.menu(item)["Lock now"])
	s.eventually("it has locked", func() bool { return s.menu(item)["Lock now"] == 0 })
	s.shut()
	s.answered(server, who, "NO", "A sign-in is waiting", "denied")
}

// A code that is copied is marked for clipboard histories, and gone once the app is.
func TestACopiedCodeIsMarkedAsSecret(t *testing.T) {
	s := newSession(t)
	flags := []string{"--vault", filepath.Join(s.dir, "vault"), "--passphrase-file", passphrase(t)}
	cli := program(t, "kauth-cli", "kauth/app/cli")
	if out, err := s.here(cli, append(flags, "add", "otpauth://totp/ACME:anna?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")...).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	item, ended, _ := s.start(append(flags, "--lang", "en"))
	pasted := func(kind string) string {
		out, _ := s.here("xclip", "-selection", "clipboard", "-o", "-t", kind).Output()
		return string(out)
	}
	s.eventually("a tap on the account copies its code", func() bool {
		s.click(150, 130)
		return len(pasted("UTF8_STRING")) == 6
	})
	if got := pasted("x-kde-passwordManagerHint"); got != "secret" {
		t.Errorf("the hint is %q", got)
	}
	s.choose(item, s.menu(item)["Quit kAuth"])
	<-ended
	if got := pasted("UTF8_STRING"); got != "" {
		t.Errorf("the clipboard still holds %q", got)
	}
}
