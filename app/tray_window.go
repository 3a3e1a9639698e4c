//go:build !ci

package main

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/platform/tray"
)

// trayIcon is the icon in the system's tray, with its menu.
type trayIcon struct {
	hosted chan bool // what the system said at the start
	shown  atomic.Bool
}

// newTrayIcon asks for a tray at once; the answer is taken when the window is made.
func newTrayIcon() *trayIcon {
	t := &trayIcon{hosted: make(chan bool, 1)}
	go func() { t.hosted <- tray.Host(context.Background()) }()
	return t
}

// there tells whether the app can stay in the tray now.
func (t *trayIcon) there(ctx context.Context) bool { return t.shown.Load() && tray.Host(ctx) }

// show puts the icon there, where there is a tray. The toolkit takes one only before its
// loop begins, and without a tray it would complain.
func (t *trayIcon) show(a fyne.App, vm *viewmodel.App, words func() *text.Catalog, leave func()) {
	d, ok := a.(desktop.App)
	if !ok || !t.hostedSoon() {
		return
	}
	t.shown.Store(true)
	items := func(s viewmodel.TrayState) []*fyne.MenuItem {
		c := words()
		all := []*fyne.MenuItem{fyne.NewMenuItem(c.T("tray.open"), func() { vm.OpenWindow("") })}
		if s.Lock {
			all = append(all, fyne.NewMenuItem(c.T("tray.lock"), vm.Lock))
		}
		quit := fyne.NewMenuItem(c.T("tray.quit"), leave)
		quit.IsQuit = true
		return append(all, fyne.NewMenuItemSeparator(), quit)
	}
	// Once the tray is ready, which may be later than the first change, the toolkit puts
	// the menu there that it was given first: so there is only this one, with other items.
	menu := fyne.NewMenu("", items(viewmodel.TrayState{})...)
	d.SetSystemTrayMenu(menu)
	vm.ObserveTray(func(s viewmodel.TrayState) {
		fyne.Do(func() {
			menu.Items = items(s)
			d.SetSystemTrayMenu(menu)
		})
	})
}

// hostedSoon waits no longer than a window may be late.
func (t *trayIcon) hostedSoon() bool {
	select {
	case yes := <-t.hosted:
		return yes
	case <-time.After(300 * time.Millisecond):
		return false
	}
}
