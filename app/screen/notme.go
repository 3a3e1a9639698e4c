package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// notMe is what to do about a request that somebody else began.
type notMe struct {
	c           context
	in          *viewmodel.NotMe
	page        *widgets.Page
	sign        *widgets.BigIcon
	title, more *widgets.Text
	notice      *notice
	advice      *widgets.Rows
	note        *widgets.Text
	end         *widgets.Button
	done        *widgets.Button
}

func newNotMe(c context, in *viewmodel.NotMe) page {
	t := c.t
	p := &notMe{c: c, in: in, sign: widgets.NewBigIcon(widgets.Danger, "shield"), notice: newNotice(c), advice: widgets.NewRows()}
	p.title, p.more = widgets.NewText(widgets.Headline, "").Centered(), widgets.NewText(widgets.Body, "").Centered()
	p.note = widgets.NewText(widgets.Small, t.T("notme.pause")).Centered()
	p.end = widgets.NewButton(widgets.Primary, t.T("notme.end"), in.Report)
	p.done = widgets.NewButton(widgets.Secondary, "", in.Done)
	p.page = widgets.NewPage(widgets.PageSpec{
		Body: []fyne.CanvasObject{
			widgets.Spring(), widgets.Centered(p.sign), p.title, p.more, p.notice.object(), p.advice, p.note, widgets.Spring(),
		},
		Foot:   []fyne.CanvasObject{p.end, p.done},
		Margin: look.WideMargin, Gap: 16,
	})
	return p
}

func (p *notMe) object() fyne.CanvasObject { return p.page }

func (p *notMe) update(st viewmodel.State) {
	s, t := st.(viewmodel.NotMeState), p.c.t
	key := notMeKey(s)
	p.title.Set(t.T(key + ".title"))
	p.more.Set(t.T(key+".sentence", "account", s.Account))
	p.sign.Set(widgets.Danger, "shield")
	if s.Report == viewmodel.ReportStopped {
		p.sign.Set(widgets.OK, "check")
	}
	p.notice.set(s.Problem)
	p.end.Hidden, p.note.Hidden = !s.Ask, s.Ask
	p.advice.Hidden = s.Ask && s.Problem == nil // who cannot reach the server can still do the rest
	p.end.SetBusy(s.Report == viewmodel.ReportBusy)
	p.done.Set(t.T("action.done"))
	if s.Ask {
		p.done.Set(t.T("action.cancel"))
	}
	said := s.Report
	if s.Ask {
		said = viewmodel.ReportNone // the button says it
	}
	p.advice.Set(adviceRows(t, said, p.in.Password, p.in.Activity, p.in.Report)...)
	p.page.Settle()
}

// notMeKey picks the words: before it is said, and by what came of it.
func notMeKey(s viewmodel.NotMeState) string {
	got := s.What == viewmodel.WhatApproved || s.What == viewmodel.WhatOtherYes || s.What == viewmodel.WhatUnsent
	switch {
	case s.Ask:
		return "notme.ask"
	case s.Report == viewmodel.ReportStopped:
		return "notme.stopped"
	case got:
		return "notme.late"
	}
	return "notme.nobody"
}

// adviceRows are the three things to do, each one tap.
func adviceRows(t *text.Catalog, report viewmodel.ReportState, password, activity, say func()) []widgets.Row {
	rows := []widgets.Row{
		{Icon: "key", Value: t.T("result.password"), Tapped: password},
		{Icon: "clock", Value: t.T("result.activity"), Tapped: activity},
	}
	switch report {
	case viewmodel.ReportOffer:
		return append(rows, widgets.Row{Icon: "shield", Value: t.T("result.report"), Tapped: say})
	case viewmodel.ReportBusy:
		return append(rows, widgets.Row{Icon: "shield", Value: t.T("result.reporting")})
	case viewmodel.ReportDone, viewmodel.ReportStopped:
		return append(rows, widgets.Row{Icon: "shield", Value: t.T("result.reported"), Chosen: true})
	case viewmodel.ReportKept:
		return append(rows, widgets.Row{Icon: "shield", Value: t.T("result.kept"), Chosen: true})
	}
	return rows
}
