//go:build !android && !ios && !windows && !darwin && !js

package tray

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	watcher = "org.kde.StatusNotifierWatcher"
	path    = "/StatusNotifierWatcher"
)

// patience is for all of it. Only a test lengthens it.
var patience = 2 * time.Second

// Host tells whether there is a tray now. It waits for at most two seconds.
func Host(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return false
	}
	defer conn.Close()
	if conn.Auth(nil) != nil || conn.Hello() != nil {
		return false
	}
	var there, shown bool
	err = conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, watcher).Store(&there)
	if err != nil || !there {
		return false
	}
	get := conn.Object(watcher, path).CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, watcher, "IsStatusNotifierHostRegistered")
	return get.Store(&shown) == nil && shown
}
