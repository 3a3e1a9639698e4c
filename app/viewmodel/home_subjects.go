package viewmodel

import (
	"slices"
	"time"

	"kauth/core"
)

// clockWarns is how far the clock may be off before a person is told: codes begin
// to fail at about one step.
const clockWarns = 25 * time.Second

func (a *App) requestBanner() []Banner {
	waiting := a.waiting()
	if len(waiting) == 0 {
		return nil
	}
	c := waiting[0]
	return []Banner{{Kind: BannerRequest, Agent: c.Context.Agent, Left: a.phone.Inbox.Remaining(c).Truncate(time.Second), Count: len(waiting)}}
}

func (h *Home) openRequest(Banner) { h.app.push(newChallenge(h.app, h.app.waiting()[0])) }

func (h *Home) openFound(Banner) { h.app.showFound() }

func (a *App) foundBanner() []Banner {
	if !a.found.is {
		return nil
	}
	return []Banner{{Kind: BannerFound, Report: a.found.report}}
}

// clockBanner says that the clock is off, or cannot be right at all: no server's
// certificate is valid then, so this comes before their trouble.
func (a *App) clockBanner() []Banner {
	if !a.phone.Clock.Credible() {
		return []Banner{{Kind: BannerClock, Wrong: a.phone.Clock.Now()}}
	}
	return nil
}

// aheadBanner says by how much a clock is off that codes can still be made with.
func (a *App) aheadBanner() []Banner {
	ahead, known := a.phone.Clock.Off()
	if !known || ahead.Abs() <= clockWarns || !a.phone.Clock.Credible() {
		return nil
	}
	return []Banner{{Kind: BannerClock, Ahead: ahead.Truncate(time.Second)}}
}

func (h *Home) openSettings(Banner) { h.app.push(&Settings{app: h.app}) }

func (a *App) fixedBanner() []Banner {
	if !a.phone.Fixed {
		return nil
	}
	return []Banner{{Kind: BannerFixed}}
}

func (h *Home) openFixed(Banner) {
	h.app.push(&Trouble{app: h.app, problem: &Problem{Kind: core.StorageDenied}, fixed: true})
}

func (a *App) codesBanner() (all []Banner) {
	for i := range a.accounts {
		if acc := &a.accounts[i]; acc.CodesWaiting && acc.State == core.Active {
			all = append(all, Banner{Kind: BannerCodes, Account: acc.ID, Server: acc.Label})
		}
	}
	return all
}

func (h *Home) openCodes(b Banner) {
	if acc, ok := h.app.account(b.Account); ok {
		h.app.push(newCodes(h.app, acc))
	}
}

// accountBanner names the accounts that their servers answer, but not as they should.
func (a *App) accountBanner() (all []Banner) {
	trouble := a.phone.Inbox.AccountTrouble()
	for i := range a.accounts {
		acc := &a.accounts[i]
		if err := trouble[acc.ID]; err != nil {
			all = append(all, Banner{Kind: BannerAccount, Server: acc.Label, Problem: problem(err), Account: acc.ID, Silence: silences[core.KindOf(err)]})
		}
	}
	return all
}

func (h *Home) openAccount(b Banner) {
	if acc, ok := h.app.account(b.Account); ok {
		h.show(&Detail{app: h.app, account: acc.Bare()})
	}
}

// offlineBanner says "you are offline" where no server can be reached.
func (a *App) offlineBanner() []Banner {
	if _, offline := a.serverTrouble(); offline {
		return []Banner{{Kind: BannerOffline}}
	}
	return nil
}

// serverBanner names the servers that cannot be used where others can, or where there
// is another reason than the network.
func (a *App) serverBanner() []Banner {
	all, offline := a.serverTrouble()
	if offline {
		return nil
	}
	return all
}

func (a *App) serverTrouble() (all []Banner, offline bool) {
	trouble := a.phone.Inbox.Trouble()
	if len(trouble) == 0 || !a.phone.Clock.Credible() { // no certificate is valid then
		return nil, false
	}
	silent, origins := 0, a.origins()
	for _, o := range origins {
		err := trouble[o]
		if err == nil {
			continue
		}
		if k := core.KindOf(err); k == core.Offline || k == core.Slow {
			silent++
		}
		all = append(all, Banner{Kind: BannerServer, Server: host(o), Problem: problem(err)})
	}
	return all, len(all) > 0 && silent == len(origins)
}

// origins are the servers of the linked accounts, each once, in the accounts' order.
func (a *App) origins() (all []string) {
	for i := range a.accounts {
		if acc := &a.accounts[i]; acc.Device != nil && acc.State == core.Active && !slices.Contains(all, acc.Device.Origin) {
			all = append(all, acc.Device.Origin)
		}
	}
	return all
}

// openCheck asks every server as well, and says what came of it.
func (h *Home) openCheck(Banner) {
	if h.app.phone.Check == nil {
		h.app.refresh()
		return
	}
	h.app.check()
}
