package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// lockSettings has the app lock: which, when, and what it covers.
type lockSettings struct {
	c           context
	in          *viewmodel.LockSettings
	page        *widgets.Page
	what        *widgets.Text
	notice      *notice
	kinds, rest *widgets.Rows
	whenTitle   *widgets.Text
	when        *widgets.Rows
	lockNow     *widgets.Button
	whenPart    *fyne.Container
}

// lockRow leads there from the settings, and says how the app is locked.
func lockRow(s *settings, x viewmodel.SettingsState) (widgets.Row, bool) {
	return widgets.Row{
		Icon: "lock", Value: s.c.t.T("lock.bar"), Key: s.c.t.T("lock.kind." + kindKey(x)), ValueFirst: true,
		Tapped: s.in.AppLock,
	}, x.AppLock
}

func kindKey(x viewmodel.SettingsState) string {
	switch {
	case x.LockKind == "":
		return "off"
	case x.LockFinger:
		return x.LockKind + ".finger"
	}
	return x.LockKind
}

func newLockSettings(c context, in *viewmodel.LockSettings) page {
	t := c.t
	l := &lockSettings{c: c, in: in, notice: newNotice(c), kinds: widgets.NewRows(), rest: widgets.NewRows(), when: widgets.NewRows()}
	l.what = widgets.NewText(widgets.Small, "")
	l.whenTitle = widgets.NewText(widgets.Section, t.T("lock.after"))
	l.lockNow = widgets.NewButton(widgets.Secondary, t.T("lock.now"), in.LockNow)
	l.whenPart = widgets.VStack(10, widgets.Pad(l.whenTitle, 8, 4, 0, 4), l.when)
	l.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(t.T("lock.bar"), t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{l.kinds, widgets.Pad(l.what, 0, 4, 0, 4), l.notice.object(), l.whenPart, l.rest, l.lockNow},
		Margin: look.Margin, Gap: 12,
	})
	return l
}

func (l *lockSettings) object() fyne.CanvasObject { return l.page }

func (l *lockSettings) update(st viewmodel.State) {
	s, t := st.(viewmodel.LockSettingsState), l.c.t
	on := s.Kind != ""
	l.kinds.Set(l.choices(s)...)
	what := t.T("lock.what")
	if !s.PIN {
		what = t.T("lock.what") + " " + t.T("lock.nokeyring")
	}
	l.what.Set(what)
	l.notice.set(s.Problem)
	l.whenPart.Hidden, l.lockNow.Hidden = !on, !on
	var times []widgets.Row
	for _, choice := range viewmodel.LockTimes {
		times = append(times, l.pick(t.T("lock.after."+choice), choice == s.After, func() { l.in.After(choice) }))
	}
	l.when.Set(times...)
	var rest []widgets.Row
	if finger, ok := l.fingerRow(s); ok {
		rest = append(rest, finger)
	}
	if on {
		rest = append(rest, l.toggle("lock.yes", s.Yes, l.in.AskYes))
	}
	if s.Choice {
		rest = append(rest, l.toggle("lock.hide", s.Hide, l.in.HideContent))
	}
	l.rest.Set(rest...)
	l.rest.Hidden = len(rest) == 0
	l.page.Settle()
}

// choices are the kinds of lock that can be had, and the way to another PIN.
func (l *lockSettings) choices(s viewmodel.LockSettingsState) []widgets.Row {
	t := l.c.t
	var rows []widgets.Row
	if s.PIN {
		off := l.pick(t.T("lock.kind.off"), s.Kind == "", l.in.Off)
		if s.Busy {
			off.Trailing = t.T("lock.off.busy")
		}
		rows = append(rows, off, l.pick(t.T("lock.kind.pin"), s.Kind == viewmodel.AskPIN, l.in.UsePIN))
	}
	rows = append(rows, l.pick(t.T("lock.kind.passphrase"), s.Kind == viewmodel.AskPassphrase, l.in.UsePassphrase))
	for i, again := range map[string]func(){viewmodel.AskPIN: l.in.UsePIN, viewmodel.AskPassphrase: l.in.UsePassphrase} {
		if s.Kind == i {
			rows = append(rows, widgets.Row{Icon: "edit", Value: t.T("lock.another." + i), Tapped: again})
		}
	}
	return rows
}

// pick is a row of which one is chosen; a tap on the chosen one does nothing.
func (l *lockSettings) pick(name string, chosen bool, choose func()) widgets.Row {
	r := widgets.Row{Value: name, NoArrow: true, Tapped: choose, Chosen: chosen}
	if chosen {
		r.Said, r.Tapped = l.c.t.T("settings.chosen"), nil
	}
	return r
}

// fingerRow is for who has a PIN, on a phone that knows fingers or faces.
func (l *lockSettings) fingerRow(s viewmodel.LockSettingsState) (widgets.Row, bool) {
	row := l.toggle("lock.finger", s.Finger == viewmodel.FingerOn, l.in.Finger)
	if s.Finger == viewmodel.FingerNone {
		row.Key = l.c.t.T("lock.finger.none")
	}
	return row, s.Finger != viewmodel.FingerAbsent
}

func (l *lockSettings) toggle(key string, on bool, set func(bool)) widgets.Row {
	t := l.c.t
	said := t.T("lock.off")
	if on {
		said = t.T("lock.on")
	}
	return widgets.Row{
		Value: t.T(key), Key: t.T(key + ".sentence"), ValueFirst: true, Switch: widgets.SwitchOf(on), Said: said,
		Tapped: func() { set(!on) },
	}
}
