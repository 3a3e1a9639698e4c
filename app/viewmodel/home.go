package viewmodel

import (
	"time"

	"kauth/core"
	"kauth/core/otp"
)

// Home is the accounts with their live codes.
type Home struct {
	app       *App
	searching bool
	query     string
	typed     int
	listed    listed
	sight     [2]int // the rows that the screen shows, or will soon
	kept      map[core.AccountID]keptCode
}

// HomeState shows them.
type HomeState struct {
	Rows      []AccountRow // shared by the States until one changes: not to be written to
	First     int          // the row that Codes begins with
	Codes     []CodeView   // of the rows in sight
	Banner    *Banner
	Searching bool
	Query     string
	Typed     int // how often the query was changed by keys that were typed beside the field
	Toast     Toast
	Check     RefreshState
	Selected  core.AccountID // the account that is open beside the list
	Movable   bool           // the order is the person's own, and all of it is shown
}

// Screen names it.
func (HomeState) Screen() string { return "home" }

// Code is a row's code, where the row is in sight.
func (s HomeState) Code(i int) CodeView {
	if i < s.First || i >= s.First+len(s.Codes) {
		return CodeView{}
	}
	return s.Codes[i-s.First]
}

// AccountRow is one account in the list, without what changes each second.
type AccountRow struct {
	ID       core.AccountID
	Title    string
	Label    string
	Identity string
	Pending  bool // linking is not finished: a tap goes on with it
	Counter  bool // HOTP: a tap makes the next code
}

// CodeView is a code as it is shown.
type CodeView struct {
	Digits   string  // grouped: "482 913"; "" where there is none
	Next     string  // grouped
	Seconds  int     // that it still has
	Fraction float64 // of its life that is left
	Last     bool    // the last 5 seconds
	Hidden   bool    // Digits are dots: a tap shows them for a while
}

// BannerKind picks a banner's words and colour.
type BannerKind string

// The banners over the accounts, the most pressing first.
const (
	BannerRequest BannerKind = "request"
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
	Account core.AccountID
}

func (h *Home) state() State {
	s := HomeState{
		Searching: h.searching, Query: h.query, Typed: h.typed, Toast: h.app.toast, Banner: h.app.banner(), Rows: h.rows(),
		Check: h.app.l.check, Movable: h.app.l.order == ByHand && h.query == "",
	}
	s.First, s.Codes = h.codes()
	if d := h.beside(); d != nil && h.app.l.wide {
		s.Selected = d.account.ID
		if h.app.top() == page(d) {
			s.Toast = "" // it is shown there
		}
	}
	return s
}

// code is an account's code for now, by the clock of its own server.
func (a *App) code(acc core.Account) CodeView {
	v, _ := codeAt(acc.OTP, a.timeFor(acc))
	return v
}

// codeAt is the code for t, and how long it holds.
func codeAt(o core.OTP, t time.Time) (CodeView, time.Duration) {
	c, err := otp.At(o, t)
	if err != nil {
		return CodeView{}, 0
	}
	v := CodeView{Digits: otp.Group(c.Digits), Next: otp.Group(c.Next)}
	return v.with(c.Left, c.Period), c.Left
}

// with is the code with that much left of its life; a counter's has none.
func (v CodeView) with(left, period time.Duration) CodeView {
	if period > 0 {
		v.Seconds = int((left + time.Second - 1) / time.Second)
		v.Fraction = float64(v.Seconds) * float64(time.Second) / float64(period)
		v.Last = v.Seconds <= 5
	}
	return v
}

func (a *App) timeFor(acc core.Account) time.Time {
	if acc.Device != nil {
		return a.phone.Clock.At(acc.Device.Origin)
	}
	return a.phone.Clock.Now()
}

// clockWarns is how far the clock may be off before a person is told: codes begin
// to fail at about one step.
const clockWarns = 25 * time.Second

