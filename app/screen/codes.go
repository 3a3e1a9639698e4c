package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// codes shows the backup codes, once.
type codes struct {
	c        context
	page     *widgets.Page
	sentence *widgets.Text
	gone     *fyne.Container
	list     *widgets.NumberedCodes
	card     *widgets.Card
	busy     *widgets.Busy
	take     *fyne.Container
	notice   *notice
	retry    *widgets.Button
	keep     *widgets.Check
	done     *widgets.Button
}

func newCodes(c context, in *viewmodel.Codes) page {
	t := c.t
	p := &codes{c: c, list: widgets.NewNumberedCodes(nil), busy: widgets.NewBusy(t.T("codes.loading")), notice: newNotice(c)}
	p.sentence = widgets.NewText(widgets.Body, t.T("codes.sentence"))
	p.gone = widgets.VStack(16, widgets.Space(72), widgets.Centered(widgets.NewBigIcon(widgets.Info, "key")),
		widgets.NewText(widgets.Title, t.T("codes.gone.title")).Centered(), widgets.NewText(widgets.Body, t.T("codes.gone.sentence")).Centered())
	p.card = widgets.NewCard(p.list)
	save := func() {
		d := dialog.NewFileSave(func(w fyne.URIWriteCloser, err error) {
			if err == nil && w != nil {
				in.Save(w)
			}
		}, c.w)
		d.SetFileName(viewmodel.CodesFile)
		d.Show()
	}
	p.take = widgets.Columns(look.Gap,
		widgets.NewButton(widgets.Secondary, t.T("codes.save"), save),
		widgets.NewButton(widgets.Secondary, t.T("codes.copy"), in.Copy))
	p.retry = widgets.NewButton(widgets.Primary, t.T("action.retry"), in.Retry)
	p.keep = widgets.NewCheck(t.T("codes.keep"), in.Keep).Say(t.T("codes.ticked"), t.T("codes.unticked"))
	p.done = widgets.NewButton(widgets.Primary, t.T("action.done"), in.Done)
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(t.T("codes.bar"), t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{p.sentence, p.busy, p.notice.object(), p.card, p.take, p.gone},
		Foot:   []fyne.CanvasObject{p.keep, p.retry, p.done},
		Margin: look.TextMargin, Gap: 14, FootGap: 14,
	})
	return p
}

func (p *codes) object() fyne.CanvasObject { return p.page }

func (p *codes) update(st viewmodel.State) {
	s, t := st.(viewmodel.CodesState), p.c.t
	have := len(s.Codes) > 0
	p.sentence.Hidden, p.gone.Hidden = s.Gone, !s.Gone
	p.list.Set(s.Codes)
	p.card.Hidden, p.take.Hidden = !have, !have
	p.busy.Run(s.Busy && !have)
	if s.Gone {
		p.notice.set(nil)
	} else {
		p.notice.set(s.Problem)
	}
	p.retry.Hidden = s.Problem == nil || s.Gone || have
	p.keep.Hidden, p.done.Hidden = !have, !have && !s.Gone
	p.keep.SetChecked(s.Kept)
	p.done.SetEnabled(s.Kept && have || s.Gone)
	p.done.SetBusy(s.Busy && have)
	p.page.Toast(toast(t, s.Toast))
	p.page.Settle()
}
