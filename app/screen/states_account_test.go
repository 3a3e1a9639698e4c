package screen

import (
	"time"

	"kauth/app/viewmodel"
	"kauth/core"
)

var (
	detailPage = &viewmodel.Detail{}
	renamePage = &viewmodel.Rename{}
	removePage = &viewmodel.Remove{}
)

func account(change func(*viewmodel.DetailState)) viewmodel.State {
	s := viewmodel.DetailState{
		Title: "Infomaniak", Label: "anna@assoziation.ch", Issuer: "Infomaniak", Identity: "Infomaniak anna@assoziation.ch",
		Code:   viewmodel.CodeView{Digits: "482 913", Next: "730 166", Seconds: 19, Fraction: 19.0 / 30},
		Server: "manager.example.ch", Requests: viewmodel.RequestsWork, Linked: time.Date(2026, time.March, 3, 8, 12, 0, 0, time.UTC),
	}
	if change != nil {
		change(&s)
	}
	return s
}

func codeOnly(s *viewmodel.DetailState) {
	s.Title, s.Label, s.Issuer, s.Server, s.Requests = "GitHub", "annam", "GitHub", "", viewmodel.RequestsNone
}

var accountShots = []shot{
	{name: "detail-working", state: account(nil), page: detailPage, main: true},
	{name: "detail-offline", state: account(func(s *viewmodel.DetailState) {
		s.Requests, s.Problem, s.Mend = viewmodel.RequestsOffline, problemOf(core.Offline, ""), viewmodel.MendAgain
	}), page: detailPage},
	{name: "detail-asking", state: account(func(s *viewmodel.DetailState) {
		s.Requests, s.Problem, s.Mend, s.Asking = viewmodel.RequestsOffline, problemOf(core.Offline, ""), viewmodel.MendAgain, true
	}), page: detailPage},
	{name: "detail-last", state: account(func(s *viewmodel.DetailState) {
		s.Code.Seconds, s.Code.Fraction, s.Code.Last, s.Toast = 4, 4.0/30, true, viewmodel.ToastCopied
	}), page: detailPage},
	{name: "detail-code-only", state: account(codeOnly), page: detailPage},
	{name: "detail-counter", state: account(func(s *viewmodel.DetailState) {
		codeOnly(s)
		s.Counter, s.Code = true, viewmodel.CodeView{Digits: "913 008"}
	}), page: detailPage},
	{name: "detail-long", state: account(func(s *viewmodel.DetailState) {
		s.Title, s.Label = "A company with a very long name that goes on", "someone.with.a.very.long.name@a-very-long-domain.example"
		s.Code.Digits, s.Code.Next = "4829 1377", "7301 6624"
	}), page: detailPage},
	{name: "rename", state: viewmodel.RenameState{Name: "Work", Default: "Infomaniak"}, page: renamePage, main: true},
	{name: "rename-empty", state: viewmodel.RenameState{Default: "Infomaniak"}, page: renamePage},
	{name: "rename-problem", state: viewmodel.RenameState{Name: "Work", Default: "Infomaniak", Problem: problemOf(core.StorageFull, "")}, page: renamePage},
	{name: "remove-linked", state: removing(true, nil), page: removePage, main: true},
	{name: "remove-code-only", state: removing(false, nil), page: removePage},
	{name: "remove-busy", state: removing(true, func(s *viewmodel.RemoveState) { s.Busy = true }), page: removePage},
	{name: "remove-problem", state: removing(true, func(s *viewmodel.RemoveState) { s.Problem = problemOf(core.StorageDenied, "") }), page: removePage},
}

func removing(linked bool, change func(*viewmodel.RemoveState)) viewmodel.State {
	s := viewmodel.RemoveState{Title: "Infomaniak", Label: "anna@assoziation.ch", Linked: linked}
	if linked {
		s.Server = "manager.example.ch"
	}
	if change != nil {
		change(&s)
	}
	return s
}
