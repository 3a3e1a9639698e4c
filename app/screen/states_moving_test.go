package screen

import (
	"time"

	"kauth/app/viewmodel"
	"kauth/core"
)

func init() { moreShots = append(moreShots, func() []shot { return movingShots }) }

var (
	movingPage = &viewmodel.Moving{}
	movedPage  = &viewmodel.Moved{}
)

func movingState(change func(*viewmodel.MovingState)) viewmodel.State {
	s := viewmodel.MovingState{
		Label: "anna@assoziation.ch", Server: "login.assoziation.ch", From: "Pixel 9 · kAuth", To: "Pixel 10 · kAuth",
		Digits: "640 913", Left: 572 * time.Second, Fraction: 0.95,
	}
	if change != nil {
		change(&s)
	}
	return s
}

func movedState(to string, left int) viewmodel.State {
	return viewmodel.MovedState{
		Label: "anna@assoziation.ch", Issuer: "Infomaniak", Identity: "Infomaniak anna@assoziation.ch", To: to, Left: left, Undo: true,
	}
}

// toMove is a request to move, with so many digits typed.
func toMove(typed, to string) viewmodel.State {
	return request(func(s *viewmodel.ChallengeState) {
		s.Match, s.Digits, s.Typed, s.To, s.Left, s.Fraction = true, 6, typed, to, 541*time.Second, 0.9
	})
}

func notMoved(what viewmodel.ResultKind, why string) viewmodel.State {
	return viewmodel.ResultState{What: what, Label: "anna@assoziation.ch", Issuer: "Infomaniak", Other: "Pixel 9", Why: why}
}

var movingShots = []shot{
	{name: "moving", state: movingState(nil), page: movingPage, main: true},
	{name: "moving-late", state: movingState(func(s *viewmodel.MovingState) { s.Late = true }), page: movingPage},
	{name: "moving-problem", state: movingState(func(s *viewmodel.MovingState) { s.Problem = problemOf(core.Offline, "") }), page: movingPage},
	{name: "move", state: toMove("640", "Pixel 10"), page: requestPage},
	{name: "moved", state: movedState("Pixel 10", 2), page: movedPage, main: true},
	{name: "moved-last", state: movedState("", 0), page: movedPage},
	{name: "result-moved-here", state: notMoved(viewmodel.ResultMovedHere, ""), page: resultPage},
	{name: "result-not-moved", state: notMoved(viewmodel.ResultNotMoved, "mismatch"), page: resultPage},
	{name: "result-move-denied", state: viewmodel.ResultState{
		What: viewmodel.ResultDenied, Label: "anna@assoziation.ch", Issuer: "Infomaniak", Move: true, Other: "Pixel 10",
		Advice: true, Report: viewmodel.ReportOffer,
	}, page: resultPage},
}
