package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// offline shows an answer as digits to type on the other screen.
type offline struct {
	c        context
	page     *widgets.Page
	sign     *widgets.BigIcon
	title    *widgets.Text
	account  *widgets.Text
	more     *widgets.Text
	digits   *widgets.CodeText
	card     *widgets.Card
	progress *widgets.Progress
	left     *widgets.Text
	copy     *widgets.Button
}

func newOffline(c context, in *viewmodel.Offline) page {
	t := c.t
	p := &offline{c: c, sign: widgets.NewBigIcon(widgets.Info, "lap"), progress: widgets.NewProgress()}
	p.title = widgets.NewText(widgets.Title, "").Centered()
	p.account = widgets.NewText(widgets.Body, "").Centered()
	p.more = widgets.NewText(widgets.Body, "").Centered()
	p.digits = widgets.NewCodeText(look.SizeBigCode, "").Centered()
	p.card = widgets.NewCard(p.digits)
	p.left = widgets.NewText(widgets.Label, "").Centered()
	p.copy = widgets.NewButton(widgets.Secondary, t.T("offline.copy"), in.Copy)
	p.page = widgets.NewPage(widgets.PageSpec{
		Body: []fyne.CanvasObject{
			widgets.Spring(), widgets.Centered(p.sign), widgets.VStack(4, p.title, p.account), p.card,
			widgets.VStack(4, p.progress, p.left), p.more, widgets.Spring(),
		},
		Foot:   []fyne.CanvasObject{p.copy, widgets.NewButton(widgets.Primary, t.T("offline.done"), in.Done)},
		Margin: look.Margin, Gap: 16, FootGap: 12,
	})
	return p
}

func (p *offline) object() fyne.CanvasObject { return p.page }

func (p *offline) update(st viewmodel.State) {
	s, t := st.(viewmodel.OfflineState), p.c.t
	title, more := offlineWords(s)
	p.title.Set(t.T(title))
	p.more.Set(t.T(more))
	p.account.Set(owner(s.Issuer, s.Account))
	p.digits.Set(s.Digits)
	p.digits.Say(t.T("offline.digits", "digits", widgets.Spell(s.Digits)))
	p.progress.Set(s.Fraction, s.Left.Seconds() <= 10)
	p.left.Set(t.T("offline.left", "time", text.Span(s.Left)))
	p.card.Hidden, p.progress.Hidden, p.left.Hidden, p.copy.Hidden = s.Over, s.Over, s.Over, s.Over
	switch {
	case s.Over:
		p.sign.Set(widgets.Warn, "clock")
	case s.Yes:
		p.sign.Set(widgets.Info, "lap")
	default:
		p.sign.Set(widgets.Danger, "x")
	}
	p.page.Toast(toast(t, s.Toast))
	p.page.Settle()
}

func offlineWords(s viewmodel.OfflineState) (title, more string) {
	switch {
	case s.Over && s.NotMe:
		return "offline.over", "offline.over.notme"
	case s.Over:
		return "offline.over", "offline.over.text"
	case s.Yes:
		return "offline.yes", "offline.yes.text"
	case s.NotMe:
		return "offline.notme", "offline.notme.text"
	}
	return "offline.no", "offline.no.text"
}
