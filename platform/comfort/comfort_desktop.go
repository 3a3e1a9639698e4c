//go:build !android && !ios && !windows && !darwin && !js

package comfort

import (
	"context"

	"github.com/godbus/dbus/v5"
)

// The desktop portal's settings (org.freedesktop.portal.Settings, version 2), which
// every desktop has, in a sandbox too.
const (
	portal   = "org.freedesktop.portal.Desktop"
	place    = "/org/freedesktop/portal/desktop"
	settings = "org.freedesktop.portal.Settings"

	gnome    = "org.gnome.desktop.interface"
	standard = "org.freedesktop.appearance"
)

// Follow calls f with the wishes as they are and after each change, until ctx ends. It
// returns when there is nobody to ask, or ctx has ended.
func Follow(ctx context.Context, f func(Wishes)) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return
	}
	defer conn.Close()
	if conn.Auth(nil) != nil || conn.Hello() != nil {
		return
	}
	changes := make(chan *dbus.Signal, 16)
	conn.Signal(changes)
	watch := conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface(settings), dbus.WithMatchMember("SettingChanged"))
	last, known := read(ctx, conn), false
	for {
		if now := read(ctx, conn); !known || now != last {
			last, known = now, true
			f(now)
		}
		if watch != nil {
			return
		}
		select {
		case <-ctx.Done():
			return
		case _, ok := <-changes:
			if !ok {
				return
			}
		}
	}
}

func read(ctx context.Context, conn *dbus.Conn) (w Wishes) {
	if scale, ok := ask[float64](ctx, conn, gnome, "text-scaling-factor"); ok && scale > 0 {
		w.TextScale = scale
	}
	if still, ok := ask[uint32](ctx, conn, standard, "reduced-motion"); ok {
		w.Still = still == 1
	} else if moves, ok := ask[bool](ctx, conn, gnome, "enable-animations"); ok {
		w.Still = !moves
	}
	return w
}

// ask reads one setting. Read wraps a variant in a variant, ReadOne does not; portals
// of before version 2 have Read alone.
func ask[T any](ctx context.Context, conn *dbus.Conn, space, key string) (value T, ok bool) {
	var v dbus.Variant
	err := conn.Object(portal, place).CallWithContext(ctx, settings+".Read", 0, space, key).Store(&v)
	if err != nil {
		return value, false
	}
	if inner, is := v.Value().(dbus.Variant); is {
		v = inner
	}
	value, ok = v.Value().(T)
	return value, ok
}
