package screen

import (
	"time"

	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core"
	"kauth/core/checkup"
)

// check finds out why requests do not arrive: what came of it, and the steps below.
type check struct {
	c           context
	in          *viewmodel.Check
	page        *widgets.Page
	sign        *widgets.BigIcon
	title, more *widgets.Text
	steps       *widgets.Rows
	mend        *widgets.Button
	lost        *widgets.Button // where the phone itself is what is missing
}

func newCheck(c context, in *viewmodel.Check) page {
	k := &check{c: c, in: in, sign: widgets.NewBigIcon(widgets.Info, "find"), steps: widgets.NewRows()}
	k.title = widgets.NewText(widgets.Title, "").Centered()
	k.more = widgets.NewText(widgets.Body, "").Centered()
	k.mend = widgets.NewButton(widgets.Primary, "", in.Mend)
	k.lost = widgets.NewButton(widgets.TextOnly, c.t.T("lost.row"), in.Lost)
	k.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(c.t.T("check.bar"), c.t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{widgets.Space(4), widgets.Centered(k.sign), k.title, k.more, k.steps},
		Foot:   []fyne.CanvasObject{k.mend, k.lost},
		Margin: look.Margin, Gap: 14,
	})
	return k
}

func (k *check) object() fyne.CanvasObject { return k.page }

func (k *check) update(st viewmodel.State) {
	s, t := st.(viewmodel.CheckState), k.c.t
	tone, icon := widgets.Info, "find"
	title, more := t.T("check.running.title"), t.T("check.running.sentence")
	k.mend.Hidden = s.Verdict == nil
	k.lost.Hidden = s.Verdict == nil || s.Verdict.Mend != viewmodel.MendLink && s.Verdict.Mend != viewmodel.MendAdd
	if v := s.Verdict; v != nil {
		tone, icon = verdictSign(v.Cause)
		title, more = verdictWords(t, v, k.c.now())
		k.mend.Set(t.T("check.mend." + string(v.Mend)))
	}
	k.sign.Set(tone, icon)
	k.title.Set(title)
	k.more.Set(more)
	var rows []widgets.Row
	for _, l := range s.Lines {
		rows = append(rows, checkRow(t, l, k.c.now()))
	}
	k.steps.Set(rows...)
	k.steps.Hidden = len(rows) == 0
	k.page.Settle()
}

// checkRow is a step: a sign, what it is about, and what was found.
func checkRow(t *text.Catalog, l viewmodel.CheckLine, now time.Time) widgets.Row {
	r := widgets.Row{Sign: true, Icon: "refresh", Tone: widgets.Neutral, ValueFirst: true, Value: l.Name, Key: stepWords(t, l, now)}
	if r.Value == "" {
		r.Value = t.T("check.step." + string(l.Subject))
	}
	switch l.Mark {
	case viewmodel.CheckOK:
		r.Icon, r.Tone = "check", widgets.OK
	case viewmodel.CheckWarns:
		r.Icon, r.Tone = "warn", widgets.Warn
	case viewmodel.CheckBad:
		r.Icon, r.Tone = "x", widgets.Danger
	case viewmodel.CheckSkipped:
		r.Icon = "info"
	}
	return r
}

func stepWords(t *text.Catalog, l viewmodel.CheckLine, now time.Time) string {
	switch {
	case l.Mark == viewmodel.CheckRuns:
		return t.T("check.looking")
	case l.Mark == viewmodel.CheckSkipped:
		return t.T("check.skipped")
	case l.Subject == viewmodel.CheckClock && !l.Known:
		return t.T("settings.clock.unknown")
	case l.Cause == checkup.ClockOff && l.Ahead < 0:
		return t.T("banner.clock.behind", "time", t.Lasts(l.Ahead))
	case l.Cause == checkup.ClockOff:
		return t.T("banner.clock.ahead", "time", t.Lasts(l.Ahead))
	case l.Cause != checkup.None:
		return t.T("check.found." + string(l.Cause))
	case l.Subject == viewmodel.CheckAccount && !l.Last.IsZero():
		return t.T("check.ok.account.last", "when", t.When(l.Last.In(now.Location()), now))
	}
	return t.T("check.ok." + string(l.Subject))
}

// ownWords are the causes that an error's words would not say.
var ownWords = map[checkup.Cause]bool{
	checkup.Unreachable: true, checkup.OtherServer: true, checkup.NoAccounts: true, checkup.Restored: true, checkup.NoticesOff: true, checkup.Barred: true, checkup.NoNotices: true,
	checkup.OpenOnly: true, checkup.Closes: true, checkup.WakeGone: true, checkup.Restricted: true, checkup.Unfinished: true, checkup.NothingSent: true,
}

// verdictWords has words of its own where an error's would not say it.
func verdictWords(t *text.Catalog, v *viewmodel.CheckVerdict, now time.Time) (title, more string) {
	m := t.Of(kindOf(v))
	title, more = m.Title, m.Sentence+" "+m.Next
	if ownWords[v.Cause] {
		key := "check." + string(v.Cause)
		title, more = t.T(key+".title", "server", v.Server), t.T(key+".sentence")
	}
	switch v.Cause {
	case checkup.NothingSent, checkup.OpenOnly, checkup.Closes:
		last := t.T("check.last.none")
		if !v.Last.IsZero() {
			last = t.T("check.last", "when", t.When(v.Last.In(now.Location()), now))
		}
		more += " " + last
	}
	return title, more
}

// kindOf picks an error's words for a cause that needs no others.
func kindOf(v *viewmodel.CheckVerdict) core.Kind {
	switch v.Cause {
	case checkup.NoNetwork:
		return core.Offline
	case checkup.Paused:
		return core.Paused
	}
	return v.Kind
}

func verdictSign(c checkup.Cause) (widgets.Tone, string) {
	switch c {
	case checkup.NothingSent:
		return widgets.OK, "check"
	case checkup.OpenOnly, checkup.Closes:
		return widgets.Info, "info"
	case checkup.Certificate, checkup.Suspended, checkup.Blocked:
		return widgets.Danger, "shield"
	case checkup.NoticesOff, checkup.Barred, checkup.NoNotices, checkup.WakeGone, checkup.Restricted:
		return widgets.Warn, "bell"
	case checkup.NoNetwork, checkup.Unreachable:
		return widgets.Warn, "off"
	case checkup.NoAccounts:
		return widgets.Info, "plus"
	}
	return widgets.Warn, "warn"
}

// checkSettingsRow leads here from the settings.
func checkSettingsRow(s *settings, _ viewmodel.SettingsState) (widgets.Row, bool) {
	return widgets.Row{Icon: "find", Value: s.c.t.T("check.row"), Tapped: s.in.Check}, true
}
