package viewmodel

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"kauth/core"
)

// Order is the order of the accounts in the list.
type Order string

// The orders.
const (
	ByHand Order = ""     // the person's own; new accounts come last
	ByName Order = "name" // A to Z
	ByUse  Order = "used" // the most used first
)

// The keys of the choices about the list.
const (
	choiceOrder = "accounts.order" // an Order
	choiceCodes = "accounts.codes" // "hide": shown when they are tapped; "": always
)

// revealTime is how long a code is shown that was tapped.
const revealTime = 20 * time.Second

// listing is how the accounts are listed. A choice of it takes effect at once.
type listing struct {
	order    Order
	hide     bool                         // codes are dots until they are tapped
	revealed map[core.AccountID]time.Time // those that were, and until when
	wide     bool                         // the window has room for the list beside an account
	check    RefreshState
	checks   int
}

func readListing(c Choices) listing {
	l := listing{order: Order(c.String(choiceOrder)), hide: c.String(choiceCodes) == "hide", revealed: map[core.AccountID]time.Time{}}
	if l.order != ByName && l.order != ByUse {
		l.order = ByHand
	}
	return l
}

// ordered are the accounts as they are listed. The store has them in the order by hand.
func (a *App) ordered() []core.Account {
	if a.l.order == ByHand {
		return a.accounts
	}
	type keyed struct {
		core.Account
		title, label string
	}
	all := make([]keyed, len(a.accounts))
	for i, acc := range a.accounts {
		all[i] = keyed{acc, fold(acc.Title()), fold(acc.Label)}
	}
	slices.SortStableFunc(all, func(x, y keyed) int {
		if a.l.order == ByUse {
			return cmp.Compare(y.Uses, x.Uses)
		}
		return cmp.Or(strings.Compare(x.title, y.title), strings.Compare(x.label, y.label))
	})
	out := make([]core.Account, len(all))
	for i := range all {
		out[i] = all[i].Account
	}
	return out
}

// used counts that a code was copied. The list does not move under the finger for it,
// and a count that cannot be stored is not worth a person's attention.
func (a *App) used(id core.AccountID) {
	for i := range a.accounts {
		if a.accounts[i].ID == id {
			a.tallied(&a.accounts[i])
		}
	}
	accounts := a.phone.Accounts
	go func() {
		_ = accounts.UpdateAccount(id, func(now *core.Account) error {
			a.tallied(now)
			return nil
		})
	}()
}

// move puts an account where another is, in the order by hand.
func (a *App) move(id core.AccountID, to int) {
	from := slices.IndexFunc(a.accounts, func(acc core.Account) bool { return acc.ID == id })
	if a.l.order != ByHand || from < 0 || to < 0 || to >= len(a.accounts) || from == to {
		return
	}
	ids := make([]core.AccountID, len(a.accounts))
	for i := range ids {
		ids[i] = a.accounts[i].ID
	}
	ids = slices.Insert(slices.Delete(ids, from, from+1), to, id)
	err := a.phone.Accounts.Arrange(ids)
	if err == nil {
		err = a.reload()
	}
	if err != nil {
		a.push(&Trouble{app: a, problem: problem(err)})
	}
}
