package viewmodel

import (
	"context"
	"io"

	"kauth/core"
	"kauth/core/history"
)

// ActivityChoice chooses whose activity is shown.
type ActivityChoice struct {
	app *App
	of  *Activity
}

// ActivityChoiceState shows it.
type ActivityChoiceState struct {
	Chosen   core.AccountID // "": all
	Accounts []ActivityAccount
}

// ActivityAccount is one to choose.
type ActivityAccount struct {
	ID           core.AccountID
	Title, Label string
}

// Screen names it.
func (ActivityChoiceState) Screen() string { return "activitychoice" }

func (c *ActivityChoice) state() State {
	s := ActivityChoiceState{Chosen: c.of.account}
	for _, acc := range c.app.accounts {
		if acc.Device != nil {
			s.Accounts = append(s.Accounts, ActivityAccount{acc.ID, acc.Title(), acc.Label})
		}
	}
	return s
}

// Choose takes one, or "" for all, and goes back.
func (c *ActivityChoice) Choose(id core.AccountID) {
	c.app.do(func() {
		if v := c.of; v.account != id {
			v.account, v.wanted = id, activityPage
			v.load()
		}
		c.app.pop(c)
	})
}

// ActivityExport writes the history to a file, after it has said what will be in it.
type ActivityExport struct {
	app     *App
	account core.AccountID
	busy    bool
	problem *Problem
}

// ActivityExportState shows it.
type ActivityExportState struct {
	Account string // whose; "" for all of them
	Busy    bool
	Problem *Problem
	Toast   Toast
}

// Screen names it.
func (ActivityExportState) Screen() string { return "activityexport" }

func (x *ActivityExport) state() State {
	acc, _ := x.app.account(x.account)
	return ActivityExportState{Account: acc.Label, Busy: x.busy, Problem: x.problem, Toast: x.app.toast}
}

// exportMost is more than the history keeps.
const exportMost = 10000

// errand lets the person look for a place, which a phone shows in another app.
func (x *ActivityExport) errand() bool { return true }

// Save writes to a file that the person chose: a table, or JSON. w is closed.
func (x *ActivityExport) Save(w io.WriteCloser, table bool) {
	x.app.do(func() {
		if x.busy || x.app.phone.Past == nil {
			_ = w.Close() // nothing was written
			return
		}
		x.busy, x.problem = true, nil
		past, q := x.app.phone.Past, history.Query{Account: x.account}
		save := func(context.Context) (struct{}, error) { return struct{}{}, export(past, q, w, table) }
		work(x.app, save, func(_ struct{}, err error) {
			if x.busy = false; err != nil {
				x.problem = problem(err)
				return
			}
			x.app.say(ToastSaved)
		})
	})
}

func export(past Past, q history.Query, w io.WriteCloser, table bool) error {
	records, _, err := past.List(q, 0, exportMost)
	if err != nil {
		_ = w.Close() // the error before it tells more
		return err
	}
	write := history.WriteJSON
	if table {
		write = history.WriteCSV
	}
	err = write(w, records)
	if e := w.Close(); err == nil {
		err = e
	}
	if err != nil {
		return core.E("viewmodel.Export", core.StorageDenied, err)
	}
	return nil
}
