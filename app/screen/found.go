package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// foundPage says what was wrong with the vault, and what was kept.
type foundPage struct {
	c        context
	in       *viewmodel.Found
	page     *widgets.Page
	sign     *widgets.BigIcon
	title    *widgets.Text
	facts    *widgets.Rows
	lost     *widgets.Rows
	lostHead *widgets.Text
	notice   *notice
	save     *widgets.Button
	goOn     *widgets.Button
	away     *widgets.Button
}

func newFound(c context, in *viewmodel.Found) page {
	t := c.t
	f := &foundPage{c: c, in: in, notice: newNotice(c), facts: widgets.NewRows(), lost: widgets.NewRows()}
	f.sign = widgets.NewBigIcon(widgets.OK, "shield")
	f.title = widgets.NewText(widgets.Headline, "").Centered()
	f.lostHead = widgets.NewText(widgets.Section, t.T("found.unread"))
	save := func() {
		d := dialog.NewFileSave(func(w fyne.URIWriteCloser, err error) {
			if err == nil && w != nil {
				in.Save(w)
			}
		}, c.w)
		d.SetFileName(viewmodel.FoundFile)
		d.Show()
	}
	f.goOn = widgets.NewButton(widgets.Primary, t.T("action.continue"), in.Continue)
	f.save = widgets.NewButton(widgets.Secondary, t.T("found.save"), save)
	f.away = widgets.NewButton(widgets.TextOnly, t.T("found.dismiss"), in.Dismiss)
	f.page = widgets.NewPage(widgets.PageSpec{
		Body: []fyne.CanvasObject{
			widgets.Space(24), widgets.Centered(f.sign), f.title, f.notice.object(), f.facts,
			widgets.Pad(f.lostHead, 8, 4, 0, 4), f.lost,
		},
		Foot:   []fyne.CanvasObject{f.goOn, f.save, f.away},
		Margin: look.TextMargin, Gap: 16,
	})
	return f
}

func (f *foundPage) object() fyne.CanvasObject { return f.page }

func (f *foundPage) update(st viewmodel.State) {
	s, t := st.(viewmodel.FoundState), f.c.t
	tone, icon := foundSign(s.Report)
	f.sign.Set(tone, icon)
	f.title.Set(foundTitle(t, s.Report))
	f.facts.Set(foundFacts(t, s, f.c.now())...)
	var rows []widgets.Row
	for _, u := range s.Unread {
		rows = append(rows, widgets.Row{
			Icon: "warn", Value: unreadName(t, u.Title, u.Label), Key: t.T("home.unread"), ValueFirst: true,
			Tapped: func() { f.in.Open(u.Place) },
		})
	}
	f.lost.Set(rows...)
	f.lost.Hidden, f.lostHead.Hidden = len(rows) == 0, len(rows) == 0
	f.notice.set(s.Problem)
	f.save.Hidden = s.Report.Damage == nil || s.Report.Damage.File == ""
	f.save.Set(t.T("found.save"))
	if s.Saved {
		f.save.Set(t.T("toast.saved"))
	}
	f.save.SetBusy(s.Busy)
	f.away.Hidden = !s.Again
	f.away.SetBusy(s.Busy)
	f.page.Settle()
}
