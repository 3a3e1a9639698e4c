package screen

import (
	"kauth/app/viewmodel"
	"kauth/core"
)

func init() { moreShots = append(moreShots, leaveShots) }

func leaveShots() []shot {
	page, shown := &viewmodel.Leave{}, &viewmodel.Share{}
	leaving := func(k viewmodel.LeaveKind, change func(*viewmodel.LeaveState)) viewmodel.State {
		s := viewmodel.LeaveState{Kind: k, Allowed: k != "", Accounts: 12, Linked: 1}
		if change != nil {
			change(&s)
		}
		return s
	}
	wrote := func(s *viewmodel.LeaveState) { s.Wrote = 12 }
	one := viewmodel.ShareState{Title: "GitHub", Label: "annam", At: 1, Of: 1}
	code := one
	code.Text, code.Seconds = "otpauth://totp/GitHub:annam?algorithm=SHA1&digits=6&issuer=GitHub&period=30&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 58
	counter := code
	counter.Counter = true
	linked := one
	linked.Title, linked.Label, linked.Linked = "Infomaniak", "anna@assoziation.ch", true
	part := viewmodel.ShareState{Text: code.Text, Seconds: 42, At: 2, Of: 3, Left: 2}
	return []shot{
		{name: "leave", state: leaving("", nil), page: page, main: true},
		{name: "leave-sealed", state: leaving(viewmodel.LeaveSealed, nil), page: page},
		{name: "leave-short", state: leaving(viewmodel.LeaveSealed, func(s *viewmodel.LeaveState) { s.Short = true }), page: page},
		{name: "leave-plain", state: leaving(viewmodel.LeaveAddresses, nil), page: page},
		{name: "leave-problem", state: leaving(viewmodel.LeaveAegis, func(s *viewmodel.LeaveState) {
			s.Problem = problemOf(core.StorageDenied, "")
		}), page: page},
		{name: "leave-wrote", state: leaving(viewmodel.LeaveAddresses, wrote), page: page},
		{name: "leave-wrote-sealed", state: leaving(viewmodel.LeaveSealed, wrote), page: page},
		{name: "share-warning", state: linked, page: shown, main: true},
		{name: "share-code", state: code, page: shown},
		{name: "share-counter", state: counter, page: shown},
		{name: "share-part", state: part, page: shown},
	}
}
