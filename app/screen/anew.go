package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// anew asks before the app begins again without the accounts that it cannot read.
type anew struct {
	c      context
	page   *widgets.Page
	notice *notice
	sure   *widgets.Check
	goOn   *widgets.Button
}

func newAnew(c context, in *viewmodel.Anew) page {
	t := c.t
	a := &anew{c: c, notice: newNotice(c)}
	a.sure = widgets.NewCheck(t.T("anew.sure"), in.Sure)
	a.goOn = widgets.NewButton(widgets.No, t.T("anew.go"), in.Begin).Tall(look.ButtonHeight, look.SizeButton)
	a.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("anew.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.Space(24), widgets.Centered(widgets.NewBigIcon(widgets.Danger, "warn")),
			widgets.NewText(widgets.Title, t.T("anew.title")).Centered(),
			widgets.NewRows(
				widgets.Row{Icon: "x", Value: t.T("anew.without"), Plain: true},
				widgets.Row{Icon: "folder", Value: t.T("anew.kept"), Plain: true},
				widgets.Row{Icon: "key", Value: t.T("anew.after"), Plain: true},
			),
			a.notice.object(),
		},
		Foot:   []fyne.CanvasObject{a.sure, a.goOn, widgets.NewButton(widgets.Secondary, t.T("anew.keep"), in.Keep)},
		Margin: look.TextMargin, Gap: 16, FootGap: 14,
	})
	return a
}

func (a *anew) object() fyne.CanvasObject { return a.page }

func (a *anew) update(st viewmodel.State) {
	s := st.(viewmodel.AnewState)
	a.sure.SetChecked(s.Sure)
	a.goOn.SetEnabled(s.Sure && !s.Busy)
	a.goOn.SetBusy(s.Busy)
	a.notice.set(s.Problem)
	a.page.Settle()
}
