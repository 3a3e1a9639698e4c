package screen

import (
	"time"

	"kauth/app/viewmodel"
	"kauth/core"
)

func init() { moreShots = append(moreShots, rescueShots) }

var (
	foundShown      = &viewmodel.Found{}
	unreadableShown = &viewmodel.Unreadable{}
	anewShown       = &viewmodel.Anew{}
)

// brokenFile is where a damaged file is kept, on a desktop.
const brokenFile = "/home/anna/.config/kauth/vault.db.damaged-2026-05-12-094112"

// damaged is a report of a file of which n accounts of twelve are lost.
func damaged(lost int, names ...string) viewmodel.Report {
	return viewmodel.Report{Damage: &viewmodel.Damage{
		Found: at.Add(-time.Minute), From: viewmodel.FromSnapshot, Of: at.Add(-19 * time.Hour), Kept: 12 - lost,
		Lost: lost, Names: names, File: brokenFile,
	}}
}

func behind(changes int) viewmodel.Report {
	return viewmodel.Report{Behind: &viewmodel.Behind{Changes: changes, Of: at.Add(-72 * time.Hour)}}
}

func with(r viewmodel.Report, change func(*viewmodel.Damage)) viewmodel.Report {
	change(r.Damage)
	return r
}

func shownBefore(r viewmodel.Report) viewmodel.Report {
	r.Seen = true
	return r
}

func rescueShots() []shot {
	one := []viewmodel.Unread{{Place: "accounts/a", Account: true, Title: "Infomaniak", Label: "anna@example.ch"}}
	two := append([]viewmodel.Unread{{Place: "unknown/1", Account: true}}, one...)
	none := damaged(12)
	none.Damage.File = ""
	all := []shot{
		{name: "found-all", state: viewmodel.FoundState{Report: damaged(0), Saved: true}},
		{name: "found-missing", state: viewmodel.FoundState{Report: with(damaged(0), func(d *viewmodel.Damage) { d.Missing, d.File = true, "" })}},
		{name: "found-earlier", state: viewmodel.FoundState{Report: with(damaged(0), func(d *viewmodel.Damage) { d.From, d.Changes, d.Found = viewmodel.FromEarlier, 3, time.Time{} })}},
		{name: "found-unsure", state: viewmodel.FoundState{Report: with(damaged(0), func(d *viewmodel.Damage) {
			d.Earlier, d.Unsure = []string{"Infomaniak anna@example.ch", "GitHub annam"}, true
		})}},
		{name: "found-scan", state: viewmodel.FoundState{Report: with(damaged(3, "GitHub annam"), func(d *viewmodel.Damage) { d.From = viewmodel.FromScan }), Others: 2}},
		{name: "found-some", main: true, state: viewmodel.FoundState{Report: damaged(1, "Infomaniak anna@example.ch"), Unread: one}},
		{name: "found-none", state: viewmodel.FoundState{Report: none, Unread: two}},
		{name: "found-unread", state: viewmodel.FoundState{Unread: one}},
		{name: "found-problem", state: viewmodel.FoundState{Report: shownBefore(damaged(0)), Again: true, Problem: problemOf(core.StorageDenied, "")}},
		{name: "found-older", state: viewmodel.FoundState{Report: shownBefore(behind(7)), Again: true}},
	}
	for i := range all {
		all[i].page = foundShown
	}
	return append(all, unreadShots()...)
}

func unreadShots() []shot {
	list := func(b *viewmodel.Banner) viewmodel.State {
		s := four()
		s.Rows = append(s.Rows,
			viewmodel.AccountRow{ID: "accounts/x", Title: "Infomaniak", Label: "anna@example.ch", Identity: "accounts/x", Unread: true},
			viewmodel.AccountRow{ID: "unknown/1", Identity: "unknown/1", Unread: true})
		s.Banner = b
		return s
	}
	banner := func(r viewmodel.Report) *viewmodel.Banner {
		return &viewmodel.Banner{Kind: viewmodel.BannerFound, Report: r}
	}
	return []shot{
		{name: "home-unread", page: homePage, state: list(banner(damaged(2)))},
		{name: "home-restored", page: homePage, state: bannered(*banner(damaged(0)))},
		{name: "home-fixed", page: homePage, state: bannered(viewmodel.Banner{Kind: viewmodel.BannerFixed})},
		{name: "settings-found", page: settingsPage, state: viewmodel.SettingsState{Keyring: true, ClockKnown: true, Found: true, Report: shownBefore(damaged(1))}},
		{name: "unread", page: unreadableShown, main: true, state: viewmodel.UnreadableState{Title: "Infomaniak", Label: "anna@example.ch"}},
		{name: "unread-problem", page: unreadableShown, state: viewmodel.UnreadableState{Problem: problemOf(core.StorageFull, "")}},
		{name: "anew", page: anewShown, main: true, state: viewmodel.AnewState{}},
		{name: "anew-busy", page: anewShown, state: viewmodel.AnewState{Sure: true, Busy: true}},
		{name: "anew-problem", page: anewShown, state: viewmodel.AnewState{Sure: true, Problem: problemOf(core.StorageDenied, "")}},
	}
}
