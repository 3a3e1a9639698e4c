//go:build !android && !ios && !windows && !darwin && !js

package keystore

import "github.com/godbus/dbus/v5"

// running says whether a session bus is there to ask. go-keyring would start one where
// there is none, by dbus-launch: a daemon that nobody ends, one more for each command of
// a script on a server, until the machine has no more inotify instances. Such a bus has
// no keyring either.
func running() error {
	conn, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return err
	}
	return conn.Close()
}
