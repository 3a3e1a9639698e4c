package main

import (
	"runtime"

	"fyne.io/fyne/v2"
)

// quit closes the windows and ends the app's loop.
//
// Where the system has no inotify instance left, Fyne 2.8.1 has no watcher of its
// settings, and closes it all the same as the last thing that it does. What comes after,
// like closing the vault, must come.
func quit(a fyne.App) {
	defer func() {
		if r := recover(); r != nil {
			if _, missing := r.(runtime.Error); !missing {
				panic(r)
			}
		}
	}()
	a.Quit()
}
