package screen

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core"
)

// activityRecord is all facts of one request.
type activityRecord struct {
	c      context
	page   *widgets.Page
	sign   *widgets.BigIcon
	title  *widgets.Text
	more   *widgets.Text
	facts  *widgets.Rows
	notice *notice
	notMe  *widgets.Button
}

func newActivityRecord(c context, in *viewmodel.ActivityRecord) page {
	t := c.t
	p := &activityRecord{c: c, sign: widgets.NewBigIcon(widgets.Info, "clock"), facts: widgets.NewRows(), notice: newNotice(c)}
	p.title, p.more = widgets.NewText(widgets.Title, "").Centered(), widgets.NewText(widgets.Body, "").Centered()
	p.notMe = widgets.NewButton(widgets.No, t.T("activity.notme"), in.NotMe).Tall(look.ButtonHeight, look.SizeButton)
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("activity.record"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.Centered(p.sign), widgets.VStack(4, p.title, p.more), p.notice.object(), p.facts,
		},
		Foot:   []fyne.CanvasObject{p.notMe},
		Margin: look.Margin, Gap: 14,
	})
	return p
}

func (p *activityRecord) object() fyne.CanvasObject { return p.page }

func (p *activityRecord) update(st viewmodel.State) {
	s, t := st.(viewmodel.ActivityRecordState), p.c.t
	p.notice.set(s.Problem)
	p.sign.Hidden, p.facts.Hidden = !s.Loaded, !s.Loaded
	p.notMe.Hidden = !s.CanAct
	if s.Loaded {
		x := whatLooks[s.What]
		p.sign.Set(x.tone, x.icon)
		p.title.Set(t.T("activity.what." + string(s.What)))
		p.more.Set(t.T("activity.told." + string(s.What)))
		p.facts.Set(p.rows(s)...)
		if said := s.What == viewmodel.WhatNotMe || !s.Reported.IsZero(); said {
			p.notMe.Set(t.T("activity.next"))
		} else {
			p.notMe.Set(t.T("activity.notme"))
		}
	}
	p.page.Settle()
}

func (p *activityRecord) rows(s viewmodel.ActivityRecordState) []widgets.Row {
	t := p.c.t
	var rows []widgets.Row
	add := func(icon, key, value string) {
		if value != "" {
			rows = append(rows, widgets.Row{Icon: icon, Key: t.T(key), Value: value})
		}
	}
	known := func(v string) string {
		if v == "" {
			return t.T("challenge.unknown")
		}
		return v
	}
	add("key", "detail.account", owner(s.Issuer, s.Account))
	if s.Seen {
		icon := "lap"
		if s.Device == "phone" || s.Device == "tablet" {
			icon = "phone"
		}
		add(icon, "challenge.device", known(t.Agent(s.Agent)))
		add("pin", "challenge.place", known(t.Place(s.Place)))
		add("net", "challenge.ip", known(s.IP))
		add("lock", "challenge.site", strings.Join(said(s.Site, s.Server), " · "))
		mode := "activity.mode.confirm"
		if s.Match {
			mode = "activity.mode.match"
		}
		add("info", "activity.mode", t.T(mode))
		add("clock", "challenge.asked", t.When(s.Asked, p.c.now()))
	} else {
		rows = append(rows, widgets.Row{Icon: "info", Value: t.T("activity.unseen.sentence"), Plain: true})
	}
	add("check", "activity.ended", p.ended(s))
	add("edit", "activity.answer", p.answer(s))
	if s.Offline {
		rows = append(rows, widgets.Row{Icon: "off", Value: t.T("activity.offline"), Plain: true})
	}
	if !s.Reported.IsZero() {
		add("shield", "activity.reported.at", t.When(s.Reported, p.c.now()))
	}
	if !s.Seen {
		add("lock", "confirm.server", s.Server)
	}
	return rows
}

// ended says when, and how long it took.
func (p *activityRecord) ended(s viewmodel.ActivityRecordState) string {
	when := p.c.t.When(s.Ended, p.c.now())
	if took := s.Ended.Sub(s.Asked); s.Seen && took > 0 && took < time.Hour {
		when += " (" + text.Span(took) + ")"
	}
	return when
}

// answer says what this phone said, and how.
func (p *activityRecord) answer(s viewmodel.ActivityRecordState) string {
	t := p.c.t
	switch {
	case s.Said == core.Approve && s.Match:
		return t.T("activity.said.number")
	case s.Said == core.Approve:
		return t.T("challenge.yes")
	case s.Said == core.Deny:
		return t.T("challenge.no")
	}
	return t.T("activity.said.nothing")
}

// owner names whose it is: two servers may know the same address.
func owner(issuer, label string) string {
	if issuer == "" || issuer == label {
		return label
	}
	return issuer + " · " + label
}
