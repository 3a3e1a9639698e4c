package viewmodel

import "kauth/core"

// Silence is why requests do not reach this phone for an account, where linking it again
// is what mends that. Its codes are shown all the while.
type Silence string

// The silences.
const (
	SilenceUnknown  Silence = "unknown"  // its server does not know this phone, or no longer
	SilenceKeys     Silence = "keys"     // its server's keys changed while this phone slept
	SilenceStopped  Silence = "stopped"  // its server suspects a copy of this phone
	SilenceKey      Silence = "key"      // this phone's hardware has lost the key that answers
	SilenceRestored Silence = "restored" // it came from a backup, which holds no keys
)

// silences are the troubles that only a new link ends.
var silences = map[core.Kind]Silence{
	core.NotLinked: SilenceUnknown, core.KeyGone: SilenceUnknown, core.Relink: SilenceKeys, core.WrongKey: SilenceKeys,
	core.Suspended: SilenceStopped, core.SignerGone: SilenceKey,
}

// silent are the accounts that requests do not reach; nil where they reach all.
func (a *App) silent() map[core.AccountID]Silence {
	var all map[core.AccountID]Silence
	trouble := a.phone.Inbox.AccountTrouble()
	for i := range a.accounts {
		acc := &a.accounts[i]
		s := silences[core.KindOf(trouble[acc.ID])]
		if acc.Restored() {
			s = SilenceRestored
		}
		if s == "" || acc.State != core.Active && s != SilenceRestored {
			continue
		}
		if all == nil {
			all = map[core.AccountID]Silence{}
		}
		all[acc.ID] = s
	}
	return all
}

// standIn is what an account is being linked again by; not ok where it is not.
func (a *App) standIn(id core.AccountID) (core.Account, bool) {
	for _, acc := range a.accounts {
		if acc.Replaces == id && id != "" {
			return acc, true
		}
	}
	return core.Account{}, false
}

// standsIn tells an account without a row of its own: that of the account whose place it
// takes is there.
func (a *App) standsIn(acc *core.Account) bool {
	if acc.Replaces == "" {
		return false
	}
	_, ok := a.account(acc.Replaces)
	return ok
}

// restoredBanner is one for all that came from a backup.
func (a *App) restoredBanner() []Banner {
	b := Banner{Kind: BannerRestored}
	for i := range a.accounts {
		if acc := &a.accounts[i]; acc.Restored() {
			if b.Count++; b.Count == 1 {
				b.Account, b.Server = acc.ID, acc.Label
			}
		}
	}
	if b.Count == 0 {
		return nil
	}
	return []Banner{b}
}

// openAgain goes on with linking an account again, from wherever that was left.
func (a *App) openAgain(id core.AccountID) {
	if acc, ok := a.account(id); ok && acc.Server() != "" {
		a.push(&Again{app: a, account: acc.Bare()})
	}
}
