//go:build linux && !android

package sight

import (
	"context"
	"os"
	"strings"

	"github.com/godbus/dbus/v5"
)

const (
	login        = "org.freedesktop.login1"
	loginManager = login + ".Manager"
	loginSession = login + ".Session"
)

// session hears of the screen's lock from whoever keeps it, under any of its names.
func session(ctx context.Context, s *sum) {
	// Not ConnectSessionBus: where there is no bus that starts one, which outlives us.
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return // no session to hear of
	}
	if conn.Auth(nil) != nil || conn.Hello() != nil {
		_ = conn.Close()
		return
	}
	hear(ctx, conn, func(m *dbus.Signal) {
		active, ok := first[bool](m)
		if from, is := strings.CutSuffix(m.Name, ".ActiveChanged"); ok && is && strings.HasSuffix(from, ".ScreenSaver") {
			s.set("screen", active)
		}
	}, []dbus.MatchOption{dbus.WithMatchMember("ActiveChanged")})
}

// machine hears of sleep, and of a lock that the system itself asks for.
func machine(ctx context.Context, s *sum) {
	conn, err := dbus.ConnectSystemBus(dbus.WithContext(ctx))
	if err != nil {
		return
	}
	wanted := [][]dbus.MatchOption{{dbus.WithMatchInterface(loginManager), dbus.WithMatchMember("PrepareForSleep")}}
	var path dbus.ObjectPath
	manager := conn.Object(login, "/org/freedesktop/login1")
	if err := manager.CallWithContext(ctx, loginManager+".GetSessionByPID", 0, uint32(os.Getpid())).Store(&path); err == nil {
		wanted = append(wanted, []dbus.MatchOption{dbus.WithMatchInterface(loginSession), dbus.WithMatchObjectPath(path)})
	}
	hear(ctx, conn, func(m *dbus.Signal) {
		switch m.Name {
		case loginManager + ".PrepareForSleep":
			if begins, ok := first[bool](m); ok {
				s.set("sleep", begins)
			}
		case loginSession + ".Lock":
			s.set("login", true)
		case loginSession + ".Unlock":
			s.set("login", false)
		}
	}, wanted...)
}

// hear gives f each signal that is wanted, until ctx or the bus ends.
func hear(ctx context.Context, conn *dbus.Conn, f func(*dbus.Signal), wanted ...[]dbus.MatchOption) {
	defer conn.Close()
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	for _, w := range wanted {
		if err := conn.AddMatchSignalContext(ctx, w...); err != nil {
			return
		}
	}
	for {
		select {
		case <-ctx.Done():
			return
		case m, open := <-signals:
			if !open {
				return
			}
			f(m)
		}
	}
}

func first[T any](m *dbus.Signal) (v T, ok bool) {
	if len(m.Body) > 0 {
		v, ok = m.Body[0].(T)
	}
	return v, ok
}
