package screen

import (
	"fmt"
	"time"

	"kauth/app/viewmodel"
	"kauth/core"
)

func init() { moreShots = append(moreShots, func() []shot { return activityShots }) }

var (
	activityPage  = &viewmodel.Activity{}
	recordPage    = &viewmodel.ActivityRecord{}
	notMePage     = &viewmodel.NotMe{}
	activityExtra = &viewmodel.ActivityExport{}
)

func happened(what viewmodel.ActivityWhat, agent, place string, ago time.Duration) viewmodel.ActivityRow {
	return viewmodel.ActivityRow{ID: "chl_" + fmt.Sprint(ago), What: what, Agent: agent, Place: place, At: at.Add(-ago), Seen: true}
}

func days(rows ...viewmodel.ActivityRow) (out []viewmodel.ActivityDay) {
	for _, r := range rows {
		if d := midnight(r.At); len(out) == 0 || !out[len(out)-1].Day.Equal(d) {
			out = append(out, viewmodel.ActivityDay{Day: d})
		}
		last := &out[len(out)-1]
		last.Rows = append(last.Rows, r)
	}
	return out
}

var usual = days(
	happened(viewmodel.WhatApproved, "Firefox on Windows", "Lausanne, Switzerland", 30*time.Second),
	happened(viewmodel.WhatRefused, "", "Riga, Latvia", 6*time.Hour+29*time.Minute),
	happened(viewmodel.WhatExpired, "Chrome on macOS", "Genève, Switzerland", 15*time.Hour+36*time.Minute),
	happened(viewmodel.WhatApproved, "kDrive on Android", "Genève, Switzerland", 25*time.Hour+11*time.Minute),
	happened(viewmodel.WhatApproved, "Safari on iPhone", "Genève, Switzerland", 25*time.Hour+29*time.Minute),
)

func every() []viewmodel.ActivityDay {
	var rows []viewmodel.ActivityRow
	for i, w := range []viewmodel.ActivityWhat{
		viewmodel.WhatNotMe, viewmodel.WhatMismatch, viewmodel.WhatWithdrawn, viewmodel.WhatOtherYes, viewmodel.WhatOtherNo,
		viewmodel.WhatOther, viewmodel.WhatUnsent, viewmodel.WhatApproved,
	} {
		r := happened(w, "Firefox on Windows", "Lausanne, Switzerland", time.Duration(i)*time.Hour)
		r.Account, r.Reported, r.Seen = "anna@assoziation.ch", i == 7, i != 4
		rows = append(rows, r)
	}
	long := happened(viewmodel.WhatExpired, "A browser with a very long name and its version 128.0.6613.137 on an old telephone",
		"Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson, France", 70*24*time.Hour)
	long.Account = "someone.with.a.very.long.name@a-very-long-domain.example"
	return days(append(rows, long)...)
}

func pastOf(change func(*viewmodel.ActivityState)) viewmodel.State {
	s := viewmodel.ActivityState{Account: "anna@assoziation.ch", Website: "manager.infomaniak.com", Days: usual, Loaded: true}
	if change != nil {
		change(&s)
	}
	return s
}

func recorded(what viewmodel.ActivityWhat, change func(*viewmodel.ActivityRecordState)) viewmodel.State {
	s := viewmodel.ActivityRecordState{
		What: what, Account: "anna@assoziation.ch", Issuer: "Infomaniak", Server: "manager.infomaniak.com", Site: "Manager",
		Agent: "Firefox on Windows", Device: "computer", Place: "Lausanne, Switzerland", IP: "203.0.113.24",
		Asked: at.Add(-time.Hour), Ended: at.Add(-time.Hour + 9*time.Second), Said: core.Approve, Seen: true, CanAct: true, Loaded: true,
	}
	if change != nil {
		change(&s)
	}
	return s
}

func mine(what viewmodel.ActivityWhat, r viewmodel.ReportState, change func(*viewmodel.NotMeState)) viewmodel.State {
	s := viewmodel.NotMeState{Account: "anna@assoziation.ch", What: what, Report: r}
	if change != nil {
		change(&s)
	}
	return s
}

func asking(s *viewmodel.NotMeState) { s.Ask = true }

