package screen

import (
	"time"

	"kauth/app/viewmodel"
	"kauth/core"
)

func init() { moreShots = append(moreShots, trashShots) }

var (
	trashPage   = &viewmodel.TrashPage{}
	trashedPage = &viewmodel.Trashed{}
)

func trashShots() []shot {
	items := []viewmodel.TrashItem{
		{ID: "a", Title: "Infomaniak", Label: "anna@assoziation.ch", Days: 30, Linked: true},
		{ID: "b", Title: "GitHub", Label: "annam", Days: 12},
		{ID: "c", Title: "someone.with.a.very.long.name@a-very-long-domain.example", Label: "someone.with.a.very.long.name@a-very-long-domain.example", Days: 1, Revoked: true},
	}
	one := func(i int, change func(*viewmodel.TrashedState)) viewmodel.State {
		s := viewmodel.TrashedState{TrashItem: items[i], Count: 1}
		s.When = at.Add(-18 * 24 * time.Hour)
		if change != nil {
			change(&s)
		}
		return s
	}
	sure := func(s *viewmodel.TrashedState) { s.Sure = true }
	return []shot{
		{name: "trash", state: viewmodel.TrashState{Known: true, Items: items, More: 900}, page: trashPage, main: true},
		{name: "trash-empty", state: viewmodel.TrashState{Known: true}, page: trashPage},
		{name: "trash-problem", state: viewmodel.TrashState{Known: true, Items: items[:1], Problem: problemOf(core.Duplicate, "")}, page: trashPage},
		{name: "trashed-linked", state: one(0, nil), page: trashedPage, main: true},
		{name: "trashed-code-only", state: one(1, nil), page: trashedPage},
		{name: "trashed-revoked", state: one(2, nil), page: trashedPage},
		{name: "trashed-sure", state: one(1, sure), page: trashedPage},
		{name: "trashed-all", state: one(1, func(s *viewmodel.TrashedState) { s.Sure, s.Count = true, 3 }), page: trashedPage},
		{name: "trashed-busy", state: one(1, func(s *viewmodel.TrashedState) { s.Sure, s.Busy = true, true }), page: trashedPage},
		{name: "trashed-problem", state: one(1, func(s *viewmodel.TrashedState) { s.Problem = problemOf(core.StorageFull, "") }), page: trashedPage},
		{name: "home-undo", state: homeUndo(), page: &viewmodel.Home{}},
		{name: "welcome-undo", state: viewmodel.WelcomeState{First: true, Toast: viewmodel.ToastRemoved, Undo: true}, page: &viewmodel.Welcome{}},
	}
}

func homeUndo() viewmodel.State {
	for _, s := range homeShots() {
		if h, ok := s.state.(viewmodel.HomeState); ok && len(h.Rows) > 1 && h.Banner == nil && !h.Searching {
			h.Toast, h.Undo = viewmodel.ToastRemoved, true
			return h
		}
	}
	panic("no list of accounts is drawn")
}
