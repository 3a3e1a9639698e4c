package transfer

import (
	"time"

	"kauth/core"
	"kauth/core/api"
)

// Accounts makes new accounts of the entries that can become one, to be stored in one
// step. They come after those that are here: place is the first one's in the list.
func (r Report) Accounts(now time.Time, place int) []core.Account {
	var list []core.Account
	for _, e := range r.Entries {
		if !e.Usable() {
			continue
		}
		a := e.Account
		a.ID, a.Order = core.AccountID(api.NewID("acc_")), place+len(list)
		if a.Added.IsZero() {
			a.Added = now
		}
		list = append(list, a)
	}
	return list
}

// After gives the place behind all of these accounts.
func After(here []core.Account) (place int) {
	for _, a := range here {
		place = max(place, a.Order+1)
	}
	return place
}
