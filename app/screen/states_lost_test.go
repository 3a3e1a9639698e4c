package screen

import (
	"kauth/app/viewmodel"
	"kauth/core"
)

func init() { moreShots = append(moreShots, againShots, lostShots) }

var (
	againPage = &viewmodel.Again{}
	otherPage = &viewmodel.Other{}
	lostPage  = &viewmodel.Lost{}
)

// linkingAgain is an account that is linked once more.
func linkingAgain(step viewmodel.AgainStep, change func(*viewmodel.AgainState)) viewmodel.State {
	s := viewmodel.AgainState{
		Title: "Infomaniak", Label: "anna@assoziation.ch", Identity: "Infomaniak anna@assoziation.ch", Server: "manager.example.ch",
		Why: viewmodel.SilenceKeys, Step: step, Code: viewmodel.CodeView{Digits: "482 913", Seconds: 19, Fraction: 19.0 / 30},
	}
	if change != nil {
		change(&s)
	}
	return s
}

func againShots() []shot {
	why := func(w viewmodel.Silence) viewmodel.State {
		return linkingAgain(viewmodel.AgainReady, func(s *viewmodel.AgainState) { s.Why = w })
	}
	return []shot{
		{name: "again-keys", page: againPage, main: true, state: why(viewmodel.SilenceKeys)},
		{name: "again-unknown", page: againPage, state: why(viewmodel.SilenceUnknown)},
		{name: "again-stopped", page: againPage, state: why(viewmodel.SilenceStopped)},
		{name: "again-restored", page: againPage, state: why(viewmodel.SilenceRestored)},
		{name: "again-problem", page: againPage, state: linkingAgain(viewmodel.AgainReady, func(s *viewmodel.AgainState) {
			s.Copied, s.Problem = true, problemOf(core.Offline, "")
		})},
		{name: "again-browser", page: againPage, state: linkingAgain(viewmodel.AgainBrowser, func(s *viewmodel.AgainState) {
			s.Copied, s.Toast = true, viewmodel.ToastCopied
		})},
		{name: "again-adding", page: againPage, state: linkingAgain(viewmodel.AgainAdding, nil)},
		{name: "again-unsent", page: againPage, state: linkingAgain(viewmodel.AgainUnsent, nil)},
		{name: "again-digits", page: againPage, state: linkingAgain(viewmodel.AgainDigits, nil)},
		{name: "again-done", page: againPage, state: linkingAgain(viewmodel.AgainDone, nil)},
		{name: "other", page: otherPage, main: true, state: viewmodel.OtherState{
			Label: "toto123@yahoo.com", Title: "Infomaniak", Identity: "Infomaniak toto123@yahoo.com", Wanted: "anna@assoziation.ch",
		}},
		{name: "steps-again", page: &viewmodel.Steps{}, state: viewmodel.StepsState{Address: "manager.example.ch/2fa", Again: true}},
		{name: "result-again", page: &viewmodel.Result{}, state: viewmodel.ResultState{What: viewmodel.ResultAgain, Label: "anna@assoziation.ch"}},
		{name: "detail-quiet", page: detailPage, state: account(func(s *viewmodel.DetailState) { s.Quiet, s.Mend = true, viewmodel.MendFind })},
		{name: "detail-restored", page: detailPage, state: account(func(s *viewmodel.DetailState) {
			s.Requests, s.Silence, s.Mend = viewmodel.RequestsOff, viewmodel.SilenceRestored, viewmodel.MendLink
		})},
	}
}

func lostShots() []shot {
	at := func(name string, main bool, s viewmodel.LostState) shot {
		s.Check, s.Import = true, true
		return shot{name: "lost-" + name, page: lostPage, main: main, state: s}
	}
	const here = "manager.example.ch"
	silent := []viewmodel.AccountRow{listed("a", "Infomaniak", "anna@assoziation.ch")}
	return []shot{
		at("old", true, viewmodel.LostState{Accounts: true, Servers: []string{here}, Help: here}),
		at("old-empty", false, viewmodel.LostState{}),
		at("codes", true, viewmodel.LostState{Old: viewmodel.OldThere, Accounts: true, Help: here}),
		at("codes-gone", false, viewmodel.LostState{Old: viewmodel.OldGone, Accounts: true, Help: here}),
		at("here", false, viewmodel.LostState{Road: viewmodel.RoadMoveHere}),
		at("away", false, viewmodel.LostState{Road: viewmodel.RoadMoveAway, Accounts: true, Servers: []string{here}, Help: here, Silent: silent}),
		at("requests", false, viewmodel.LostState{Road: viewmodel.RoadRequests, Accounts: true, Servers: []string{here}, Help: here, Silent: silent}),
		at("requests-none", false, viewmodel.LostState{Road: viewmodel.RoadRequests, Accounts: true, Servers: []string{here}, Help: here}),
		at("nothing", true, viewmodel.LostState{Road: viewmodel.RoadNothing, Help: here}),
		at("nothing-unknown", false, viewmodel.LostState{Road: viewmodel.RoadNothing}),
	}
}
