package screen

import (
	"time"

	"fyne.io/fyne/v2"

	"kauth/app/viewmodel"
	"kauth/core"
)

func init() { moreShots = append(moreShots, listShots) }

var (
	rowMenuPage  = &viewmodel.RowMenu{}
	orderingPage = &viewmodel.Ordering{}
	tablet       = fyne.NewSize(1024, 768)
	lying        = fyne.NewSize(844, 390) // a phone on its side
)

func menu(change func(*viewmodel.RowMenuState)) viewmodel.State {
	s := viewmodel.RowMenuState{
		Title: "Infomaniak", Label: "anna@assoziation.ch", Identity: "Infomaniak anna@assoziation.ch",
		Copy: true, Next: true, Activity: true, Order: true, Up: true, Down: true,
	}
	if change != nil {
		change(&s)
	}
	return s
}

// dots hides all codes but that of the first account, which was tapped.
func dots(s *viewmodel.HomeState) {
	for i := range s.Codes[1:] {
		s.Codes[i+1].Digits, s.Codes[i+1].Next, s.Codes[i+1].Hidden = "••• •••", "", true
	}
	s.Toast = viewmodel.ToastRevealed
}

func listShots() []shot {
	list := &shot{state: accounts(nil), page: homePage}
	chosen := &shot{state: accounts(func(s *viewmodel.HomeState) { s.Selected = "a" }), page: homePage}
	home := func(name string, change func(*viewmodel.HomeState)) shot {
		return shot{name: name, state: accounts(change), page: homePage}
	}
	return []shot{
		{name: "rowmenu", state: menu(nil), page: rowMenuPage, under: list, main: true},
		{name: "rowmenu-pending", state: menu(func(s *viewmodel.RowMenuState) {
			*s = viewmodel.RowMenuState{Title: s.Title, Label: s.Label, Identity: s.Identity, Pending: true, Order: true}
		}), page: rowMenuPage, under: list},
		{name: "rowmenu-lying", state: menu(nil), page: rowMenuPage, under: list, size: lying},
		{name: "ordering", state: viewmodel.OrderingState{}, page: orderingPage, under: list, main: true},
		{name: "ordering-used", state: viewmodel.OrderingState{Chosen: viewmodel.ByUse}, page: orderingPage, under: list},
		home("home-hidden", dots),
		home("home-checking", func(s *viewmodel.HomeState) { s.Check.Busy = true }),
		home("home-checked", func(s *viewmodel.HomeState) { s.Check.At = at }),
		home("home-unchecked", func(s *viewmodel.HomeState) {
			s.Check = viewmodel.RefreshState{At: at, Problem: problemOf(core.Offline, "")}
			s.Banner = &viewmodel.Banner{Kind: viewmodel.BannerOffline}
		}),
		{name: "wide-none", state: accounts(nil), page: homePage, size: tablet},
		{name: "wide-account", state: account(nil), page: detailPage, under: chosen, size: tablet, main: true},
		{name: "wide-lying", state: account(nil), page: detailPage, under: chosen, size: lying},
		{name: "wide-request", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerRequest, Agent: "Firefox on Windows", Left: 84 * time.Second, Count: 1}), page: homePage, size: lying},
		{name: "detail-hidden", state: account(func(s *viewmodel.DetailState) {
			s.Code.Digits, s.Code.Next, s.Code.Hidden = "••• •••", "", true
		}), page: detailPage},
		inTrouble("detail-off", core.NotLinked, viewmodel.RequestsOff, viewmodel.MendLink),
		inTrouble("detail-paused", core.Paused, viewmodel.RequestsPaused, viewmodel.MendAgain),
		inTrouble("detail-stopped", core.Suspended, viewmodel.RequestsStopped, viewmodel.MendLink),
		inTrouble("detail-unknown", core.Relink, viewmodel.RequestsUnknown, viewmodel.MendLink),
		inTrouble("detail-blocked", core.Blocked, viewmodel.RequestsBlocked, ""),
		inTrouble("detail-garbled", core.Garbled, viewmodel.RequestsTrouble, viewmodel.MendFind),
		{name: "detail-lying", state: account(nil), page: detailPage, size: fyne.NewSize(700, 390)},
	}
}

// silenceOf are the troubles that only a new link ends, as the view-model has them.
var silenceOf = map[core.Kind]viewmodel.Silence{
	core.NotLinked: viewmodel.SilenceUnknown, core.Suspended: viewmodel.SilenceStopped, core.Relink: viewmodel.SilenceKeys,
}

// inTrouble is an account whose requests do not arrive.
func inTrouble(name string, kind core.Kind, how viewmodel.RequestsState, mend viewmodel.CheckMend) shot {
	return shot{name: name, page: detailPage, main: name == "detail-unknown", state: account(func(s *viewmodel.DetailState) {
		s.Requests, s.Problem, s.Mend, s.Silence = how, problemOf(kind, ""), mend, silenceOf[kind]
	})}
}
