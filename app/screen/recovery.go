package screen

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// recovery shows the recovery passphrase, once.
type recovery struct {
	c      context
	page   *widgets.Page
	lines  []*widgets.CodeText
	notice *notice
	keep   *widgets.Check
	done   *widgets.Button
}

func newRecovery(c context, in *viewmodel.Recovery) page {
	t := c.t
	r := &recovery{c: c, notice: newNotice(c)}
	card := widgets.VStack(6)
	for range recoveryLines {
		line := widgets.NewCodeText(24, "").Centered()
		r.lines, card.Objects = append(r.lines, line), append(card.Objects, line)
	}
	save := func() {
		d := dialog.NewFileSave(func(w fyne.URIWriteCloser, err error) {
			if err == nil && w != nil {
				in.Save(w)
			}
		}, c.w)
		d.SetFileName(viewmodel.RecoveryFile)
		d.Show()
	}
	take := widgets.Columns(look.Gap,
		widgets.NewButton(widgets.Secondary, t.T("codes.save"), save),
		widgets.NewButton(widgets.Secondary, t.T("codes.copy"), in.Copy))
	r.keep = widgets.NewCheck(t.T("recovery.keep"), in.Keep)
	r.done = widgets.NewButton(widgets.Primary, t.T("action.done"), in.Done)
	r.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBar(t.T("recovery.bar")),
		Body: []fyne.CanvasObject{
			widgets.NewText(widgets.Body, t.T("recovery.sentence")), r.notice.object(),
			widgets.NewCard(widgets.Pad(card, 8, 0, 8, 0)), take,
		},
		Foot:   []fyne.CanvasObject{r.keep, r.done},
		Margin: look.TextMargin, Gap: 14, FootGap: 14,
	})
	return r
}

func (r *recovery) object() fyne.CanvasObject { return r.page }

func (r *recovery) forget() {
	for _, line := range r.lines {
		line.Set("")
	}
}

func (r *recovery) update(st viewmodel.State) {
	s := st.(viewmodel.RecoveryState)
	for i, line := range splitRecovery(s.Passphrase) {
		r.lines[i].Set(line)
	}
	r.notice.set(s.Problem)
	r.keep.SetChecked(s.Kept)
	r.done.SetEnabled(s.Kept)
	r.page.Toast(toast(r.c.t, s.Toast))
	r.page.Settle()
}

// recoveryLines are the lines that it is written in, of two groups each.
const recoveryLines = 3

func splitRecovery(passphrase string) (lines [recoveryLines]string) {
	groups := strings.SplitAfter(passphrase, "-")
	for i, g := range groups {
		lines[min(i/2, recoveryLines-1)] += g
	}
	return lines
}
