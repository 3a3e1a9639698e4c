//go:build desktop && linux && !android

package screenshot

import (
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"

	"kauth/core"
	"kauth/core/coretest/bus"
)

// desktop stands in for the portal, as its interface description has it.
type desktop struct {
	conn   *dbus.Conn
	answer func(d *desktop, handle dbus.ObjectPath, interactive bool) *dbus.Error
	old    bool // handles of before version 0.9: the token is not in them
	asked  []bool
	closed chan struct{}
}

func (d *desktop) Screenshot(from dbus.Sender, _ string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	word, _ := options["handle_token"].Value().(string)
	interactive, _ := options["interactive"].Value().(bool)
	d.asked = append(d.asked, interactive)
	me := strings.ReplaceAll(strings.TrimPrefix(string(from), ":"), ".", "_")
	handle := dbus.ObjectPath(place + "/request/" + me + "/" + word)
	if d.old {
		handle = place + "/request/7"
	}
	_ = d.conn.Export(waiting{d.closed}, handle, request)
	return handle, d.answer(d, handle, interactive)
}

type waiting struct{ closed chan struct{} }

func (w waiting) Close() *dbus.Error { close(w.closed); return nil }

func (d *desktop) ends(handle dbus.ObjectPath, how uint32, uri string) *dbus.Error {
	results := map[string]dbus.Variant{}
	if uri != "" {
		results["uri"] = dbus.MakeVariant(uri)
	}
	_ = d.conn.Emit(handle, request+".Response", how, results)
	return nil
}

// session is a bus of the test's own with a portal on it, or nobody.
func session(t *testing.T, d *desktop) (other *dbus.Conn) {
	t.Helper()
	address, _ := bus.Start(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	t.Setenv("DISPLAY", "")
	connect := func() *dbus.Conn {
		c, err := dbus.Connect(address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c
	}
	if d != nil {
		d.conn, d.closed = connect(), make(chan struct{})
		if err := d.conn.Export(d, place, shooting); err != nil {
			t.Fatal(err)
		}
		if _, err := d.conn.RequestName(portal, dbus.NameFlagDoNotQueue); err != nil {
			t.Fatal(err)
		}
	}
	return connect()
}

// shot is a file as a portal leaves it.
func shot(t *testing.T) (name string) {
	t.Helper()
	name = filepath.Join(t.TempDir(), "Screenshot from 2026-05-12 09-41-30.png")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img := image.NewGray(image.Rect(0, 0, 40, 30))
	img.SetGray(3, 4, color.Gray{Y: 200})
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
	return name
}

func uri(name string) string { return "file://" + strings.ReplaceAll(name, " ", "%20") }

func TestThePortalsPictureIsReadAndTakenAway(t *testing.T) {
	for name, old := range map[string]bool{"now": false, "before 0.9": true} {
		t.Run(name, func(t *testing.T) {
			file := shot(t)
			d := &desktop{old: old}
			d.answer = func(d *desktop, h dbus.ObjectPath, _ bool) *dbus.Error {
				return d.ends(h, answered, uri(file)) // before the reply to the call
			}
			session(t, d)
			img, err := Take(t.Context())
			if err != nil || img.Bounds().Dx() != 40 || color.GrayModel.Convert(img.At(3, 4)) != (color.Gray{Y: 200}) {
				t.Fatal(img, err)
			}
			if _, err := os.Stat(file); !os.IsNotExist(err) {
				t.Error("the picture of the code lies about")
			}
		})
	}
}

func TestARefusalIsNoPicture(t *testing.T) {
	for name, x := range map[string]struct {
		answer func(d *desktop, h dbus.ObjectPath, interactive bool) *dbus.Error
		kind   core.Kind
		asked  int
	}{
		"the person said no": {func(d *desktop, h dbus.ObjectPath, _ bool) *dbus.Error { return d.ends(h, cancelled, "") }, core.ScreenRefused, 1},
		"nobody may":         {func(d *desktop, h dbus.ObjectPath, _ bool) *dbus.Error { return d.ends(h, 2, "") }, core.ScreenRefused, 2},
		"not allowed": {func(*desktop, dbus.ObjectPath, bool) *dbus.Error {
			return dbus.NewError("org.freedesktop.portal.Error.NotAllowed", nil)
		}, core.ScreenRefused, 1},
		"no backend": {func(*desktop, dbus.ObjectPath, bool) *dbus.Error {
			return dbus.NewError("org.freedesktop.DBus.Error.UnknownMethod", nil)
		}, core.Unsupported, 1},
		"not a file": {func(d *desktop, h dbus.ObjectPath, _ bool) *dbus.Error {
			return d.ends(h, answered, "https://example.ch/x.png")
		}, core.NotPicture, 1},
		"no such file": {func(d *desktop, h dbus.ObjectPath, _ bool) *dbus.Error {
			return d.ends(h, answered, "file:///nowhere/x.png")
		}, core.NotPicture, 1},
	} {
		t.Run(name, func(t *testing.T) {
			d := &desktop{answer: x.answer}
			session(t, d)
			_, err := Take(t.Context())
			if core.KindOf(err) != x.kind || len(d.asked) != x.asked {
				t.Errorf("%v, asked %v", err, d.asked)
			}
		})
	}
}

func TestWhereNobodyElseMayThePersonPicks(t *testing.T) {
	file := shot(t)
	d := &desktop{answer: func(d *desktop, h dbus.ObjectPath, interactive bool) *dbus.Error {
		if !interactive {
			return d.ends(h, 2, "")
		}
		return d.ends(h, answered, uri(file))
	}}
	session(t, d)
	if _, err := Take(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAnAnswerOfAnybodyElseIsNone(t *testing.T) {
	file := shot(t)
	var other *dbus.Conn
	d := &desktop{}
	d.answer = func(d *desktop, h dbus.ObjectPath, _ bool) *dbus.Error {
		_ = other.Emit(h, request+".Response", uint32(answered), map[string]dbus.Variant{"uri": dbus.MakeVariant("file:///etc/hostname")})
		if err := other.BusObject().Call("org.freedesktop.DBus.GetId", 0).Err; err != nil { // it is on its way by then
			t.Error(err)
		}
		return d.ends(h, answered, uri(file))
	}
	other = session(t, d)
	if _, err := Take(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAQuestionThatIsTakenBackIsClosed(t *testing.T) {
	d := &desktop{}
	ctx, stop := context.WithCancel(t.Context())
	d.answer = func(*desktop, dbus.ObjectPath, bool) *dbus.Error { stop(); return nil }
	session(t, d)
	if _, err := Take(ctx); core.KindOf(err) != core.Cancelled {
		t.Error(err)
	}
}

func TestWithoutAPortalOrADisplayItIsNotPossible(t *testing.T) {
	session(t, nil)
	if _, err := Take(t.Context()); core.KindOf(err) != core.Unsupported {
		t.Error(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
	if _, err := Take(t.Context()); core.KindOf(err) != core.Unsupported {
		t.Error(err)
	}
}
