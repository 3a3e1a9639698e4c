package screen

import (
	"kauth/app/viewmodel"
	"kauth/core"
)

var (
	welcomePage = &viewmodel.Welcome{}
	stepsPage   = &viewmodel.Steps{}
	manualPage  = &viewmodel.Manual{}
	confirmPage = &viewmodel.Add{}
	digitsPage  = &viewmodel.Digits{}
	codesPage   = &viewmodel.Codes{}
)

var addShots = []shot{
	{name: "welcome-first", state: viewmodel.WelcomeState{First: true}, page: welcomePage, main: true},
	{name: "welcome-desk", state: viewmodel.WelcomeState{First: true, Computer: true}, page: welcomePage},
	{name: "welcome-again", state: viewmodel.WelcomeState{}, page: welcomePage},
	{name: "steps-address", state: viewmodel.StepsState{Address: "manager.example.ch/2fa"}, page: stepsPage, main: true},
	{name: "steps-unknown", state: viewmodel.StepsState{}, page: stepsPage},
	{name: "manual-idle", state: viewmodel.ManualState{}, page: manualPage, main: true},
	{name: "manual-problem", state: viewmodel.ManualState{Problem: problemOf(core.Malformed, "the secret is not base32")}, page: manualPage},
	{name: "confirm-linked", state: offered(nil), page: confirmPage, main: true},
	{name: "confirm-busy", state: offered(func(s *viewmodel.ConfirmState) { s.Busy = true }), page: confirmPage},
	{name: "confirm-retry", state: offered(func(s *viewmodel.ConfirmState) { s.Problem = problemOf(core.Offline, "") }), page: confirmPage},
	{name: "confirm-final", state: offered(func(s *viewmodel.ConfirmState) {
		s.Problem, s.Final = problemOf(core.LinkUsed, ""), true
	}), page: confirmPage},
	{name: "confirm-code-only", state: viewmodel.ConfirmState{Title: "annam", Issuer: "GitHub", Identity: "GitHub annam"}, page: confirmPage},
	{name: "confirm-long", state: offered(func(s *viewmodel.ConfirmState) {
		s.Title = "someone.with.a.very.long.name@a-very-long-domain.example"
		s.Issuer = "A company with a very long name that goes on"
		s.Server, s.Phone = "a-very-long-name-of-a-server.manager.example.ch:8443", "The phone of somebody with a long name · kAuth"
	}), page: confirmPage},
}

func offered(change func(*viewmodel.ConfirmState)) viewmodel.State {
	s := viewmodel.ConfirmState{
		Title: "anna@assoziation.ch", Issuer: "Infomaniak", Identity: "Infomaniak anna@assoziation.ch",
		Server: "manager.example.ch", Phone: "Pixel 9 · kAuth",
	}
	if change != nil {
		change(&s)
	}
	return s
}

var linkShots = []shot{
	{name: "digits-empty", state: linking("", nil), page: digitsPage},
	{name: "digits-typed", state: linking("481", nil), page: digitsPage, main: true},
	{name: "digits-busy", state: linking("481522", func(s *viewmodel.DigitsState) { s.Busy = true }), page: digitsPage},
	{name: "digits-problem", state: linking("481522", func(s *viewmodel.DigitsState) { s.Problem = problemOf(core.Offline, "") }), page: digitsPage},
	{name: "codes-loading", state: viewmodel.CodesState{Busy: true}, page: codesPage},
	{name: "codes-shown", state: viewmodel.CodesState{Codes: backup}, page: codesPage},
	{name: "codes-kept", state: viewmodel.CodesState{Codes: backup, Kept: true}, page: codesPage, main: true},
	{name: "codes-copied", state: viewmodel.CodesState{Codes: backup, Toast: viewmodel.ToastCopied}, page: codesPage},
	{name: "codes-done", state: viewmodel.CodesState{Codes: backup, Kept: true, Busy: true}, page: codesPage},
	{name: "codes-gone", state: viewmodel.CodesState{Gone: true, Problem: problemOf(core.Expired, "")}, page: codesPage},
	{name: "codes-problem", state: viewmodel.CodesState{Problem: problemOf(core.Offline, "")}, page: codesPage},
	{name: "codes-not-sent", state: viewmodel.CodesState{Codes: backup, Kept: true, Problem: problemOf(core.ServerDown, "")}, page: codesPage},
}

var backup = []string{
	"k7qm-93tx", "p2wd-x8fa", "9hnc-4rvk", "t6yb-m2ze", "c3jr-7gqp", "w8xs-d5nh", "f4mk-t9ca", "z2vp-6bry", "h5gt-q3jw", "n9da-k7xm",
}

func linking(typed string, change func(*viewmodel.DigitsState)) viewmodel.State {
	s := viewmodel.DigitsState{Label: "anna@assoziation.ch", Server: "manager.example.ch", Phone: "Pixel 9 · kAuth", Typed: typed, Digits: 6}
	if change != nil {
		change(&s)
	}
	return s
}
