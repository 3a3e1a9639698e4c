package viewmodel

import (
	"context"
	"slices"

	"kauth/core"
)

// Trashed is one account that was removed, or all of them: what can be done with it.
type Trashed struct {
	app     *App
	list    *TrashPage
	items   []TrashItem
	sure    bool // asks whether to remove for ever
	busy    bool
	problem *Problem
}

// TrashedState shows it. Count is above one where all of them are meant.
type TrashedState struct {
	TrashItem
	Count   int
	Sure    bool // asks whether to remove for ever
	Busy    bool
	Problem *Problem
}

// Screen names it.
func (TrashedState) Screen() string { return "trashed" }

func (p *Trashed) state() State {
	return TrashedState{TrashItem: p.items[0], Count: len(p.items), Sure: p.sure, Busy: p.busy, Problem: p.problem}
}

// PutBack puts it back among the accounts.
func (p *Trashed) PutBack() {
	p.app.do(func() {
		if p.busy || p.sure {
			return
		}
		p.busy, p.problem = true, nil
		p.app.putBack(p.items[0].ID, func(err error) {
			if p.busy = false; err != nil {
				p.problem = problem(err)
				return
			}
			p.left()
		})
	})
}

// Ask asks whether to remove it for ever.
func (p *Trashed) Ask() { p.app.do(func() { p.sure = !p.busy }) }

// Forever removes it for ever.
func (p *Trashed) Forever() {
	p.app.do(func() {
		if p.busy || !p.sure {
			return
		}
		p.busy, p.problem = true, nil
		trash, ids := p.app.phone.Trash, make([]core.AccountID, 0, len(p.items))
		for _, t := range p.items {
			ids = append(ids, t.ID)
		}
		work(p.app, func(context.Context) (struct{}, error) { return struct{}{}, trash.Remove(ids...) }, func(_ struct{}, err error) {
			if p.busy = false; err != nil {
				p.problem = problem(err)
				return
			}
			p.app.say(ToastForever)
			p.left()
		})
	})
}

// left goes back to the list, which is another one by now.
func (p *Trashed) left() {
	p.app.pop(p)
	p.list.problem = nil
	p.list.look()
}

// Keep leaves it where it is.
func (p *Trashed) Keep() { p.app.Back() }

func (p *Trashed) back() {
	switch {
	case p.busy:
	case p.sure && len(p.items) == 1:
		p.sure, p.problem = false, nil
	default:
		p.app.pop(p)
	}
}

// putBack moves an account out of the trash, reads the accounts again, and says so.
func (a *App) putBack(id core.AccountID, after func(error)) {
	trash := a.phone.Trash
	work(a, func(context.Context) (core.Account, error) {
		acc, err := trash.PutBack(id)
		return acc.Bare(), err
	}, func(acc core.Account, err error) {
		if err == nil {
			err = a.reload()
		}
		if err == nil {
			what := ToastRestored
			if acc.LinkedTo != "" {
				what = ToastRestoredCodes
			}
			a.say(what)
			a.unwelcome()
		}
		after(err)
	})
}

// unwelcome puts the list of accounts in the place of the welcome that all else stands
// on: the app is not empty any more.
func (a *App) unwelcome() {
	if w, ok := a.stack[0].page.(*Welcome); ok && w.first && len(a.accounts) > 0 {
		a.lastID++
		a.stack[0] = placed{&Home{app: a}, a.lastID}
	}
}

// trashHas tells whether an account can be put back.
func (p *Phone) trashHas(id core.AccountID) bool {
	if p.Trash == nil {
		return false
	}
	all, err := p.Trash.List()
	return err == nil && slices.ContainsFunc(all, func(d core.Discarded) bool { return d.Account.ID == id })
}

// discarded says that an account was removed, and offers to undo it where that can be.
func (a *App) discarded(id core.AccountID, kept bool) {
	if !kept {
		a.say(ToastRemoved)
		return
	}
	a.sayFor(ToastRemoved, undoTime)
	a.undo = id
}

// Undo puts back what the toast says was removed.
func (h *Home) Undo() { h.app.do(h.app.undoRemoval) }

// Undo puts back the last account, which was removed a moment ago.
func (w *Welcome) Undo() { w.app.do(w.app.undoRemoval) }

func (a *App) undoRemoval() {
	id := a.undo
	if a.undo = ""; id == "" || a.phone == nil || a.phone.Trash == nil {
		return
	}
	a.toast = ""
	a.putBack(id, func(err error) {
		if err != nil {
			a.openTrash(problem(err))
		}
	})
}
