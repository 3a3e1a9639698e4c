package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// server asks where to log in from this device.
type server struct {
	c      context
	page   *widgets.Page
	field  *widgets.Field
	notice *notice
	goOn   *widgets.Button
}

func newServer(c context, in *viewmodel.Server, s viewmodel.ServerState) page {
	t := c.t
	p := &server{c: c, notice: newNotice(c), field: widgets.NewField(t.T("server.field"), t.T("server.hint"))}
	p.field.SetText(s.Address)
	submit := func() { in.Submit(p.field.Text()) }
	p.field.OnSubmit = func(string) { submit() }
	p.goOn = widgets.NewButton(widgets.Primary, t.T("action.continue"), submit)
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("server.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.NewText(widgets.Title, t.T("server.title")), widgets.NewText(widgets.Body, t.T("server.sentence")),
			widgets.Space(4), p.field, p.notice.object(),
		},
		Foot:   []fyne.CanvasObject{p.goOn},
		Margin: look.TextMargin, Gap: look.Gap,
	})
	return p
}

func (p *server) object() fyne.CanvasObject { return p.page }

func (p *server) focus() fyne.Focusable { return p.field.Entry() }

func (p *server) update(st viewmodel.State) {
	s := st.(viewmodel.ServerState)
	p.goOn.SetBusy(s.Busy)
	p.notice.set(s.Problem)
	p.page.Settle()
}

// browser waits for the person to come back from the browser.
type browser struct {
	c      context
	page   *widgets.Page
	more   *widgets.Text
	busy   *widgets.Busy
	notice *notice
}

func newBrowser(c context, in *viewmodel.Away) page {
	t := c.t
	b := &browser{c: c, notice: newNotice(c), busy: widgets.NewBusy(t.T("browser.busy"))}
	b.more = widgets.NewText(widgets.Body, "").Centered()
	b.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("browser.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.Spring(), widgets.Centered(widgets.NewBigIcon(widgets.Info, "globe")),
			widgets.NewText(widgets.Title, t.T("browser.title")).Centered(), b.more, b.busy, b.notice.object(), widgets.Spring(),
		},
		Foot: []fyne.CanvasObject{
			widgets.NewButton(widgets.Secondary, t.T("browser.again"), in.OpenAgain),
			widgets.NewButton(widgets.Secondary, t.T("browser.copy"), in.CopyAddress),
			widgets.NewButton(widgets.TextOnly, t.T("action.cancel"), in.Cancel),
		},
		Margin: look.WideMargin, Gap: 16,
	})
	return b
}

func (b *browser) object() fyne.CanvasObject { return b.page }

func (b *browser) update(st viewmodel.State) {
	s := st.(viewmodel.BrowserState)
	b.more.Set(b.c.t.T("browser.sentence", "server", s.Server))
	b.busy.Run(s.Busy)
	b.notice.set(s.Problem)
	b.page.Toast(toast(b.c.t, s.Toast))
	b.page.Settle()
}
