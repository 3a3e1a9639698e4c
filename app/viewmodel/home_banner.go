package viewmodel

import (
	"time"

	"kauth/core"
)

// BannerKind picks a banner's words and colour.
type BannerKind string

// The banners over the accounts, the most pressing first.
const (
	BannerRequest BannerKind = "request"
	BannerFound   BannerKind = "found" // what was wrong with the vault; until it is put aside
	BannerFixed   BannerKind = "fixed" // nothing can be stored
	BannerOffline BannerKind = "offline"
	BannerServer  BannerKind = "server"
	BannerAccount BannerKind = "account"
	BannerClock   BannerKind = "clock"
	BannerCodes   BannerKind = "codes"
)

// Banner is one line over the accounts.
type Banner struct {
	Kind    BannerKind
	Agent   string        // request: the device that asks
	Left    time.Duration // request: how long it waits
	Count   int           // request: how many wait
	Server  string        // server: which one; account, codes: whose
	Problem *Problem      // server, account: why
	Ahead   time.Duration // clock: how far the phone is ahead; negative is behind
	Wrong   time.Time     // clock: what it says, where that cannot be; else zero
	Account core.AccountID
	Report  Report // found: what
}

// clockWarns is how far the clock may be off before a person is told: codes begin
// to fail at about one step.
const clockWarns = 25 * time.Second

func (a *App) banner() *Banner {
	if waiting := a.waiting(); len(waiting) > 0 {
		c := waiting[0]
		return &Banner{Kind: BannerRequest, Agent: c.Context.Agent, Left: a.phone.Inbox.Remaining(c).Truncate(time.Second), Count: len(waiting)}
	}
	if a.found.is {
		return &Banner{Kind: BannerFound, Report: a.found.report}
	}
	if !a.phone.Clock.Credible() { // before a server's trouble: no certificate is valid then
		return &Banner{Kind: BannerClock, Wrong: a.phone.Clock.Now()}
	}
	if b := a.troubleBanner(); b != nil {
		return b
	}
	trouble := a.phone.Inbox.AccountTrouble()
	for i := range a.accounts {
		acc := &a.accounts[i]
		if err := trouble[acc.ID]; err != nil {
			return &Banner{Kind: BannerAccount, Server: acc.Label, Problem: problem(err), Account: acc.ID}
		}
	}
	if a.phone.Fixed {
		return &Banner{Kind: BannerFixed}
	}
	if ahead, known := a.phone.Clock.Off(); known && ahead.Abs() > clockWarns {
		return &Banner{Kind: BannerClock, Ahead: ahead.Truncate(time.Second)}
	}
	for i := range a.accounts {
		acc := &a.accounts[i]
		if acc.CodesWaiting && acc.State == core.Active {
			return &Banner{Kind: BannerCodes, Account: acc.ID, Server: acc.Label}
		}
	}
	return nil
}

// troubleBanner says "you are offline" where no server can be reached, and names
// the server where only one cannot.
func (a *App) troubleBanner() *Banner {
	trouble := a.phone.Inbox.Trouble()
	if len(trouble) == 0 {
		return nil
	}
	origins := map[string]bool{}
	for i := range a.accounts {
		acc := &a.accounts[i]
		if acc.Device != nil && acc.State == core.Active {
			origins[acc.Device.Origin] = true
		}
	}
	first, offline := "", 0
	for o := range origins {
		err, bad := trouble[o]
		if !bad {
			continue
		}
		if k := core.KindOf(err); k == core.Offline || k == core.Slow {
			offline++
		}
		if first == "" || o < first {
			first = o
		}
	}
	switch {
	case first == "":
		return nil
	case offline == len(origins):
		return &Banner{Kind: BannerOffline}
	}
	return &Banner{Kind: BannerServer, Server: host(first), Problem: problem(trouble[first])}
}

// OpenBanner does what the banner is about.
func (h *Home) OpenBanner() {
	h.app.do(func() {
		b := h.app.banner()
		switch {
		case b == nil:
		case !h.inSight(): // a second tap on what has opened already
		case b.Kind == BannerRequest:
			h.app.push(newChallenge(h.app, h.app.waiting()[0]))
		case b.Kind == BannerFound:
			h.app.showFound()
		case b.Kind == BannerFixed:
			h.app.push(&Trouble{app: h.app, problem: &Problem{Kind: core.StorageDenied}, fixed: true})
		case b.Kind == BannerCodes:
			if acc, ok := h.app.account(b.Account); ok {
				h.app.push(newCodes(h.app, acc))
			}
		case b.Kind == BannerAccount:
			if acc, ok := h.app.account(b.Account); ok {
				h.show(&Detail{app: h.app, account: acc.Bare()})
			}
		case b.Kind == BannerClock:
			h.app.push(&Settings{app: h.app})
		case h.app.phone.Check != nil:
			h.app.check() // it asks every server as well, and says what came of it
		default:
			h.app.refresh()
		}
	})
}
