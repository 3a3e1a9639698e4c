package viewmodel

import (
	"context"

	"kauth/core"
)

// Notices has what is shown beside the window, and whether the app stays when it is
// closed.
type Notices struct {
	app   *App
	facts noticesFacts
	known bool
}

// noticesFacts is what the system can do.
type noticesFacts struct{ shown, choices, tray, barred bool }

// NoticesState shows it.
type NoticesState struct {
	Known   bool // the system has answered
	Shown   bool // it shows notices
	Choices bool // with buttons
	Barred  bool // once the person lets it
	Tray    bool // it has a tray to stay in
	On      bool
	Hide    bool
	Stay    bool
}

// Screen names it.
func (NoticesState) Screen() string { return "notices" }

func (n *Notices) state() State {
	c := n.app.p.Settings
	return NoticesState{
		Known: n.known, Shown: n.facts.shown, Choices: n.facts.choices, Barred: n.facts.barred, Tray: n.facts.tray,
		On: c.String(choiceNotices) != "off", Hide: c.String(choiceDetails) == "hide", Stay: n.app.staysInTray(),
	}
}

// Notices opens what is shown beside the window.
func (s *Settings) Notices() {
	s.app.do(func() {
		n := &Notices{app: s.app}
		s.app.push(n)
		work(s.app, s.app.noticesFacts, func(f noticesFacts, _ error) { n.facts, n.known = f, true })
	})
}

func (a *App) noticesFacts(ctx context.Context) (f noticesFacts, _ error) {
	f.tray = a.trayHost(ctx)
	if a.p.Notices == nil {
		return f, core.E("viewmodel.Notices", core.Unsupported, nil)
	}
	is, err := a.p.Notices.Facts(ctx)
	f.shown, f.choices, f.barred = err == nil, is.Choices, is.Leave != core.NoticesAllowed
	return f, err
}

// Allow leads to what lets the system show them.
func (n *Notices) Allow() { n.app.do(n.app.openAllow) }

// Show turns notices on or off.
func (n *Notices) Show(on bool) { n.choose(choiceNotices, on, "", "off") }

// HideDetails has them say no more than that something waits.
func (n *Notices) HideDetails(on bool) { n.choose(choiceDetails, on, "hide", "") }

// Stay keeps the app in the tray when its window is closed.
func (n *Notices) Stay(on bool) { n.choose(choiceTray, on, "on", "off") }

func (n *Notices) choose(key string, on bool, yes, no string) {
	n.app.do(func() {
		if !on {
			yes = no
		}
		n.app.p.Settings.SetString(key, yes)
	})
}
