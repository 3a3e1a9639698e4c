package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// choose takes a new passphrase, twice.
type choose struct {
	c           context
	in          *viewmodel.Choose
	page        *widgets.Page
	pass, again *widgets.Field
	notice      *notice
	goOn        *widgets.Button
}

func newChoose(c context, in *viewmodel.Choose, s viewmodel.ChooseState) page {
	t := c.t
	p := &choose{c: c, in: in, notice: newNotice(c)}
	key, goOn := "choose.sentence", "choose.go"
	if s.Create {
		key, goOn = "unlock.create.sentence", "unlock.create.go"
	}
	p.pass = widgets.NewField(t.T("unlock.field"), "").Password(t.T("unlock.show"))
	p.again = widgets.NewField(t.T("unlock.again"), "").Password(t.T("unlock.show"))
	p.pass.OnSubmit = func(string) { c.w.Canvas().Focus(p.again.Entry()) }
	p.again.OnSubmit = func(string) { p.submit() }
	p.goOn = widgets.NewButton(widgets.Primary, t.T(goOn), p.submit)
	head := widgets.VStack(24, widgets.Space(24), widgets.Centered(widgets.NewLogo(64)), widgets.Space(0))
	head.Hidden = look.Scale() > wordsFirst || !s.Create
	spec := widgets.PageSpec{
		Body: []fyne.CanvasObject{
			head, widgets.NewText(widgets.Title, t.T("unlock.create.title")).Centered(),
			widgets.NewText(widgets.Body, t.T(key)).Centered(), widgets.Space(4), p.pass, p.again, p.notice.object(),
		},
		Foot:   []fyne.CanvasObject{p.goOn},
		Margin: look.WideMargin, Gap: 16,
	}
	if !s.Create {
		spec.Bar = widgets.NewBackBar(t.T("lock.bar"), t.T("action.back"), c.app.Back)
	}
	p.page = widgets.NewPage(spec)
	return p
}

func (p *choose) submit() { p.in.Submit(p.pass.Text(), p.again.Text()) }

func (p *choose) object() fyne.CanvasObject { return p.page }

func (p *choose) forget() {
	p.pass.SetText("")
	p.again.SetText("")
}

func (p *choose) focus() fyne.Focusable { return p.pass.Entry() }

func (p *choose) update(st viewmodel.State) {
	s, t := st.(viewmodel.ChooseState), p.c.t
	p.goOn.SetBusy(s.Busy)
	pass, again := "", ""
	if s.Short {
		pass = t.T("unlock.short")
	}
	if s.Differ {
		again = t.T("unlock.differ")
	}
	p.pass.SetError(pass)
	p.again.SetError(again)
	p.notice.set(s.Problem)
	p.page.Settle()
}
