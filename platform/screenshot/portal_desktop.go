//go:build !android && !ios && !windows && !darwin && !js

package screenshot

import (
	"context"
	"crypto/rand"
	"image"
	_ "image/jpeg" // a portal may answer with
	_ "image/png"  // any of these
	"net/url"
	"os"
	"strings"

	"github.com/godbus/dbus/v5"

	"kauth/core"
)

const (
	portal   = "org.freedesktop.portal.Desktop"
	place    = "/org/freedesktop/portal/desktop"
	shooting = "org.freedesktop.portal.Screenshot"
	request  = "org.freedesktop.portal.Request"
)

// How a request ends (org.freedesktop.portal.Request, signal Response).
const (
	answered  = 0
	cancelled = 1 // by the person; 2 is any other way
)

func byPortal(ctx context.Context) (image.Image, error) {
	// Not ConnectSessionBus: where there is no bus that starts one, which outlives us.
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return nil, core.E(opTake, core.Unsupported, err)
	}
	defer conn.Close()
	if err := conn.Auth(nil); err != nil {
		return nil, core.E(opTake, core.Unsupported, err)
	}
	if err := conn.Hello(); err != nil {
		return nil, core.E(opTake, core.Unsupported, err)
	}
	// All of it at once; where the desktop gives that to nobody, with the person's help.
	for _, interactive := range []bool{false, true} {
		how, uri, err := ask(ctx, conn, interactive)
		switch {
		case err != nil:
			return nil, err
		case how == answered:
			return take(uri)
		case how == cancelled:
			return nil, core.E(opTake, core.ScreenRefused, nil)
		}
	}
	return nil, core.E(opTake, core.ScreenRefused, nil)
}

const opTake = "screenshot.Take"

// ask makes one request and waits for its end. The answer is listened for before the
// question, as it may come first; it counts only from the portal itself.
func ask(ctx context.Context, conn *dbus.Conn, interactive bool) (how uint32, uri string, err error) {
	word := "kauth_" + rand.Text()
	me := strings.ReplaceAll(strings.TrimPrefix(conn.Names()[0], ":"), ".", "_")
	handle := dbus.ObjectPath(place + "/request/" + me + "/" + word)
	ends := make(chan *dbus.Signal, 8)
	conn.Signal(ends)
	defer conn.RemoveSignal(ends)
	match := []dbus.MatchOption{dbus.WithMatchSender(portal), dbus.WithMatchInterface(request), dbus.WithMatchMember("Response")}
	if err := conn.AddMatchSignalContext(ctx, match...); err != nil {
		return 0, "", core.E(opTake, core.Unsupported, err)
	}
	var owner string
	options := map[string]dbus.Variant{
		"handle_token": dbus.MakeVariant(word), "modal": dbus.MakeVariant(true), "interactive": dbus.MakeVariant(interactive),
	}
	call := conn.Object(portal, place).CallWithContext(ctx, shooting+".Screenshot", 0, "", options)
	if err := call.Store(&handle); err != nil {
		return 0, "", core.E(opTake, missing(ctx, err), err)
	}
	if err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetNameOwner", 0, portal).Store(&owner); err != nil {
		return 0, "", core.E(opTake, missing(ctx, err), err)
	}
	for {
		select {
		case <-ctx.Done():
			conn.Object(portal, handle).Go(request+".Close", dbus.FlagNoReplyExpected, nil)
			return 0, "", core.E(opTake, core.Cancelled, ctx.Err())
		case s, open := <-ends:
			if !open {
				return 0, "", core.E(opTake, core.Unsupported, nil)
			}
			if s.Path == handle && s.Sender == owner && s.Name == request+".Response" {
				return response(s)
			}
		}
	}
}

// missing tells a portal that is not there from a question that nobody waits for.
func missing(ctx context.Context, err error) core.Kind {
	if ctx.Err() != nil {
		return core.Cancelled
	}
	if e, ok := err.(dbus.Error); ok && strings.HasSuffix(e.Name, ".NotAllowed") {
		return core.ScreenRefused
	}
	return core.Unsupported
}

func response(s *dbus.Signal) (how uint32, uri string, err error) {
	var results map[string]dbus.Variant
	if err := dbus.Store(s.Body, &how, &results); err != nil {
		return 0, "", core.E(opTake, core.Unsupported, err)
	}
	uri, _ = results["uri"].Value().(string)
	return how, uri, nil
}

// take reads the picture and deletes its file: the portal has written it for us, often
// among the person's pictures, and it shows the secret in the code.
func take(uri string) (image.Image, error) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Host != "" && u.Host != "localhost" {
		return nil, core.Errorf(opTake, core.NotPicture, "not a file of this machine")
	}
	f, err := os.Open(u.Path)
	if err != nil {
		return nil, core.E(opTake, core.NotPicture, err)
	}
	defer f.Close()
	is, _, err := image.DecodeConfig(f)
	if err != nil || is.Width <= 0 || is.Height <= 0 || is.Width > maxPixels/is.Height {
		return nil, core.E(opTake, core.NotPicture, err)
	}
	defer func() { _ = os.Remove(u.Path) }()
	if _, err := f.Seek(0, 0); err != nil {
		return nil, core.E(opTake, core.NotPicture, err)
	}
	img, _, err := image.Decode(f)
	if err != nil {
		return nil, core.E(opTake, core.NotPicture, err)
	}
	return img, nil
}