func (a *App) banner() *Banner {
	if waiting := a.waiting(); len(waiting) > 0 {
		c := waiting[0]
		return &Banner{Kind: BannerRequest, Agent: c.Context.Agent, Left: a.phone.Inbox.Remaining(c).Truncate(time.Second), Count: len(waiting)}
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

// Open shows one account, or goes on with one that is half linked.
func (h *Home) Open(id core.AccountID) { h.app.do(func() { h.open(id) }) }

func (h *Home) open(id core.AccountID) {
	acc, ok := h.app.account(id)
	if !ok {
		return
	}
	switch acc.State {
	case core.Unconfirmed:
		h.app.push(newDigits(h.app, acc))
	case core.Registering:
		work(h.app, h.app.phone.Enroll.Resume, func(w []core.Account, _ error) { h.app.resumed(w) })
	default:
		if d := h.beside(); d == nil || d.account.ID != id {
			h.show(&Detail{app: h.app, account: acc})
		}
	}
}

// Menu opens what can be done with an account.
func (h *Home) Menu(id core.AccountID) {
	h.app.do(func() {
		if _, ok := h.app.account(id); ok && h.inSight() {
			h.app.push(&RowMenu{app: h.app, home: h, id: id})
		}
	})
}

// inSight tells that the list is on top, or beside the account that is.
func (h *Home) inSight() bool {
	top := h.app.top()
	d := h.beside()
	return top == page(h) || d != nil && top == page(d)
}

// Move puts an account so many places further down, or up where by is negative.
func (h *Home) Move(id core.AccountID, by int) {
	h.app.do(func() {
		if at := h.place(id); at >= 0 && h.query == "" {
			h.app.move(id, at+by)
		}
	})
}

// Copy copies an account's code.
func (h *Home) Copy(id core.AccountID) {
	h.app.do(func() {
		acc, ok := h.app.account(id)
		if ok && acc.State != core.Unconfirmed && acc.State != core.Registering {
			h.app.copyFrom(acc)
		}
	})
}

// copyFrom copies the code for now; a counter moves on first, so that no code is
// given out twice.
func (a *App) copyFrom(acc core.Account) {
	c, err := otp.At(acc.OTP, a.timeFor(acc))
	if err != nil {
		return
	}
	if acc.OTP.Type == core.HOTP && !a.count(acc) {
		return
	}
	hidden := a.hides(acc.ID) && acc.OTP.Type != core.HOTP
	a.copySecret(c.Digits)
	if hidden {
		a.reveal(acc.ID)
		a.say(ToastRevealed)
	}
	a.used(acc.ID)
}

func (a *App) count(acc core.Account) bool {
	err := a.phone.Accounts.UpdateAccount(acc.ID, func(now *core.Account) error {
		now.OTP.Counter++
		return nil
	})
	if err != nil {
		a.push(&Trouble{app: a, problem: problem(err)})
		return false
	}
	if err := a.reload(); err != nil {
		a.push(&Trouble{app: a, problem: problem(err)})
		return false
	}
	return true
}

// Add opens the roads to another account: the blue button.
func (h *Home) Add() { h.app.do(func() { h.app.push(&Welcome{app: h.app}) }) }

// Settings opens the settings.
func (h *Home) Settings() { h.app.do(func() { h.app.push(&Settings{app: h.app}) }) }

// Search opens or closes the search field.
func (h *Home) Search(on bool) {
	h.app.do(func() {
		h.searching = on
		if !on {
			h.query = ""
		}
	})
}

// Query filters by name, company and account.
func (h *Home) Query(q string) { h.app.do(func() { h.query = q }) }

// Type searches for what is typed while the keyboard is not in the search field.
func (h *Home) Type(r rune) {
	h.app.do(func() {
		if h.inSight() && (h.searching || r != ' ') {
			h.searching, h.query, h.typed = true, h.query+string(r), h.typed+1
		}
	})
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
		case b.Kind == BannerCodes:
			if acc, ok := h.app.account(b.Account); ok {
				h.app.push(newCodes(h.app, acc))
			}
		case b.Kind == BannerAccount:
			if acc, ok := h.app.account(b.Account); ok {
				h.show(&Detail{app: h.app, account: acc})
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

func (h *Home) back() {
	if h.searching {
		h.searching, h.query = false, ""
	}
}
