package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core"
)

// trouble is a page for what stops everything.
type trouble struct {
	c           context
	page        *widgets.Page
	sign        *widgets.BigIcon
	title, more *widgets.Text
	next        *widgets.Text
	retry       *widgets.Button
	away        *widgets.Button
	anew        *widgets.Button
}

func newTrouble(c context, in *viewmodel.Trouble) page {
	p := &trouble{c: c, sign: widgets.NewBigIcon(widgets.Warn, "warn")}
	p.title = widgets.NewText(widgets.Headline, "").Centered()
	p.more = widgets.NewText(widgets.Body, "").Centered()
	p.next = widgets.NewText(widgets.Body, "").In(look.Ink).Centered()
	p.retry = widgets.NewButton(widgets.Primary, c.t.T("action.retry"), in.Retry)
	p.away = widgets.NewButton(widgets.Secondary, "", in.Close)
	p.anew = widgets.NewButton(widgets.TextOnly, c.t.T("trouble.anew"), in.Anew)
	p.page = widgets.NewPage(widgets.PageSpec{
		Body:   []fyne.CanvasObject{widgets.Spring(), widgets.Centered(p.sign), p.title, p.more, p.next, widgets.Spring()},
		Foot:   []fyne.CanvasObject{p.retry, p.away, p.anew},
		Margin: look.WideMargin, Gap: 16,
	})
	return p
}

func (p *trouble) object() fyne.CanvasObject { return p.page }

func (p *trouble) update(st viewmodel.State) {
	s, t := st.(viewmodel.TroubleState), p.c.t
	m := t.Of(s.Problem.Kind)
	if s.Fixed {
		m.Title, m.Sentence, m.Next = t.T("fixed.title"), t.T("fixed.sentence"), t.T("fixed.next")
	}
	if s.Anew && s.Problem.Kind == core.VaultDamaged {
		m.Next = t.T("trouble.anew.next")
	}
	p.title.Set(m.Title)
	p.more.Set(m.Sentence)
	p.next.Set(m.Next)
	p.away.Set(t.T("action.continue"))
	p.retry.Hide()
	if s.Retry {
		p.retry.Show()
		p.away.Set(t.T("action.quit"))
	}
	p.anew.Hidden = !s.Anew
	p.page.Settle()
}
