package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// result says how something ended, and what to do next.
type result struct {
	c           context
	in          *viewmodel.Result
	page        *widgets.Page
	sign        *widgets.BigIcon
	title, more *widgets.Text
	advice      *widgets.Rows
	notice      *notice
}

func newResult(c context, in *viewmodel.Result) page {
	t := c.t
	r := &result{c: c, in: in, sign: widgets.NewBigIcon(widgets.OK, "check")}
	r.title = widgets.NewText(widgets.Headline, "").Centered()
	r.more = widgets.NewText(widgets.Body, "").Centered()
	r.advice, r.notice = widgets.NewRows(), newNotice(c)
	r.page = widgets.NewPage(widgets.PageSpec{
		Body:   []fyne.CanvasObject{widgets.Spring(), widgets.Centered(r.sign), r.title, r.more, r.notice.object(), r.advice, widgets.Spring()},
		Foot:   []fyne.CanvasObject{widgets.NewButton(widgets.Secondary, t.T("action.done"), in.Done)},
		Margin: look.WideMargin, Gap: 16,
	})
	return r
}

func (r *result) object() fyne.CanvasObject { return r.page }

func (r *result) update(st viewmodel.State) {
	s := st.(viewmodel.ResultState)
	title, more := resultWords(r.c.t, s)
	tone, icon := resultSign(s)
	r.sign.Set(tone, icon)
	r.title.Set(title)
	r.more.Set(more)
	r.advice.Hidden = !s.Advice
	r.notice.set(s.Unsaid)
	r.advice.Set(adviceRows(r.c.t, s.Report, r.in.Password, r.in.Activity, r.in.Report)...)
	r.page.Settle()
}

func resultWords(t *text.Catalog, s viewmodel.ResultState) (title, more string) {
	if s.What == viewmodel.ResultMovedHere || s.What == viewmodel.ResultNotMoved {
		return moveWords(t, s)
	}
	key := "result." + string(s.What)
	if s.Move {
		key = moveKey(s.What)
	}
	title = t.T(key + ".title")
	if s.What != viewmodel.ResultFailed {
		more = t.T(key+".sentence", "account", s.Label)
	}
	if s.Problem != nil {
		m := t.Of(s.Problem.Kind)
		if s.What == viewmodel.ResultFailed {
			return title, m.Title + ". " + m.Sentence + " " + m.Next
		}
		more = m.Title + ". " + more
	}
	return title, more
}

func resultSign(s viewmodel.ResultState) (widgets.Tone, string) {
	switch s.What {
	case viewmodel.ResultApproved, viewmodel.ResultLinked, viewmodel.ResultAgain, viewmodel.ResultMovedHere:
		return widgets.OK, "check"
	case viewmodel.ResultDenied, viewmodel.ResultMismatch:
		return widgets.Danger, "shield"
	case viewmodel.ResultExpired:
		return widgets.Warn, "clock"
	case viewmodel.ResultAlready, viewmodel.ResultAlreadyNo:
		return widgets.Info, "phone"
	case viewmodel.ResultAlreadyYes:
		return widgets.Warn, "phone"
	case viewmodel.ResultWithdrawn:
		return widgets.Info, "back"
	case viewmodel.ResultSuperseded:
		return widgets.Info, "refresh"
	}
	return widgets.Warn, "warn"
}
