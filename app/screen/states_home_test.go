package screen

import (
	"time"

	"kauth/app/viewmodel"
	"kauth/core"
)

var homePage = &viewmodel.Home{}

func listed(id, title, label string) viewmodel.AccountRow {
	return viewmodel.AccountRow{ID: core.AccountID(id), Title: title, Label: label, Identity: title + " " + label}
}

// live are accounts with their codes.
func live(rows []viewmodel.AccountRow, digits ...string) viewmodel.HomeState {
	s := viewmodel.HomeState{Rows: rows}
	for _, d := range digits {
		s.Codes = append(s.Codes, viewmodel.CodeView{Digits: d, Next: "730 166", Seconds: 19, Fraction: 19.0 / 30})
	}
	return s
}

// four are the accounts of the mock-ups.
func four() viewmodel.HomeState {
	return live([]viewmodel.AccountRow{
		listed("a", "Infomaniak", "anna@assoziation.ch"), listed("b", "Infomaniak", "toto123@yahoo.com"),
		listed("c", "GitHub", "annam"), listed("d", "Nextcloud", "anna@cloud.example"),
	}, "482 913", "057 264", "913 008", "204 775")
}

func accounts(change func(*viewmodel.HomeState)) viewmodel.State {
	s := four()
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
		{name: "home-one", state: live(four().Rows[:1], "482 913")},
		{name: "home-many", state: accounts(nil)},
		{name: "home-request", state: bannered(firefox), main: true},
		{name: "home-requests", state: bannered(two)},
		{name: "home-unknown", state: bannered(unknown)},
		{name: "home-offline", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerOffline})},
		{name: "home-account", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerAccount, Server: "anna@example.ch", Problem: problemOf(core.Paused, "")})},
		{name: "home-silent", main: true, state: accounts(func(s *viewmodel.HomeState) {
			s.Banner = &viewmodel.Banner{Kind: viewmodel.BannerAccount, Server: "toto123@yahoo.com", Silence: viewmodel.SilenceKeys}
			s.More = []viewmodel.Banner{{Kind: viewmodel.BannerRestored, Count: 1}}
			s.Rows[0].Silent, s.Rows[1].Silent = true, true
		})},
		{name: "home-off", state: accounts(func(s *viewmodel.HomeState) {
			s.Banner = &viewmodel.Banner{Kind: viewmodel.BannerRestored, Count: 2}
			s.Rows[0].Silent, s.Rows[1].Silent = true, true
		})},
		{name: "home-server", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerServer, Server: "manager.example.ch", Problem: problemOf(core.Certificate, "")})},
		{name: "home-clock", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerClock, Ahead: time.Hour + 2*time.Minute})},
		{name: "home-clock-wrong", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerClock, Wrong: time.Unix(0, 0).UTC()})},
		{name: "home-codes", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerCodes, Server: "anna@assoziation.ch"})},
		{name: "home-more", state: severalBanners(false)},
		{name: "home-unfolded", state: severalBanners(true)},
		{name: "home-searching", state: searched(live(four().Rows[2:3], "913 008"), "git")},
		{name: "home-nothing", state: searched(viewmodel.HomeState{}, "bank")},
		{name: "home-copied", state: accounts(func(s *viewmodel.HomeState) { s.Toast = viewmodel.ToastCopied })},
		{name: "home-kinds", state: accounts(kinds)},
		{name: "home-long", state: longNames()},
		{name: "home-scripts", state: scripts(), foreign: true},
	}
	for i := range all {
		all[i].page = homePage
	}
	return all
}

// severalBanners is a phone with more than one thing to say.
func severalBanners(unfolded bool) viewmodel.State {
	return accounts(func(s *viewmodel.HomeState) {
		s.Banner, s.Unfolded = &viewmodel.Banner{Kind: viewmodel.BannerOffline}, unfolded
		s.More = []viewmodel.Banner{{Kind: viewmodel.BannerFixed}, {Kind: viewmodel.BannerCodes, Server: "anna@assoziation.ch"}}
	})
}

// kinds has a row that is half linked, one that counts, and one in its last seconds.
func kinds(s *viewmodel.HomeState) {
	s.Rows[0].Pending, s.Codes[0] = true, viewmodel.CodeView{}
	s.Rows[1].Counter, s.Codes[1] = true, viewmodel.CodeView{}
	s.Codes[2] = viewmodel.CodeView{Digits: "913 008", Next: "730 166", Seconds: 4, Fraction: 4.0 / 30, Last: true}
	s.Codes[3] = viewmodel.CodeView{Digits: "2047 7519", Next: "7301 6624", Seconds: 5, Fraction: 5.0 / 60, Last: true}
}

func longNames() viewmodel.State {
	return live([]viewmodel.AccountRow{
		listed("a", "A company with a very long name that goes on", "someone.with.a.long.name@a-very-long-domain.example"),
		listed("b", "Fire 🔥 and 👩‍👩‍👧‍👦", "👍🏽 thumbs@example.ch"),
		listed("c", "Zürcher Kantonalbank", "élodie@çà-et-là.example"),
		listed("d", "Steam", ""),
	}, "482 913", "0572 6419", "913 0084", "R5K7Q")
}

func scripts() viewmodel.State {
	return live([]viewmodel.AccountRow{
		listed("a", "小林花子銀行", "花子@例え.テスト"), listed("b", "בנק לאומי", "דנה@example.co.il"),
		listed("c", "البنك الأهلي", "ليلى@example.sa"), listed("d", "Сбербанк", "анна@пример.рф"),
	}, "482 913", "057 264", "913 008", "204 775")
}

func searched(s viewmodel.HomeState, query string) viewmodel.State {
	s.Searching, s.Query = true, query
	return s
}
