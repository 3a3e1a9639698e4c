//go:build !android && !ios && !windows && !darwin && !js

package clipboard

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"kauth/core"
)

// What xgb would write to standard error comes back as an error as well.
func init() { xgb.Logger.SetOutput(io.Discard) }

// kinds are the pictures that are asked for, best first.
var kinds = []string{"image/png", "image/jpeg", "image/webp", "image/bmp"}

// Picture gives the bytes of the picture on the clipboard (ICCCM section 2).
// core.NoCode: there is none. core.Unsupported: no X server.
func Picture(ctx context.Context) ([]byte, error) {
	if os.Getenv("DISPLAY") == "" {
		return nil, core.E("clipboard.Picture", core.Unsupported, errors.New("no X display"))
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	conn, err := xgb.NewConn()
	if err != nil {
		return nil, core.E("clipboard.Picture", core.Unsupported, err)
	}
	// Closing the connection ends the wait for an event: the owner may never answer.
	stop := context.AfterFunc(ctx, conn.Close)
	defer func() {
		if stop() {
			conn.Close()
		}
	}()
	data, err := fetch(conn)
	if err != nil {
		return nil, core.E("clipboard.Picture", core.NoCode, err)
	}
	return data, nil
}

type request struct {
	conn     *xgb.Conn
	window   xproto.Window
	property xproto.Atom
	clip     xproto.Atom
}

func fetch(conn *xgb.Conn) ([]byte, error) {
	screen := xproto.Setup(conn).DefaultScreen(conn)
	window, err := xproto.NewWindowId(conn)
	if err != nil {
		return nil, err
	}
	err = xproto.CreateWindowChecked(conn, screen.RootDepth, window, screen.Root, 0, 0, 1, 1, 0,
		xproto.WindowClassInputOutput, screen.RootVisual, xproto.CwEventMask, []uint32{xproto.EventMaskPropertyChange}).Check()
	if err != nil {
		return nil, err
	}
	r := request{conn: conn, window: window}
	if r.clip, err = r.atom("CLIPBOARD"); err != nil {
		return nil, err
	}
	if r.property, err = r.atom("KAUTH_PASTE"); err != nil {
		return nil, err
	}
	kind, err := r.offered()
	if err != nil {
		return nil, err
	}
	return r.convert(kind)
}

func (r request) atom(name string) (xproto.Atom, error) {
	reply, err := xproto.InternAtom(r.conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		return 0, err
	}
	return reply.Atom, nil
}

// offered asks the owner which kinds it has, and picks the best.
func (r request) offered() (xproto.Atom, error) {
	targets, err := r.atom("TARGETS")
	if err != nil {
		return 0, err
	}
	list, err := r.convert(targets)
	if err != nil {
		return 0, err
	}
	var have []xproto.Atom
	for ; len(list) >= 4; list = list[4:] {
		have = append(have, xproto.Atom(xgb.Get32(list)))
	}
	for _, name := range kinds {
		if a, err := r.atom(name); err == nil && slices.Contains(have, a) {
			return a, nil
		}
	}
	return 0, errors.New("no picture on the clipboard")
}

func (r request) convert(target xproto.Atom) ([]byte, error) {
	xproto.ConvertSelection(r.conn, r.window, r.clip, target, r.property, xproto.TimeCurrentTime)
	for {
		ev, err := r.next()
		if err != nil {
			return nil, err
		}
		n, ok := ev.(xproto.SelectionNotifyEvent)
		switch {
		case !ok:
		case n.Property == xproto.AtomNone:
			return nil, errors.New("nothing on the clipboard")
		default:
			return r.take()
		}
	}
}

func (r request) next() (xgb.Event, error) {
	ev, err := r.conn.WaitForEvent()
	switch {
	case err != nil:
		return nil, err
	case ev == nil:
		return nil, errors.New("the owner of the clipboard gave no answer")
	}
	return ev, nil
}

// take reads what the owner left, in pieces where it says INCR (ICCCM 2.7.2).
func (r request) take() ([]byte, error) {
	incr, err := r.atom("INCR")
	if err != nil {
		return nil, err
	}
	data, kind, err := r.read()
	if err != nil || kind != incr {
		return data, err
	}
	data = nil
	for {
		ev, err := r.next()
		if err != nil {
			return nil, err
		}
		p, ok := ev.(xproto.PropertyNotifyEvent)
		if !ok || p.Atom != r.property || p.State != xproto.PropertyNewValue {
			continue
		}
		piece, _, err := r.read()
		if err != nil || len(piece) == 0 {
			return data, err
		}
		if data = append(data, piece...); len(data) > MaxPicture {
			return nil, errors.New("the picture is too large")
		}
	}
}

// read takes the property away, which asks for the next piece.
func (r request) read() ([]byte, xproto.Atom, error) {
	p, err := xproto.GetProperty(r.conn, true, r.window, r.property, xproto.GetPropertyTypeAny, 0, MaxPicture/4).Reply()
	if err != nil {
		return nil, 0, err
	}
	if p.BytesAfter > 0 {
		return nil, 0, errors.New("the picture is too large")
	}
	return p.Value, p.Type, nil
}
