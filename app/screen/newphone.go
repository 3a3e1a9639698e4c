package screen

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// newPhone says what to do when the phone changes: three cases, each with the button
// that leads there.
type newPhone struct {
	c        context
	in       *viewmodel.NewPhone
	page     *widgets.Page
	managers *fyne.Container
	codes    *widgets.Button
	check    *widgets.Button
	lost     *widgets.Button
	servers  []string
}

func newNewPhone(c context, in *viewmodel.NewPhone) page {
	t := c.t
	p := &newPhone{c: c, in: in, managers: widgets.VStack(look.Gap)}
	p.codes = widgets.NewButton(widgets.Secondary, t.T("newphone.quiet.go"), in.Codes)
	p.check = widgets.NewButton(widgets.Secondary, t.T("check.bar"), in.Check)
	p.lost = widgets.NewButton(widgets.Secondary, t.T("newphone.none.go"), in.Lost)
	title := func(key string) fyne.CanvasObject {
		return widgets.Pad(widgets.NewText(widgets.Title, t.T(key)), 6, 0, 0, 0)
	}
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("newphone.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			title("newphone.old.title"), p.steps("newphone.old.", 4), p.managers,
			title("newphone.quiet.title"), p.steps("newphone.quiet.", 3), p.codes, p.check,
			title("newphone.none.title"), widgets.NewText(widgets.Body, t.T("newphone.none.sentence")), p.lost,
			widgets.NewButton(widgets.Secondary, t.T("welcome.bar"), in.Add),
		},
		Margin: look.TextMargin, Gap: 14,
	})
	return p
}

// steps are a card of numbered sentences, from the key that ends in 1.
func (p *newPhone) steps(key string, n int) *widgets.Rows {
	rows := make([]widgets.Row, n)
	for i := range rows {
		rows[i] = widgets.Row{Number: i + 1, Value: p.c.t.T(key + strconv.Itoa(i+1)), Plain: true}
	}
	return widgets.NewRows(rows...)
}

func (p *newPhone) object() fyne.CanvasObject { return p.page }

func (p *newPhone) update(st viewmodel.State) {
	s := st.(viewmodel.NewPhoneState)
	if !slices.Equal(s.Servers, p.servers) {
		p.servers, p.managers.Objects = s.Servers, nil
		for _, server := range s.Servers {
			p.managers.Objects = append(p.managers.Objects, p.manager(server, len(s.Servers) > 1))
		}
	}
	p.managers.Hidden = len(s.Servers) == 0
	p.check.Hidden = len(s.Servers) == 0
	p.codes.Hidden, p.lost.Hidden = !s.Accounts, s.Help == ""
	p.page.Settle()
}

// manager is the way to a server's page; its name is said where there are several.
func (p *newPhone) manager(server string, several bool) *widgets.Button {
	words := p.c.t.T("newphone.old.go")
	if several {
		words = p.c.t.T("newphone.old.goto", "server", server)
	}
	return widgets.NewButton(widgets.Secondary, words, func() { p.in.Manager(server) })
}
