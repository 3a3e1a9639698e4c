//go:build !ci

package main

import (
	"context"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"kauth/core"
	"kauth/platform/instance"
)

// desk is where the app's window is, once there is one: a start for a message makes none
// before somebody wants to see it.
type desk struct {
	a      fyne.App
	w      atomic.Pointer[fyne.Window]
	hidden atomic.Bool   // in the tray
	wanted chan struct{} // capacity 1: while there is no window
}

func newDesk(a fyne.App) *desk { return &desk{a: a, wanted: make(chan struct{}, 1)} }

func (d *desk) make(f flags) {
	w := d.a.NewWindow("kAuth")
	w.Resize(fyne.NewSize(f.width, f.height))
	d.w.Store(&w)
}

// window is nil before it is made.
func (d *desk) window() fyne.Window {
	if w := d.w.Load(); w != nil {
		return *w
	}
	return nil
}

// raise brings the window to the front, or has it made.
func (d *desk) raise() {
	w := d.window()
	if w == nil {
		select {
		case d.wanted <- struct{}{}:
		default:
		}
		return
	}
	fyne.Do(func() { d.hidden.Store(false); w.Show(); w.RequestFocus() })
}

func (d *desk) quit() {
	if d.window() != nil {
		fyne.Do(func() { quit(d.a) })
	}
}

// claim makes this process the one for the vault. elsewhere: there is another, and it has
// what this one was started for. A start for a message disturbs no other: where the app
// runs, it hears messages itself.
func claim(ctx context.Context, f flags, starts chan<- string) (one *instance.Instance, elsewhere bool) {
	taken := func(link string) { starts <- link }
	if f.woken {
		if !hasVault(f.vault) {
			return nil, true // there is nobody to be woken, and none is made for a message
		}
		one, err := instance.Wait(ctx, f.vault, taken)
		return one, core.KindOf(err) == core.VaultBusy
	}
	one, elsewhere, _ = instance.Claim(ctx, f.vault, f.link, taken)
	return one, elsewhere
}
