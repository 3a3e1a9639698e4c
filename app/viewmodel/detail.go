package viewmodel

import (
	"context"
	"time"

	"kauth/app/text"
	"kauth/core"
)

// Detail is one account, its code large.
type Detail struct {
	app     *App
	account core.Account
}

// RequestsState says whether sign-in requests reach this phone for an account.
type RequestsState string

// Whether requests arrive.
const (
	RequestsNone    RequestsState = ""        // an account that has codes alone
	RequestsWork    RequestsState = "working" // its server was reached
	RequestsOffline RequestsState = "offline" // the server cannot be reached now
	RequestsTrouble RequestsState = "trouble" // it answers, but not as it should
	RequestsOff     RequestsState = "off"     // its server has turned them off for this phone
	RequestsPaused  RequestsState = "paused"  // for a while: there were too many
	RequestsStopped RequestsState = "stopped" // the server suspects a copy of this phone
	RequestsUnknown RequestsState = "unknown" // the server's keys are not the ones that were linked
	RequestsBlocked RequestsState = "blocked" // the organization has blocked the account
)

// requestsOf tells apart what the server says of this phone.
func requestsOf(s DetailState) RequestsState {
	if s.Problem == nil {
		return s.Requests
	}
	switch s.Problem.Kind {
	case core.NotLinked, core.SignerGone:
		return RequestsOff
	case core.Paused:
		return RequestsPaused
	case core.Suspended:
		return RequestsStopped
	case core.Relink, core.WrongKey:
		return RequestsUnknown
	case core.Blocked:
		return RequestsBlocked
	}
	return s.Requests
}

// DetailState shows it.
type DetailState struct {
	Title    string
	Label    string
	Issuer   string
	Identity string
	Code     CodeView
	Counter  bool // HOTP: codes come one by one
	Server   string
	Requests RequestsState
	Problem  *Problem      // why requests do not arrive
	Silence  Silence       // why a new link is what mends it
	Quiet    bool          // codes are used and no request has come for long: nobody knows why
	Waits    bool          // that was begun, and goes on
	Mend     CheckMend     // what to do about it
	Asking   bool          // the servers are asked just now
	Linked   time.Time     // when it was added
	Key      core.KeyLevel // what keeps the key that answers requests; "" where there is none to speak of
	Toast    Toast
}

// Screen names it.
func (DetailState) Screen() string { return "detail" }

func (d *Detail) state() State {
	acc := d.current()
	s := DetailState{
		Title: acc.Title(), Label: acc.Label, Issuer: acc.Issuer, Identity: Identity(acc),
		Code: d.app.veiled(acc.ID, d.app.code(acc)), Counter: acc.OTP.Type == core.HOTP, Linked: acc.Added, Toast: d.app.toast,
	}
	if s.Counter {
		s.Code.Next = ""
	}
	if acc.Device != nil {
		s.Key = acc.Device.Key.Level()
		s.Server, s.Requests = host(acc.Device.Origin), RequestsWork
		if err := d.app.phone.Inbox.Trouble()[acc.Device.Origin]; err != nil {
			s.Requests, s.Problem = RequestsTrouble, problem(err)
			if k := core.KindOf(err); k == core.Offline || k == core.Slow {
				s.Requests = RequestsOffline
			}
		} else if err := d.app.phone.Inbox.AccountTrouble()[acc.ID]; err != nil {
			s.Requests, s.Problem = RequestsTrouble, problem(err)
		}
		s.Requests = requestsOf(s)
	}
	s.Mend, s.Asking = mendFor(s.Problem), d.app.l.check.Busy
	if s.Silence = d.app.silent()[acc.ID]; s.Silence == SilenceRestored {
		s.Server, s.Requests, s.Mend = host(acc.LinkedTo), RequestsOff, MendLink
	}
	if s.Problem == nil && d.app.quiet(acc) {
		s.Quiet, s.Mend = true, MendFind
	}
	_, s.Waits = d.app.standIn(acc.ID)
	return s
}

// current follows a rename; an account that has gone stays as it was until the
// page is left.
func (d *Detail) current() core.Account {
	acc, ok := d.app.account(d.account.ID)
	if !ok {
		return d.account
	}
	d.account = acc.Bare()
	return acc
}

