//go:build !android && !ios && !windows && !darwin && !js

package clipboard

import (
	"errors"
	"os"
	"slices"
	"sync"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"kauth/core"
)

// hint is what clipboard histories look for before they keep something: KDE's, which
// other desktops' have taken over. Its value is "secret".
const hint = "x-kde-passwordManagerHint"

// Secret is text on the clipboard that no history keeps. It stays there until it is
// dropped, another program copies something, or this process ends.
type Secret struct {
	conn    *xgb.Conn
	window  xproto.Window
	clip    xproto.Atom
	text    []byte
	offered map[xproto.Atom]bool // the kinds of text
	targets xproto.Atom
	hint    xproto.Atom

	once sync.Once
	over chan struct{} // closed when it is no longer there
}

// Offer puts text on the clipboard by owning X11's selection itself: the toolkit can say
// no more of it than that it is text. core.Unsupported: no X server, or a Wayland
// session, where the window is not X's and the selection neither.
func Offer(text string) (*Secret, error) {
	if os.Getenv("DISPLAY") == "" || os.Getenv("WAYLAND_DISPLAY") != "" {
		return nil, core.E("clipboard.Offer", core.Unsupported, errors.New("no X session"))
	}
	conn, err := xgb.NewConn()
	if err != nil {
		return nil, core.E("clipboard.Offer", core.Unsupported, err)
	}
	s := &Secret{conn: conn, text: []byte(text), over: make(chan struct{})}
	if err := s.own(); err != nil {
		conn.Close()
		return nil, core.E("clipboard.Offer", core.Unsupported, err)
	}
	go s.serve()
	return s, nil
}

// own becomes the owner (ICCCM 2.1).
func (s *Secret) own() (err error) {
	screen := xproto.Setup(s.conn).DefaultScreen(s.conn)
	if s.window, err = xproto.NewWindowId(s.conn); err != nil {
		return err
	}
	err = xproto.CreateWindowChecked(s.conn, screen.RootDepth, s.window, screen.Root, 0, 0, 1, 1, 0,
		xproto.WindowClassInputOutput, screen.RootVisual, 0, nil).Check()
	if err != nil {
		return err
	}
	r := request{conn: s.conn}
	s.offered = map[xproto.Atom]bool{}
	for _, name := range []string{"UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "STRING", "TEXT"} {
		a, err := r.atom(name)
		if err != nil {
			return err
		}
		s.offered[a] = true
	}
	for name, a := range map[string]*xproto.Atom{"CLIPBOARD": &s.clip, "TARGETS": &s.targets, hint: &s.hint} {
		if *a, err = r.atom(name); err != nil {
			return err
		}
	}
	if err := xproto.SetSelectionOwnerChecked(s.conn, s.window, s.clip, xproto.TimeCurrentTime).Check(); err != nil {
		return err
	}
	owner, err := xproto.GetSelectionOwner(s.conn, s.clip).Reply()
	if err == nil && owner.Owner != s.window {
		err = errors.New("another program took the clipboard")
	}
	return err
}

// serve answers who pastes, until the clipboard is another's.
func (s *Secret) serve() {
	defer s.end()
	for {
		ev, err := s.conn.WaitForEvent()
		if ev == nil && err == nil {
			return // closed
		}
		switch e := ev.(type) {
		case xproto.SelectionRequestEvent:
			s.give(e)
		case xproto.SelectionClearEvent:
			return
		}
	}
}

// give answers one request (ICCCM 2.2); what is not offered is refused.
func (s *Secret) give(e xproto.SelectionRequestEvent) {
	if e.Property == xproto.AtomNone {
		e.Property = e.Target // of a program from before the ICCCM
	}
	put := func(kind xproto.Atom, format byte, n int, data []byte) {
		xproto.ChangeProperty(s.conn, xproto.PropModeReplace, e.Requestor, e.Property, kind, format, uint32(n), data)
	}
	switch {
	case e.Target == s.targets:
		list := []xproto.Atom{s.targets, s.hint}
		for a := range s.offered {
			list = append(list, a)
		}
		slices.Sort(list)
		data := make([]byte, 4*len(list))
		for i, a := range list {
			xgb.Put32(data[4*i:], uint32(a))
		}
		put(xproto.AtomAtom, 32, len(list), data)
	case e.Target == s.hint:
		put(s.hint, 8, len("secret"), []byte("secret"))
	case s.offered[e.Target]:
		put(e.Target, 8, len(s.text), s.text)
	default:
		e.Property = xproto.AtomNone
	}
	done := xproto.SelectionNotifyEvent{Time: e.Time, Requestor: e.Requestor, Selection: e.Selection, Target: e.Target, Property: e.Property}
	xproto.SendEvent(s.conn, false, e.Requestor, 0, string(done.Bytes()))
}

// Held tells whether it is still what is on the clipboard.
func (s *Secret) Held() bool {
	select {
	case <-s.over:
		return false
	default:
		return true
	}
}

// Drop takes it off the clipboard, where it is still there.
func (s *Secret) Drop() {
	s.conn.Close() // the server forgets what a client owned
	<-s.over
}

func (s *Secret) end() {
	s.once.Do(func() {
		clear(s.text)
		close(s.over)
		s.conn.Close()
	})
}
