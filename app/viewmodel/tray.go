package viewmodel

import "context"

// choiceTray is the key of the choice to stay in the system's tray when the window is
// closed: "on", "off"; "" is on where there is a tray.
const choiceTray = "tray"

// trayHost tells whether the system shows a tray now.
func (a *App) trayHost(ctx context.Context) bool { return a.p.Tray != nil && a.p.Tray(ctx) }

func (a *App) staysInTray() bool { return a.p.Settings.String(choiceTray) != "off" }

// CloseWindow is called when the person closes the window. It hides it where the app
// stays in the tray, from which it can be opened again, and else leaves.
func (a *App) CloseWindow(hide, leave func()) {
	a.do(func() {
		if a.phone == nil || !a.staysInTray() {
			a.Leave(leave)
			return
		}
		ask := func(ctx context.Context) (bool, error) { return a.trayHost(ctx), nil }
		work(a, ask, func(host bool, _ error) {
			if !host { // a window that is hidden could not be found again
				a.Leave(leave)
				return
			}
			hide()
		})
	})
}

// OpenWindow is a second start of the app, or the tray: the window comes to the front,
// and an address that came along is followed.
func (a *App) OpenWindow(link string) {
	a.do(func() {
		a.raise()
		if link != "" {
			a.link = link
			a.follow()
		}
	})
}
