//go:build linux && !android

package sight

import (
	"context"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// Watch calls seen with each change until ctx ends. window is X11's number for the
// app's window, 0 where it has none. It returns at once.
func Watch(ctx context.Context, window uint32, seen func(bool)) {
	s := newSum(seen)
	go session(ctx, s)
	go machine(ctx, s)
	if window != 0 {
		go minimized(ctx, xproto.Window(window), s)
	}
}

// iconic is ICCCM's IconicState: a window that was minimized, or is on no desktop in sight.
const iconic = 3

func minimized(ctx context.Context, window xproto.Window, s *sum) {
	conn, err := xgb.NewConn()
	if err != nil {
		return
	}
	over := context.AfterFunc(ctx, conn.Close)
	defer over()
	name := "WM_STATE"
	state, err := xproto.InternAtom(conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		return
	}
	mask := []uint32{xproto.EventMaskPropertyChange}
	if err := xproto.ChangeWindowAttributesChecked(conn, window, xproto.CwEventMask, mask).Check(); err != nil {
		return
	}
	for {
		e, err := conn.WaitForEvent()
		if e == nil && err == nil {
			return // closed
		}
		if p, ok := e.(xproto.PropertyNotifyEvent); ok && p.Atom == state.Atom {
			s.set("minimized", isIconic(conn, window, state.Atom))
		}
	}
}

func isIconic(conn *xgb.Conn, window xproto.Window, state xproto.Atom) bool {
	r, err := xproto.GetProperty(conn, false, window, state, xproto.GetPropertyTypeAny, 0, 1).Reply()
	return err == nil && r.Format == 32 && len(r.Value) >= 4 && xgb.Get32(r.Value) == iconic
}
