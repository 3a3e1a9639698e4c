package main

import (
	"testing"

	"fyne.io/fyne/v2"
)

// unwatched is an app without a watcher of its settings.
type unwatched struct {
	fyne.App
	why any
}

func (u unwatched) Quit() {
	if u.why != nil {
		panic(u.why)
	}
	var watcher *struct{ open bool }
	watcher.open = false
}

func TestTheVaultIsClosedWhereTheSystemWatchesNoMoreFiles(t *testing.T) {
	quit(unwatched{}) // and goes on
	defer func() {
		if recover() == nil {
			t.Error("it hides what it does not know")
		}
	}()
	quit(unwatched{why: "something else"})
}
