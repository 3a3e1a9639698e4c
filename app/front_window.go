//go:build !ci

package main

import (
	"context"
	"net/url"
	"path/filepath"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver"

	"kauth/app/screen"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/assets"
	"kauth/core"
	"kauth/platform/clipboard"
	"kauth/platform/comfort"
	"kauth/platform/instance"
	"kauth/platform/network"
	"kauth/platform/sight"
)

// driven says that this build takes --drive: the headless phone's does.
const driven = false

// appID names the app to the system; FyneApp.toml has the same.
const appID = "kauth.app"

// icon is for the system's lists of windows. The accounts come first: it takes some
// milliseconds to decode.
func icon(a fyne.App, w fyne.Window) {
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.SmallIcon))
	w.SetIcon(a.Icon())
}

// front shows the app in the system's window until it is closed.
func front(ctx context.Context, stop func(), f flags) int {
	starts := make(chan string, 8)
	one, handed, _ := instance.Claim(ctx, f.vault, f.link, func(link string) { starts <- link })
	if handed {
		return 0
	}
	defer one.Close()
	inTray := newTrayIcon()
	a := app.NewWithID(appID)
	w := a.NewWindow("kAuth")
	w.Resize(fyne.NewSize(f.width, f.height))

	open := func(address string) error {
		u, err := url.Parse(address)
		if err != nil {
			return err
		}
		var opened error
		fyne.DoAndWait(func() { opened = a.OpenURL(u) })
		return opened
	}
	var hidden atomic.Bool // in the tray
	var vm *viewmodel.App
	kept := readChoices(filepath.Join(a.Storage().RootURI().Path(), "choices.json"), choices{a.Preferences()})
	words := func() *text.Catalog { return catalog(f, kept) }
	notices := newBesideWindow(
		words,
		func(id string, said core.NoticeAnswer) { vm.Noticed(id, said) },
	)
	vm = newApp(f, surroundings{
		open: open, clip: &systemClipboard{a: a, offer: clipboard.Offer}, choices: kept, awake: !fyne.CurrentDevice().IsMobile(),
		notices: notices, cameras: systemCameras(), screen: screenBehind(w),
		raise: func() { fyne.Do(func() { hidden.Store(false); w.Show(); w.RequestFocus() }) }, tray: inTray.there,
	}, func() { fyne.Do(a.Quit) })
	shell := screen.NewShell(w, vm, screen.Options{
		Language: f.language, Appearance: f.theme, TextScale: float32(f.textScale), System: systemLocale(),
	})
	time.AfterFunc(time.Second, func() { fyne.Do(func() { icon(a, w) }) })
	a.Lifecycle().SetOnEnteredForeground(func() {
		if !hidden.Load() { // it got the focus just before it was put away
			vm.Foreground()
		}
	})
	a.Lifecycle().SetOnExitedForeground(vm.Background)

	run, end := context.WithCancel(context.Background())
	a.Lifecycle().SetOnStarted(func() {
		sight.Watch(run, xWindow(w), func(seen bool) {
			if seen {
				vm.Seen()
			} else {
				vm.Unseen()
			}
		})
	})
	network.Watch(run, func(network.Change) { vm.NetworkChanged() })
	go vm.Run(run)
	go comfort.Follow(run, func(c comfort.Wishes) {
		fyne.Do(func() { shell.Comfort(float32(c.TextScale), c.Still) })
	})
	if f.link != "" {
		vm.OpenLink(f.link)
	}
	leave := func() {
		one.Quiet()
		vm.Leave(func() { fyne.Do(a.Quit) })
	}
	hide := func() { fyne.Do(func() { hidden.Store(true); w.Hide(); vm.Background(); vm.Unseen() }) }
	w.SetCloseIntercept(func() { vm.CloseWindow(hide, leave) })
	inTray.show(a, vm, words, leave)
	go func() {
		for link := range starts {
			vm.OpenWindow(link)
		}
	}()
	go func() {
		<-ctx.Done()
		leave()
	}()
	w.ShowAndRun()
	stop()
	end()
	<-vm.Done() // the vault is closed
	notices.Close()
	return 0
}

// xWindow is X11's number for the window, or 0 where it has none.
func xWindow(w fyne.Window) (number uint32) {
	if n, ok := w.(driver.NativeWindow); ok {
		n.RunNative(func(c any) {
			if x, ok := c.(driver.X11WindowContext); ok {
				number = uint32(x.WindowHandle)
			}
		})
	}
	return number
}
