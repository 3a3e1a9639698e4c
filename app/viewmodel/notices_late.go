package viewmodel

import (
	"context"

	"kauth/core"
)

// tellLate follows a tap on a notification whose request is over: nothing is answered,
// and the page that says what became of it comes to the front.
func (a *App) tellLate(id string) {
	if a.phone == nil || a.phone.Past == nil || a.isLocked() {
		return // the lock says no names
	}
	var owners []core.AccountID
	for _, acc := range a.accounts {
		if acc.Device != nil {
			owners = append(owners, acc.ID)
		}
	}
	past := a.phone.Past
	find := func(context.Context) (owner core.AccountID, err error) {
		for _, owner = range owners {
			if _, err = past.Find(owner, id); err == nil {
				return owner, nil
			}
		}
		return "", err
	}
	work(a, find, func(owner core.AccountID, err error) {
		if err != nil || owner == "" {
			return // nothing is known of it
		}
		a.raise()
		switch top := a.top().(type) {
		case *Home, *Settings, *Activity, *Detail:
			a.push(newActivityRecord(a, owner, id))
		case *ActivityRecord:
			if top.id != id {
				a.replace(newActivityRecord(a, owner, id))
			}
		}
	})
}
