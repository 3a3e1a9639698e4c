package viewmodel

import (
	"context"
	"slices"
	"time"

	"kauth/core"
)

// Trash has the accounts that were removed and can be put back for 30 days.
type Trash interface {
	// List gives them, the newest first.
	List() ([]core.Discarded, error)
	// PutBack moves one back to the accounts: core.NotFound; core.Duplicate where it is
	// there again.
	PutBack(id core.AccountID) (core.Account, error)
	// Remove removes some for ever.
	Remove(ids ...core.AccountID) error
}

// TrashPage lists what was removed.
type TrashPage struct {
	app     *App
	items   []TrashItem
	known   bool
	problem *Problem
}

// TrashItem is an account that was removed.
type TrashItem struct {
	ID           core.AccountID
	Title, Label string
	Days         int // until it is removed for ever; a begun one counts
	When         time.Time
	Linked       bool // it had a server: put back, it has codes alone
	Revoked      bool // its server turned this phone off
}

// TrashState shows them, the newest first.
type TrashState struct {
	Known   bool
	Items   []TrashItem
	More    int // that are not listed: the oldest
	Problem *Problem
	Toast   Toast
}

// trashShown is how many are listed; no person looks through more.
const trashShown = 100

// Screen names it.
func (TrashState) Screen() string { return "trash" }

func (p *TrashPage) state() State {
	shown := p.items[:min(len(p.items), trashShown)]
	return TrashState{Known: p.known, Items: shown, More: len(p.items) - len(shown), Problem: p.problem, Toast: p.app.toast}
}

// Trash goes to what was removed.
func (s *Settings) Trash() { s.app.do(func() { s.app.openTrash(nil) }) }

func (a *App) openTrash(why *Problem) {
	if a.phone.Trash == nil {
		return
	}
	p := &TrashPage{app: a, problem: why}
	a.push(p)
	p.look()
}

// look reads the trash, and says why where it cannot.
func (p *TrashPage) look() {
	trash := p.app.phone.Trash
	work(p.app, func(context.Context) ([]TrashItem, error) { return itemsOf(trash.List()) }, func(items []TrashItem, err error) {
		if err != nil {
			p.problem = problem(err)
			return
		}
		p.items, p.known = items, true
	})
}

func itemsOf(all []core.Discarded, err error) ([]TrashItem, error) {
	items := make([]TrashItem, 0, len(all))
	for _, d := range all {
		items = append(items, TrashItem{
			ID: d.Account.ID, Title: d.Account.Title(), Label: d.Account.Label, When: d.When,
			Days: int((d.Left + 24*time.Hour - 1) / (24 * time.Hour)), Linked: d.Account.LinkedTo != "", Revoked: d.By == core.ByServer,
		})
	}
	return items, err
}

// Open shows what can be done with one.
func (p *TrashPage) Open(id core.AccountID) {
	p.app.do(func() {
		i := slices.IndexFunc(p.items, func(t TrashItem) bool { return t.ID == id })
		if i >= 0 && p.app.top() == page(p) {
			p.app.push(&Trashed{app: p.app, list: p, items: p.items[i : i+1]})
		}
	})
}

// Empty asks before all of them are removed for ever.
func (p *TrashPage) Empty() {
	p.app.do(func() {
		if len(p.items) > 0 && p.app.top() == page(p) {
			p.app.push(&Trashed{app: p.app, list: p, items: p.items, sure: true})
		}
	})
}
