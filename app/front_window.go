//go:build !ci

package main

import (
	"context"
	"net/url"
	"path/filepath"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/driver/mobile"

	"kauth/app/screen"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/assets"
	"kauth/core"
	"kauth/platform/bars"
	"kauth/platform/clipboard"
	"kauth/platform/comfort"
	"kauth/platform/instance"
	"kauth/platform/keyboard"
	"kauth/platform/network"
	"kauth/platform/privacy"
	"kauth/platform/push"
	"kauth/platform/sight"
)

// driven says that this build takes --drive: the headless phone's does.
const driven = false

// icon is for the system's lists of windows. The accounts come first: it takes some
// milliseconds to decode.
func icon(a fyne.App, w fyne.Window) {
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.SmallIcon))
	w.SetIcon(a.Icon())
}

// front shows the app in the system's window until it is closed.
func front(ctx context.Context, stop func(), f flags) int {
	starts := make(chan string, 8)
	one, elsewhere := claim(ctx, f, starts)
	if elsewhere && f.woken {
		return 1 // so that the bus waits for nobody
	}
	if elsewhere {
		return 0
	}
	defer one.Close()
	mail := push.New(push.Options{Name: busName(f.vault)})
	defer mail.Close()
	inTray := newTrayIcon()
	a := app.NewWithID(appID)
	d := newDesk(a)
	if !f.woken {
		d.make(f)
	}

	open := func(address string) error {
		u, err := url.Parse(address)
		if err != nil {
			return err
		}
		var opened error
		fyne.DoAndWait(func() { opened = a.OpenURL(u) })
		return opened
	}
	var vm *viewmodel.App
	kept := readChoices(filepath.Join(a.Storage().RootURI().Path(), "choices.json"), choices{a.Preferences()})
	words := func() *text.Catalog { return catalog(f, kept) }
	notices := newBesideWindow(
		words,
		func(id string, said core.NoticeAnswer) { vm.Noticed(id, said) },
		func(id string) { vm.NoticeTaken(id) },
	)
	woken := &wakes{woken: f.woken}
	if push.Possible() {
		woken.receiver = mail
	}
	vm = newApp(f, surroundings{
		open: open, clip: &systemClipboard{a: a, offer: clipboard.Offer}, choices: kept, awake: !fyne.CurrentDevice().IsMobile(),
		notices: notices, cameras: systemCameras(), screen: screenBehind(d.window),
		raise: d.raise, behind: behind(a), tray: inTray.there, wakes: woken, window: privacy.New(),
	}, d.quit)
	run, end := context.WithCancel(context.Background())
	begin := sync.OnceFunc(func() { go vm.Run(run) })
	go func() {
		for link := range starts {
			vm.OpenWindow(link)
		}
	}()
	finish := func() int {
		stop()
		end()
		begin()     // where nothing ever started
		<-vm.Done() // the vault is closed
		notices.Close()
		return 0
	}
	if f.woken {
		begin()
		if !woken.slumber(ctx, d.wanted, mail.Release) {
			one.Quiet()
			return finish()
		}
		d.make(f)
	}
	w := d.window()
	shell := screen.NewShell(w, vm, screen.Options{
		Language: f.language, Appearance: f.theme, TextScale: float32(f.textScale), System: systemLocale(),
		Bars: bars.Behind,
	})
	time.AfterFunc(time.Second, func() { fyne.Do(func() { icon(a, w) }) })
	a.Lifecycle().SetOnEnteredForeground(func() {
		if !d.hidden.Load() { // it got the focus just before it was put away
			vm.Foreground()
		}
	})
	a.Lifecycle().SetOnExitedForeground(vm.Background)

	// Until the window's loop runs, fyne.Do calls at once, on whichever goroutine: what
	// was drawn there would meet what the loop draws first. A phone's loop begins with its
	// process, a desk's when the first page is long made.
	phone := fyne.CurrentDevice().IsMobile()
	follow := sync.OnceFunc(func() {
		go comfort.Follow(run, func(c comfort.Wishes) {
			fyne.Do(func() { shell.Comfort(float32(c.TextScale), c.Still) })
		})
		keyboard.Digits(func(r rune) { fyne.Do(func() { shell.Typed(r) }) })
	})
	again := sync.OnceFunc(func() { go showsAgain(run, w) })
	a.Lifecycle().SetOnStarted(func() {
		begin()
		follow()
		again()
		sight.Watch(run, xWindow(w), func(seen bool) {
			if seen {
				vm.Seen()
			} else {
				vm.Unseen()
			}
		})
	})
	if !phone {
		begin()
	}
	if f.vault == defaultVault() { // a trial with another vault leaves the person's links alone
		go func() { _ = instance.Register() }() // where that fails, a link can still be pasted
	}
	network.Watch(run, func(network.Change) { vm.NetworkChanged() })
	if f.link != "" {
		vm.OpenLink(f.link)
	}
	leave := func() {
		one.Quiet()
		vm.Leave(func() { fyne.Do(func() { quit(a) }) })
	}
	hide := func() { fyne.Do(func() { d.hidden.Store(true); w.Hide(); vm.Background(); vm.Unseen() }) }
	w.SetCloseIntercept(func() { vm.CloseWindow(hide, leave) })
	inTray.show(a, vm, words, leave)
	go func() {
		<-ctx.Done()
		leave()
	}()
	w.ShowAndRun()
	return finish()
}

// behind leaves the app to the system, which shows what was there before; nil on a desk.
func behind(a fyne.App) func() {
	if d, ok := a.Driver().(mobile.Driver); ok {
		return d.GoBack
	}
	return nil
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