var activityShots = []shot{
	{name: "activity", state: pastOf(nil), page: activityPage, main: true},
	{name: "activity-all", state: pastOf(func(s *viewmodel.ActivityState) {
		s.Account, s.Website, s.Choose, s.Days, s.More = "", "", true, every(), true
	}), page: activityPage},
	{name: "activity-group", state: pastOf(func(s *viewmodel.ActivityState) { s.Group, s.Days = "refused", usual[:1] }), page: activityPage},
	{name: "activity-none", state: pastOf(func(s *viewmodel.ActivityState) { s.Group, s.Days = "over", nil }), page: activityPage},
	{name: "activity-empty", state: pastOf(func(s *viewmodel.ActivityState) { s.Days = nil }), page: activityPage, main: true},
	{name: "activity-reading", state: pastOf(func(s *viewmodel.ActivityState) { s.Days, s.Loaded = nil, false }), page: activityPage},
	{name: "activity-problem", state: pastOf(func(s *viewmodel.ActivityState) {
		s.Days, s.Problem = nil, problemOf(core.VaultDamaged, "")
	}), page: activityPage},
	{name: "activity-broken", state: pastOf(func(s *viewmodel.ActivityState) {
		s.Broken = &viewmodel.ActivityBreak{Records: 3, After: at.Add(-50 * time.Hour)}
	}), page: activityPage, main: true},
	{name: "activity-lost", state: pastOf(func(s *viewmodel.ActivityState) { s.Broken = &viewmodel.ActivityBreak{} }), page: activityPage},
	{name: "activity-choice", state: viewmodel.ActivityChoiceState{Chosen: "b", Accounts: []viewmodel.ActivityAccount{
		{ID: "a", Title: "Infomaniak", Label: "anna@assoziation.ch"}, {ID: "b", Title: "Infomaniak", Label: "ben@assoziation.ch"},
	}}, page: &viewmodel.ActivityChoice{}, main: true},
	{name: "activity-export", state: viewmodel.ActivityExportState{Account: "anna@assoziation.ch"}, page: activityExtra, main: true},
	{name: "activity-export-problem", state: viewmodel.ActivityExportState{Problem: problemOf(core.StorageDenied, "")}, page: activityExtra},
	{name: "activity-export-busy", state: viewmodel.ActivityExportState{Busy: true}, page: activityExtra},
	{name: "record", state: recorded(viewmodel.WhatApproved, nil), page: recordPage, main: true},
	{name: "record-reported", state: recorded(viewmodel.WhatApproved, func(s *viewmodel.ActivityRecordState) {
		s.Match, s.Reported = true, at.Add(-time.Minute)
	}), page: recordPage},
	{name: "record-unseen", state: recorded(viewmodel.WhatExpired, func(s *viewmodel.ActivityRecordState) {
		s.Seen, s.Said = false, ""
	}), page: recordPage},
	{name: "record-unknown", state: recorded(viewmodel.WhatRefused, func(s *viewmodel.ActivityRecordState) {
		s.Agent, s.Device, s.Place, s.IP, s.Said, s.CanAct = "", "", "", "", core.Deny, false
	}), page: recordPage},
	{name: "record-reading", state: viewmodel.ActivityRecordState{}, page: recordPage},
	{name: "record-problem", state: viewmodel.ActivityRecordState{Problem: problemOf(core.VaultDamaged, "")}, page: recordPage},
	{name: "notme-ask", state: mine(viewmodel.WhatApproved, viewmodel.ReportOffer, asking), page: notMePage, main: true},
	{name: "notme-busy", state: mine(viewmodel.WhatApproved, viewmodel.ReportBusy, asking), page: notMePage},
	{name: "notme-problem", state: mine(viewmodel.WhatApproved, viewmodel.ReportOffer, func(s *viewmodel.NotMeState) {
		s.Ask, s.Problem = true, problemOf(core.Offline, "")
	}), page: notMePage},
	{name: "notme-stopped", state: mine(viewmodel.WhatApproved, viewmodel.ReportStopped, nil), page: notMePage},
	{name: "notme-late", state: mine(viewmodel.WhatApproved, viewmodel.ReportDone, nil), page: notMePage, main: true},
	{name: "notme-nobody", state: mine(viewmodel.WhatRefused, viewmodel.ReportOffer, nil), page: notMePage},
	{name: "notme-kept", state: mine(viewmodel.WhatExpired, viewmodel.ReportKept, nil), page: notMePage},
	{name: "result-denied-reported", state: reported(viewmodel.ReportDone, nil), page: resultPage},
	{name: "result-denied-reporting", state: reported(viewmodel.ReportBusy, nil), page: resultPage},
	{name: "result-denied-unsaid", state: reported(viewmodel.ReportOffer, problemOf(core.Offline, "")), page: resultPage},
	{name: "result-unsent", state: ended(viewmodel.ResultUnsent, nil), page: resultPage},
	{name: "result-already-yes", state: ended(viewmodel.ResultAlreadyYes, nil), page: resultPage},
	{name: "result-already-no", state: ended(viewmodel.ResultAlreadyNo, nil), page: resultPage},
	{name: "result-superseded", state: ended(viewmodel.ResultSuperseded, nil), page: resultPage},
	{name: "result-not-known", state: ended(viewmodel.ResultFailed, problemOf(core.NotLinked, "")), page: resultPage},
	{name: "challenge-newer", state: request(func(s *viewmodel.ChallengeState) { s.Newer = true }), page: requestPage},
	{name: "challenge-limited", state: request(func(s *viewmodel.ChallengeState) {
		s.Said, s.Problem = core.Approve, problemOf(core.RateLimited, "")
	}), page: requestPage},
	{name: "challenge-down", state: request(func(s *viewmodel.ChallengeState) {
		s.Said, s.Problem = core.Deny, problemOf(core.ServerDown, "")
	}), page: requestPage},
}

func reported(r viewmodel.ReportState, p *viewmodel.Problem) viewmodel.State {
	s := ended(viewmodel.ResultDenied, nil).(viewmodel.ResultState)
	s.Report, s.Unsaid = r, p
	return s
}
