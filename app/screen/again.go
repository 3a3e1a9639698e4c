package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// again leads through linking an account once more; its code stays in sight all the way.
type again struct {
	c       context
	page    *widgets.Page
	head    *widgets.AccountHead
	code    *widgets.CodeText
	ring    *widgets.Ring
	copy    *widgets.Button
	why     *widgets.Banner
	steps   *widgets.Rows
	busy    *widgets.Busy
	notice  *notice
	goOn    *widgets.Button
	address *widgets.Button
	desk    *widgets.Button
	refused *widgets.Button
	cancel  *widgets.Button
	fixed   viewmodel.AgainState // what all but the code was made from
}

func newAgain(c context, in *viewmodel.Again) page {
	t := c.t
	p := &again{c: c, head: widgets.NewAccountHead("", "", ""), steps: widgets.NewRows(), notice: newNotice(c)}
	p.code, p.ring = widgets.NewCodeText(look.SizeCode, "").Centered(), widgets.NewRing(56)
	p.copy = widgets.NewButton(widgets.Secondary, t.T("detail.copy"), in.Copy)
	p.why = widgets.NewBanner(widgets.Info, "info", "", "", nil)
	p.busy = widgets.NewBusy(t.T("again.adding"))
	p.goOn = widgets.NewButton(widgets.Primary, "", in.GoOn)
	p.address = widgets.NewButton(widgets.Secondary, t.T("browser.copy"), in.CopyAddress)
	p.desk = widgets.NewButton(widgets.Secondary, t.T("again.computer"), in.Computer)
	p.refused = widgets.NewButton(widgets.TextOnly, t.T("again.refused"), in.Refused)
	p.cancel = widgets.NewButton(widgets.TextOnly, t.T("action.cancel"), in.Cancel)
	card := widgets.NewCard(widgets.VStack(look.Gap, p.head, widgets.Centered(p.ring), p.code, p.copy))
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(t.T("again.bar"), t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{p.why, p.notice.object(), card, p.steps, p.busy},
		Foot:   []fyne.CanvasObject{p.goOn, p.address, p.desk, p.refused, p.cancel},
		Margin: look.Margin, Gap: 14,
	})
	return p
}

func (p *again) object() fyne.CanvasObject { return p.page }

func (p *again) update(st viewmodel.State) {
	s, t := st.(viewmodel.AgainState), p.c.t
	p.code.Set(s.Code.Digits)
	if s.Counter {
		p.code.Set("••• •••")
	}
	p.code.Say("")
	if s.Code.Hidden {
		p.code.Say(t.T("detail.hidden"))
	}
	p.ring.Set(s.Code.Seconds, s.Code.Fraction, s.Code.Last)
	p.page.Toast(toast(t, s.Toast))
	fixed := s
	fixed.Code, fixed.Toast = viewmodel.CodeView{Hidden: s.Code.Hidden}, ""
	if fixed == p.fixed {
		return
	}
	news := s.Step != p.fixed.Step || (s.Problem != nil && p.fixed.Problem == nil)
	p.fixed = fixed
	p.head.Set(s.Identity, s.Title, s.Label)
	p.ring.Hidden = s.Counter
	p.copy.Set(t.T(copyKey(s.Code.Hidden)))
	if s.Counter {
		p.copy.Set(t.T("detail.new"))
	}
	tone, icon, words := againSign(s)
	p.why.Set(tone, icon, againTitle(p.c, s), t.T(words))
	p.steps.Set(p.rows(s)...)
	p.steps.Hidden = s.Step == viewmodel.AgainDone || s.Step == viewmodel.AgainDigits
	p.busy.Run(s.Step == viewmodel.AgainAdding)
	p.notice.set(s.Problem)
	p.why.Hidden = s.Problem != nil && s.Step != viewmodel.AgainUnsent // it was read already
	p.foot(s)
	p.page.Settle()
	if news {
		p.page.ScrollToTop() // where it is said: whoever pressed a button at the foot of large letters is far from it
	}
}

// rows are the three steps; what is done has a check mark.
func (p *again) rows(s viewmodel.AgainState) []widgets.Row {
	t := p.c.t
	row := func(n int, title, more string, done bool) widgets.Row {
		r := widgets.Row{Number: n, Value: title, Key: more, ValueFirst: true}
		if done {
			r.Number, r.Icon, r.Sign, r.Tone = 0, "check", true, widgets.OK
		}
		return r
	}
	away := s.Step != viewmodel.AgainReady
	return []widgets.Row{
		row(1, t.T("again.1"), "", s.Copied),
		row(2, t.T("again.2", "server", s.Server), t.T("again.2.more"), s.Step == viewmodel.AgainAdding || s.Step == viewmodel.AgainUnsent),
		row(3, t.T("again.3"), t.T("again.3.more"), away && s.Step == viewmodel.AgainUnsent),
	}
}

func againTitle(c context, s viewmodel.AgainState) string {
	if s.Step == viewmodel.AgainReady {
		return c.t.T("again.title")
	}
	return ""
}

func againSign(s viewmodel.AgainState) (tone widgets.Tone, icon, words string) {
	switch s.Step {
	case viewmodel.AgainBrowser:
		return widgets.Info, "globe", "again.browser"
	case viewmodel.AgainAdding:
		return widgets.Info, "refresh", "again.adding"
	case viewmodel.AgainUnsent:
		return widgets.Warn, "off", "again.unsent"
	case viewmodel.AgainDigits:
		return widgets.Info, "lap", "again.digits"
	case viewmodel.AgainDone:
		return widgets.OK, "check", "again.done"
	}
	return silentTone(s.Why), "bell", "again.why." + string(s.Why)
}

// silentTone keeps red for what may be somebody's doing.
func silentTone(why viewmodel.Silence) widgets.Tone {
	if why == viewmodel.SilenceStopped {
		return widgets.Danger
	}
	return widgets.Warn
}

var againGo = map[viewmodel.AgainStep]string{
	viewmodel.AgainReady: "again.sign", viewmodel.AgainBrowser: "browser.again", viewmodel.AgainAdding: "again.adding",
	viewmodel.AgainUnsent: "action.retry", viewmodel.AgainDigits: "again.type", viewmodel.AgainDone: "action.done",
}

func (p *again) foot(s viewmodel.AgainState) {
	p.goOn.Set(p.c.t.T(againGo[s.Step]))
	p.goOn.SetBusy(s.Step == viewmodel.AgainAdding)
	p.address.Hidden = s.Step != viewmodel.AgainBrowser
	p.cancel.Hidden = s.Step != viewmodel.AgainBrowser
	p.desk.Hidden = s.Step != viewmodel.AgainReady
	p.refused.Hidden = s.Step != viewmodel.AgainReady && s.Step != viewmodel.AgainBrowser
}
