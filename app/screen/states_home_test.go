package screen

import (
	"time"

	"kauth/app/viewmodel"
	"kauth/core"
)

var homePage = &viewmodel.Home{}

func listed(id, title, label, code string) viewmodel.AccountRow {
	return viewmodel.AccountRow{
		ID: core.AccountID(id), Title: title, Label: label, Identity: title + " " + label,
		Code: viewmodel.CodeView{Digits: code, Next: "730 166", Seconds: 19, Fraction: 19.0 / 30},
	}
}

// four are the accounts of the mock-ups.
func four() []viewmodel.AccountRow {
	return []viewmodel.AccountRow{
		listed("a", "Infomaniak", "anna@assoziation.ch", "482 913"), listed("b", "Infomaniak", "toto123@yahoo.com", "057 264"),
		listed("c", "GitHub", "annam", "913 008"), listed("d", "Nextcloud", "anna@cloud.example", "204 775"),
	}
}

func accounts(change func(*viewmodel.HomeState)) viewmodel.State {
	s := viewmodel.HomeState{Rows: four()}
	if change != nil {
		change(&s)
	}
	return s
}

func bannered(b viewmodel.Banner) viewmodel.State {
	return accounts(func(s *viewmodel.HomeState) { s.Banner = &b })
}

func homeShots() []shot {
	firefox := viewmodel.Banner{Kind: viewmodel.BannerRequest, Agent: "Firefox on Windows", Left: 84 * time.Second, Count: 1}
	two := firefox
	two.Count = 2
	unknown := firefox
	unknown.Agent = ""
	all := []shot{
		{name: "home-one", state: viewmodel.HomeState{Rows: four()[:1]}},
		{name: "home-many", state: accounts(nil)},
		{name: "home-request", state: bannered(firefox), main: true},
		{name: "home-requests", state: bannered(two)},
		{name: "home-unknown", state: bannered(unknown)},
		{name: "home-offline", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerOffline})},
		{name: "home-account", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerAccount, Server: "anna@example.ch", Problem: problemOf(core.Relink, "")})},
		{name: "home-server", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerServer, Server: "manager.example.ch", Problem: problemOf(core.Certificate, "")})},
		{name: "home-clock", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerClock, Ahead: time.Hour + 2*time.Minute})},
		{name: "home-codes", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerCodes, Server: "anna@assoziation.ch"})},
		{name: "home-searching", state: viewmodel.HomeState{Rows: four()[2:3], Searching: true, Query: "git"}},
		{name: "home-nothing", state: viewmodel.HomeState{Searching: true, Query: "bank"}},
		{name: "home-copied", state: accounts(func(s *viewmodel.HomeState) { s.Toast = viewmodel.ToastCopied })},
		{name: "home-kinds", state: accounts(kinds)},
		{name: "home-long", state: accounts(func(s *viewmodel.HomeState) { s.Rows = longNames() })},
		{name: "home-scripts", state: accounts(func(s *viewmodel.HomeState) { s.Rows = scripts() }), foreign: true},
	}
	for i := range all {
		all[i].page = homePage
	}
	return all
}

// kinds has a row that is half linked, one that counts, and one in its last seconds.
func kinds(s *viewmodel.HomeState) {
	s.Rows[0].Pending, s.Rows[0].Code = true, viewmodel.CodeView{}
	s.Rows[1].Counter, s.Rows[1].Code = true, viewmodel.CodeView{}
	s.Rows[2].Code = viewmodel.CodeView{Digits: "913 008", Next: "730 166", Seconds: 4, Fraction: 4.0 / 30, Last: true}
	s.Rows[3].Code = viewmodel.CodeView{Digits: "2047 7519", Next: "7301 6624", Seconds: 5, Fraction: 5.0 / 60, Last: true}
}

func longNames() []viewmodel.AccountRow {
	return []viewmodel.AccountRow{
		listed("a", "A company with a very long name that goes on", "someone.with.a.long.name@a-very-long-domain.example", "482 913"),
		listed("b", "Fire 🔥 and 👩‍👩‍👧‍👦", "👍🏽 thumbs@example.ch", "0572 6419"),
		listed("c", "Zürcher Kantonalbank", "élodie@çà-et-là.example", "913 0084"),
		listed("d", "Steam", "", "R5K7Q"),
	}
}

func scripts() []viewmodel.AccountRow {
	return []viewmodel.AccountRow{
		listed("a", "小林花子銀行", "花子@例え.テスト", "482 913"), listed("b", "בנק לאומי", "דנה@example.co.il", "057 264"),
		listed("c", "البنك الأهلي", "ليلى@example.sa", "913 008"), listed("d", "Сбербанк", "анна@пример.рф", "204 775"),
	}
}