// Copy copies the code.
func (d *Detail) Copy() { d.app.do(func() { d.app.copyFrom(d.current()) }) }

// CopyNext copies the code that follows, for a slow typist.
func (d *Detail) CopyNext() { d.app.do(func() { d.app.copyNext(d.current()) }) }

// Rename asks for a name of the person's own.
func (d *Detail) Rename() {
	d.app.do(func() { d.app.push(&Rename{app: d.app, account: d.current().Bare()}) })
}

// Activity shows what became of its requests.
func (d *Detail) Activity() { d.app.do(func() { d.app.activity(d.current()) }) }

// Manager opens the server's two-factor page.
func (d *Detail) Manager() { d.app.do(func() { d.app.browse(d.current(), "/2fa") }) }

// Check finds out why requests do not arrive.
func (d *Detail) Check() { d.app.do(d.app.check) }

// Lost opens what to do when the phone changes or is gone.
func (d *Detail) Lost() { d.app.do(d.app.lost) }

// Remove asks before it takes the account off this phone.
func (d *Detail) Remove() {
	d.app.do(func() { d.app.push(&Remove{app: d.app, account: d.current().Bare()}) })
}

func (a *App) browse(acc core.Account, path string) {
	if o := acc.Server(); o != "" {
		_ = a.p.Browser.Open(o + path)
	}
}

// Rename takes a name of the person's own; empty goes back to the company's.
type Rename struct {
	app     *App
	account core.Account
	problem *Problem
}

// RenameState shows it.
type RenameState struct {
	Name    string
	Default string // what it is called without a name
	Problem *Problem
}

// Screen names it.
func (RenameState) Screen() string { return "rename" }

func (r *Rename) state() State {
	bare := r.account
	bare.Name = ""
	return RenameState{Name: r.account.Name, Default: bare.Title(), Problem: r.problem}
}

// maxName is the longest name of a person's own, in characters.
const maxName = 64

// Submit keeps the name.
func (r *Rename) Submit(name string) {
	r.app.do(func() {
		acc, ok := r.app.account(r.account.ID) // as it is now, not as it was when the page opened
		if !ok {
			r.app.pop(r)
			return
		}
		name = text.Name(name, maxName)
		err := r.app.phone.Accounts.UpdateAccount(acc.ID, func(now *core.Account) error {
			now.Name = name
			return nil
		})
		if err != nil {
			r.problem = problem(err)
			return
		}
		if err := r.app.reload(); err != nil {
			r.problem = problem(err)
			return
		}
		r.app.pop(r)
	})
}

// Remove asks before an account leaves this phone.
type Remove struct {
	app     *App
	account core.Account
	busy    bool
	problem *Problem
}

// RemoveState shows it. Linked ones should be turned off on the server instead.
type RemoveState struct {
	Title, Label, Server string
	Linked               bool
	Busy                 bool
	Problem              *Problem
}

// Screen names it.
func (RemoveState) Screen() string { return "remove" }

func (r *Remove) state() State {
	s := RemoveState{Title: r.account.Title(), Label: r.account.Label, Linked: r.account.Device != nil, Busy: r.busy, Problem: r.problem}
	if s.Linked {
		s.Server = host(r.account.Device.Origin)
	}
	return s
}

// Manager opens the server's two-factor page.
func (r *Remove) Manager() { r.app.do(func() { r.app.browse(r.account, "/2fa") }) }

// Confirm removes the account.
func (r *Remove) Confirm() {
	r.app.do(func() {
		if r.busy {
			return
		}
		r.busy = true
		remove := func(ctx context.Context) (kept bool, err error) {
			if err := r.app.phone.Enroll.Remove(ctx, r.account.ID); err != nil {
				return false, err
			}
			return r.app.phone.trashHas(r.account.ID), nil
		}
		work(r.app, remove, func(kept bool, err error) {
			r.busy = false
			if err != nil {
				r.problem = problem(err)
				return
			}
			r.app.home()
			r.app.discarded(r.account.ID, kept)
		})
	})
}

// Cancel keeps it.
func (r *Remove) Cancel() { r.app.Back() }
