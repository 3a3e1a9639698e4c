package viewmodel

import (
	"context"
	"time"
)

// choiceTray is the key of the choice to stay in the system's tray when the window is
// closed: "on", "off"; "" is on where there is a tray.
const choiceTray = "tray"

// trayHost tells whether the system shows a tray now.
func (a *App) trayHost(ctx context.Context) bool { return a.p.Tray != nil && a.p.Tray(ctx) }

func (a *App) staysInTray() bool { return a.p.Settings.String(choiceTray) != "off" }

// CloseWindow is called when the person closes the window. It hides it where the app
// stays in the tray, from which it can be opened again, and else leaves.
func (a *App) CloseWindow(hide, leave func()) {
	a.send(func() {
		if a.phone == nil || !a.staysInTray() {
			a.Leave(leave) // a vault that is not open hears nothing
			return
		}
		ctx := a.ctx
		go func() { // not by work: what a lock ends meanwhile is not the window's closing
			host := a.trayHost(ctx)
			a.send(func() {
				if !host { // a window that is hidden could not be found again
					a.Leave(leave)
					return
				}
				hide()
				a.tellStaying()
			})
		}()
	})
}

// choiceTold is the key that keeps that the person knows where the app has gone.
const choiceTold = "tray.told"

// stayingID is what the notice is about that says so.
const stayingID = "tray"

// tellStaying says, the first time, that the app still runs and where it is.
func (a *App) tellStaying() {
	if a.p.Notices == nil || a.p.Settings.String(choiceTold) != "" {
		return
	}
	a.p.Settings.SetString(choiceTold, "yes")
	a.p.Notices.Show(NoticeState{ID: stayingID, Staying: true, Left: stayingTime})
	a.later(stayingTime, func() { a.p.Notices.Withdraw(stayingID) })
}

const stayingTime = 10 * time.Second

// OpenWindow is a second start of the app, or the tray: the window comes to the front,
// and an address that came along is followed.
func (a *App) OpenWindow(link string) {
	a.send(func() {
		a.raise()
		if link != "" {
			a.link = link
			a.follow()
		}
	})
}

// TrayState is what the tray's menu shows.
type TrayState struct {
	Language string // "" follows the system
	Lock     bool   // there is a lock, and it is open
}

// ObserveTray calls f with the TrayState now and after each change, on the App's
// goroutine.
func (a *App) ObserveTray(f func(TrayState)) {
	a.send(func() {
		a.b.tray, a.b.trayShown = f, nil
	})
}

// tray tells what has changed for the tray's menu.
func (a *App) tray() {
	if a.b.tray == nil {
		return
	}
	now := TrayState{Language: a.look.Language}
	if a.phone != nil && a.phone.Lock != nil {
		f := a.phone.Lock.Facts()
		now.Lock = f.Kind != "" && !f.Shut
	}
	if a.b.trayShown == nil || *a.b.trayShown != now {
		a.b.trayShown = &now
		a.b.tray(now)
	}
}
