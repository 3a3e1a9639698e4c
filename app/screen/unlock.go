package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// unlock asks for the passphrase, or for a new one twice.
type unlock struct {
	c           context
	in          *viewmodel.Unlock
	page        *widgets.Page
	title, more *widgets.Text
	pass, again *widgets.Field
	goOn        *widgets.Button
	create      bool
}

func newUnlock(c context, in *viewmodel.Unlock) page {
	u := &unlock{c: c, in: in}
	u.title = widgets.NewText(widgets.Title, "").Centered()
	u.more = widgets.NewText(widgets.Body, "").Centered()
	u.pass = widgets.NewField(c.t.T("unlock.field"), "").Password(c.t.T("unlock.show"))
	u.again = widgets.NewField(c.t.T("unlock.again"), "").Password(c.t.T("unlock.show"))
	u.goOn = widgets.NewButton(widgets.Primary, c.t.T("unlock.go"), u.submit)
	u.pass.OnSubmit = func(string) {
		if u.create {
			c.w.Canvas().Focus(u.again.Entry())
			return
		}
		u.submit()
	}
	u.again.OnSubmit = func(string) { u.submit() }
	head := widgets.VStack(24, widgets.Space(24), widgets.Centered(widgets.NewLogo(64)), widgets.Space(0))
	head.Hidden = look.Scale() > wordsFirst
	u.page = widgets.NewPage(widgets.PageSpec{
		Body: []fyne.CanvasObject{
			head, u.title, u.more, widgets.Space(4), u.pass, u.again,
		},
		Foot:   []fyne.CanvasObject{u.goOn},
		Margin: look.WideMargin, Gap: 16,
	})
	return u
}

func (u *unlock) submit() { u.in.Submit(u.pass.Text(), u.again.Text()) }

func (u *unlock) object() fyne.CanvasObject { return u.page }

func (u *unlock) focus() fyne.Focusable { return u.pass.Entry() }

func (u *unlock) update(st viewmodel.State) {
	s, t := st.(viewmodel.UnlockState), u.c.t
	u.create = s.Create
	key := "unlock"
	if s.Create {
		key = "unlock.create"
		u.again.Show()
	} else {
		u.again.Hide()
	}
	u.title.Set(t.T(key + ".title"))
	u.more.Set(t.T(key + ".sentence"))
	u.goOn.Set(t.T(key + ".go"))
	u.goOn.SetBusy(s.Busy)
	pass, again := "", ""
	switch {
	case s.Short:
		pass = t.T("unlock.short")
	case s.Differ:
		again = t.T("unlock.differ")
	case s.Problem != nil:
		m := t.Of(s.Problem.Kind)
		pass = m.Title + ". " + m.Next
	}
	u.pass.SetError(pass)
	u.again.SetError(again)
	u.page.Settle()
}

// trouble is a page for what stops everything.
type trouble struct {
	c           context
	page        *widgets.Page
	sign        *widgets.BigIcon
	title, more *widgets.Text
	next        *widgets.Text
	retry       *widgets.Button
	away        *widgets.Button
}

func newTrouble(c context, in *viewmodel.Trouble) page {
	p := &trouble{c: c, sign: widgets.NewBigIcon(widgets.Warn, "warn")}
	p.title = widgets.NewText(widgets.Headline, "").Centered()
	p.more = widgets.NewText(widgets.Body, "").Centered()
	p.next = widgets.NewText(widgets.Body, "").In(look.Ink).Centered()
	p.retry = widgets.NewButton(widgets.Primary, c.t.T("action.retry"), in.Retry)
	p.away = widgets.NewButton(widgets.Secondary, "", in.Close)
	p.page = widgets.NewPage(widgets.PageSpec{
		Body:   []fyne.CanvasObject{widgets.Spring(), widgets.Centered(p.sign), p.title, p.more, p.next, widgets.Spring()},
		Foot:   []fyne.CanvasObject{p.retry, p.away},
		Margin: look.WideMargin, Gap: 16,
	})
	return p
}

func (p *trouble) object() fyne.CanvasObject { return p.page }

func (p *trouble) update(st viewmodel.State) {
	s, t := st.(viewmodel.TroubleState), p.c.t
	m := t.Of(s.Problem.Kind)
	if s.Damaged > 0 {
		m.Title, m.Sentence, m.Next = t.N("trouble.damaged", s.Damaged), t.T("trouble.damaged.sentence"), ""
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
	p.page.Settle()
}
