package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// manual takes a code by keyboard: its address, or a setup key.
type manual struct {
	page    *widgets.Page
	notice  *notice
	address *widgets.Field
	key     *widgets.Field
}

func newManual(c context, in *viewmodel.Manual) page {
	t := c.t
	m := &manual{notice: newNotice(c)}
	m.address = widgets.NewField(t.T("manual.address"), t.T("manual.address.hint"))
	issuer := widgets.NewField(t.T("manual.issuer"), t.T("manual.issuer.hint"))
	label := widgets.NewField(t.T("manual.label"), t.T("manual.label.hint"))
	m.key = widgets.NewField(t.T("manual.key"), t.T("manual.key.hint"))
	key := m.key
	useAddress := func() { in.SubmitAddress(m.address.Text()) }
	useKey := func() { in.SubmitKey(issuer.Text(), label.Text(), key.Text()) }
	m.address.OnSubmit = func(string) { useAddress() }
	issuer.OnSubmit = func(string) { c.w.Canvas().Focus(label.Entry()) }
	label.OnSubmit = func(string) { c.w.Canvas().Focus(key.Entry()) }
	key.OnSubmit = func(string) { useKey() }
	m.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("manual.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			m.notice.object(),
			m.address,
			widgets.NewButton(widgets.Primary, t.T("manual.address.add"), useAddress),
			widgets.Space(8),
			widgets.NewText(widgets.Section, t.T("manual.or")),
			issuer, label, key,
			widgets.NewButton(widgets.Secondary, t.T("manual.key.add"), useKey),
		},
		Margin: look.TextMargin, Gap: look.Gap,
	})
	return m
}

func (m *manual) object() fyne.CanvasObject { return m.page }

func (m *manual) forget() {
	m.address.SetText("")
	m.key.SetText("")
}

func (m *manual) focus() fyne.Focusable { return m.address.Entry() }

func (m *manual) update(st viewmodel.State) {
	m.notice.set(st.(viewmodel.ManualState).Problem)
	m.page.Settle()
}
