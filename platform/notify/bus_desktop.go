//go:build !android && !ios && !windows && !darwin && !js

package notify

import (
	"context"
	"errors"
	"image"
	"image/color"
	"slices"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"kauth/core"
)

const (
	iface = "org.freedesktop.Notifications"
	place = "/org/freedesktop/Notifications"
	// category: none of the specification's is about a question that waits for a person.
	category = "x-kauth.request"
)

// bus is the connection to the session bus, and what is known of the service there.
type bus struct {
	conn    *dbus.Conn
	signals chan *dbus.Signal // nil while there is no connection
	owner   string            // the service's own name on the bus; "" while it is not known
	can     []string          // what the service says it can do
}

// connect never starts a bus of its own: godbus would run dbus-launch, whose bus
// nobody else is on and which outlives us.
func (b *bus) connect() error {
	if b.conn != nil {
		return nil
	}
	conn, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return err
	}
	err = conn.Auth(nil)
	if err == nil {
		err = conn.Hello()
	}
	for _, match := range [][]dbus.MatchOption{
		{dbus.WithMatchInterface(iface), dbus.WithMatchObjectPath(place)},
		{dbus.WithMatchSender("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, iface)},
	} {
		if err == nil {
			err = conn.AddMatchSignal(match...)
		}
	}
	if err != nil {
		_ = conn.Close()
		return err
	}
	b.conn, b.signals = conn, make(chan *dbus.Signal, 64)
	conn.Signal(b.signals)
	return nil
}

// find makes sure that there is a service, and knows what it can do.
func (b *bus) find() error {
	if err := b.connect(); err != nil {
		return err
	}
	if b.owner != "" {
		return nil
	}
	var can []string
	if err := b.call(iface+".GetCapabilities", nil).Store(&can); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var owner string
	if err := b.conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetNameOwner", 0, iface).Store(&owner); err != nil {
		return err
	}
	b.can, b.owner = can, owner
	return nil
}

// call is given up after a while: a service that hangs must not hang us.
func (b *bus) call(method string, args []any) *dbus.Call {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return b.conn.Object(iface, place).CallWithContext(ctx, method, 0, args...)
}

func (b *bus) facts() (core.NoticeFacts, error) {
	if err := b.find(); err != nil {
		return core.NoticeFacts{}, core.E("notify.Facts", core.Unsupported, err)
	}
	var name, vendor, version, spec string
	if err := b.call(iface+".GetServerInformation", nil).Store(&name, &vendor, &version, &spec); err != nil {
		return core.NoticeFacts{}, core.E("notify.Facts", core.Unsupported, err)
	}
	return core.NoticeFacts{Server: name, Choices: b.has("actions")}, nil
}

func (b *bus) has(ability string) bool { return slices.Contains(b.can, ability) }

// show asks the service to show a notice, in the place of number where it is not 0.
func (b *bus) show(o Options, x core.Notice, word string, number uint32) (uint32, error) {
	body, actions := x.Body, []string{}
	if b.has("actions") {
		actions = append(actions, "default", x.Title)
		for _, c := range x.Choices {
			actions = append(actions, keyOf(c.Answer, word), c.Label)
		}
	} else if x.Plain != "" {
		body = x.Plain
	}
	if b.has("body-markup") {
		body = plain.Replace(body) // what a server says must not become a link
	}
	lasts := int32(-1)
	if x.Lasts > 0 {
		lasts = int32(min(x.Lasts, time.Hour).Milliseconds())
	}
	args := []any{o.App, number, "", x.Title, body, actions, o.hints(x), lasts}
	err := b.call(iface+".Notify", args).Store(&number)
	return number, err
}

// plain keeps text from being markup. Services know these three entities; not all know
// those of quotes.
var plain = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func keyOf(a core.NoticeAnswer, word string) string { return string(a) + "." + word }

// hints: transient, since a request that is over is worth no place among what was
// missed; urgent ones are shown also while the person wants to be left alone, since
// they wait two minutes.
func (o Options) hints(x core.Notice) map[string]dbus.Variant {
	h := map[string]dbus.Variant{
		"urgency": dbus.MakeVariant(byte(1)), "category": dbus.MakeVariant(category), "transient": dbus.MakeVariant(true),
	}
	if x.Urgent {
		h["urgency"] = dbus.MakeVariant(byte(2))
	}
	if o.Desktop != "" {
		h["desktop-entry"] = dbus.MakeVariant(o.Desktop)
	}
	if o.Icon != nil {
		h["image-data"] = dbus.MakeVariant(pixels(o.Icon))
	}
	return h
}

// picture is the specification's "iiibiiay".
type picture struct {
	Width, Height, Stride int32
	Alpha                 bool
	Bits, Channels        int32
	Data                  []byte
}

func pixels(m image.Image) picture {
	r := m.Bounds()
	p := picture{int32(r.Dx()), int32(r.Dy()), int32(4 * r.Dx()), true, 8, 4, nil}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			c := color.NRGBAModel.Convert(m.At(x, y)).(color.NRGBA)
			p.Data = append(p.Data, c.R, c.G, c.B, c.A)
		}
	}
	return p
}

// takeBack says whether the service answers.
func (b *bus) takeBack(number uint32) bool {
	if b.conn == nil || b.owner == "" {
		return false
	}
	err := b.call(iface+".CloseNotification", []any{number}).Err // it may have gone by itself
	return !errors.Is(err, context.DeadlineExceeded)
}

// isOwnerChange tells that the service ended or another began. The bus alone says so.
func (b *bus) isOwnerChange(s *dbus.Signal) bool {
	if s.Sender != "org.freedesktop.DBus" || !strings.HasSuffix(s.Name, ".NameOwnerChanged") || len(s.Body) != 3 {
		return false
	}
	owner, _ := s.Body[2].(string)
	return s.Body[0] == iface && owner != b.owner
}

func (b *bus) forget() { b.owner, b.can = "", nil }

// lost is what a connection that ended leaves: nothing.
func (b *bus) lost() {
	b.close()
	b.forget()
}

func (b *bus) close() {
	if b.conn != nil {
		_ = b.conn.Close()
	}
	b.conn, b.signals = nil, nil
}
