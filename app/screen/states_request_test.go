package screen

import (
	"time"

	"fyne.io/fyne/v2"

	"kauth/app/viewmodel"
	"kauth/core"
)

var (
	requestPage = &viewmodel.Challenge{}
	resultPage  = &viewmodel.Result{}
)

func request(change func(*viewmodel.ChallengeState)) viewmodel.State {
	s := viewmodel.ChallengeState{
		Account: "anna@assoziation.ch", Issuer: "Infomaniak", Site: "Manager", Agent: "Firefox on Windows", Device: "computer",
		Place: "Lausanne, Switzerland", IP: "203.0.113.24", Asked: at.Add(-36 * time.Second),
		Left: 84 * time.Second, Fraction: 0.7, Waiting: 1, Armed: true,
	}
	if change != nil {
		change(&s)
	}
	return s
}

func number(typed string, change func(*viewmodel.ChallengeState)) viewmodel.State {
	return request(func(s *viewmodel.ChallengeState) {
		s.Match, s.Digits, s.Typed = true, 2, typed
		if change != nil {
			change(s)
		}
	})
}

func unarmed(s *viewmodel.ChallengeState) { s.Armed = false }

func unknown(s *viewmodel.ChallengeState) {
	s.Agent, s.Device, s.Place, s.IP = "", "", "", ""
}

func sending(d core.Decision) func(*viewmodel.ChallengeState) {
	return func(s *viewmodel.ChallengeState) { s.Sending, s.Said = true, d }
}

func unsent(s *viewmodel.ChallengeState) {
	s.Said, s.Problem = core.Approve, problemOf(core.Offline, "")
}

func wordy(s *viewmodel.ChallengeState) {
	s.Account, s.Waiting = "someone.with.a.very.long.name@a-very-long-domain.example", 3
	s.Agent, s.Device = "A browser with a very long name and its version 128.0.6613.137 on an old telephone", "phone"
	s.Place, s.IP = "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson, Grand Est, France", "2001:db8:85a3:8d3:1319:8a2e:370:7348"
}

var requestShots = []shot{
	{name: "challenge", state: request(nil), page: requestPage, main: true},
	{name: "challenge-unarmed", state: request(unarmed), page: requestPage},
	{name: "challenge-yes", state: request(sending(core.Approve)), page: requestPage},
	{name: "challenge-no", state: request(sending(core.Deny)), page: requestPage},
	{name: "challenge-problem", state: request(unsent), page: requestPage},
	{name: "challenge-two", state: request(func(s *viewmodel.ChallengeState) { s.Waiting = 2 }), page: requestPage},
	{name: "challenge-unknown", state: request(unknown), page: requestPage},
	{name: "challenge-last", state: request(func(s *viewmodel.ChallengeState) { s.Left, s.Fraction = 8*time.Second, 8.0/120 }), page: requestPage},
	{name: "challenge-long", state: request(wordy), page: requestPage},
	{name: "number", state: number("", nil), page: requestPage},
	{name: "number-low", state: number("6", nil), page: requestPage, size: fyne.NewSize(360, 640)},
	{name: "number-typed", state: number("6", nil), page: requestPage, main: true},
	{name: "number-unarmed", state: number("", unarmed), page: requestPage},
	{name: "number-sending", state: number("64", sending(core.Approve)), page: requestPage},
	{name: "number-problem", state: number("64", unsent), page: requestPage},
	{name: "number-two", state: number("", func(s *viewmodel.ChallengeState) { s.Waiting = 2 }), page: requestPage},
	{name: "number-unknown", state: number("", unknown), page: requestPage},
	{name: "number-long", state: number("", wordy), page: requestPage},
}

func ended(what viewmodel.ResultKind, p *viewmodel.Problem) viewmodel.State {
	s := viewmodel.ResultState{What: what, Label: "anna@assoziation.ch", Issuer: "Infomaniak", Problem: p}
	switch what {
	case viewmodel.ResultDenied, viewmodel.ResultMismatch, viewmodel.ResultAlreadyYes:
		s.Advice, s.Report = true, viewmodel.ReportOffer
	}
	return s
}

var resultShots = []shot{
	{name: "result-approved", state: ended(viewmodel.ResultApproved, nil), page: resultPage},
	{name: "result-denied", state: ended(viewmodel.ResultDenied, nil), page: resultPage, main: true},
	{name: "result-mismatch", state: ended(viewmodel.ResultMismatch, nil), page: resultPage},
	{name: "result-expired", state: ended(viewmodel.ResultExpired, nil), page: resultPage},
	{name: "result-already", state: ended(viewmodel.ResultAlready, nil), page: resultPage},
	{name: "result-withdrawn", state: ended(viewmodel.ResultWithdrawn, nil), page: resultPage},
	{name: "result-forgotten", state: ended(viewmodel.ResultForgotten, nil), page: resultPage},
	{name: "result-failed", state: ended(viewmodel.ResultFailed, problemOf(core.WrongKey, "")), page: resultPage},
	{name: "result-linked", state: ended(viewmodel.ResultLinked, nil), page: resultPage},
	{name: "result-not-linked", state: ended(viewmodel.ResultNotLinked, problemOf(core.Mismatch, "")), page: resultPage},
	{name: "result-revoked", state: ended(viewmodel.ResultRevoked, nil), page: resultPage},
}
