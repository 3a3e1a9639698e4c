package viewmodel

import (
	"context"
	"io"

	"kauth/core"
	"kauth/core/link"
	"kauth/core/transfer"
)

// LeaveKind is a form in which another app takes codes over.
type LeaveKind string

// The forms.
const (
	LeaveSealed    LeaveKind = "sealed"    // Aegis's JSON under a password
	LeaveAegis     LeaveKind = "aegis"     // the same, readable by anybody
	LeaveAddresses LeaveKind = "addresses" // a list of otpauth addresses
	LeaveCodes     LeaveKind = "codes"     // QR codes, shown on the screen
)

// Leave takes all codes to another app: it says what that means, asks who is there, and
// writes a file or shows QR codes. Device keys never go.
type Leave struct {
	app           *App
	kind          LeaveKind // "": not chosen yet
	allowed       bool      // the lock was opened anew
	short, differ bool
	busy          bool
	wrote         int // accounts that were written; 0: none yet
	problem       *Problem
}

// LeaveState shows it.
type LeaveState struct {
	Kind          LeaveKind
	Allowed       bool // a place can be chosen
	Accounts      int  // that have codes
	Linked        int  // of them
	Short, Differ bool // the password is under MinPassphrase characters; the two differ
	Busy          bool
	Wrote         int // accounts that are in the file now
	Problem       *Problem
}

// Screen names it.
func (LeaveState) Screen() string { return "leave" }

func (l *Leave) state() State {
	s := LeaveState{
		Kind: l.kind, Allowed: l.allowed, Short: l.short, Differ: l.differ, Busy: l.busy, Wrote: l.wrote, Problem: l.problem,
	}
	for _, a := range transfer.Savable(l.app.accounts) {
		s.Accounts++
		if a.Device != nil {
			s.Linked++
		}
	}
	return s
}

// Leave goes to taking all codes to another app.
func (s *Settings) Leave() { s.app.do(func() { s.app.push(&Leave{app: s.app}) }) }

// Choose takes a form, once the person has opened the lock anew.
func (l *Leave) Choose(kind LeaveKind) {
	l.app.do(func() {
		if l.busy || l.app.top() != page(l) {
			return
		}
		l.problem, l.wrote, l.short, l.differ = nil, 0, false, false
		l.app.whoIsThere(func() {
			if kind == LeaveCodes {
				parts, left := link.ExportParts(transfer.Savable(l.app.accounts))
				if shown := newShare(l.app, core.Account{}, parts, len(left)); len(parts) > 0 {
					l.app.push(shown)
					shown.show()
					return
				}
				l.problem = &Problem{Kind: core.Unsupported}
				return
			}
			l.kind, l.allowed = kind, true
		})
	})
}

// whoIsThere asks for the PIN or passphrase anew, where there is a lock.
func (a *App) whoIsThere(then func()) {
	if a.facts().Kind == "" {
		then()
		return
	}
	a.push(&Door{app: a, purpose: DoorLeave, then: then})
}

// Check says whether the password will do, before a place is asked for. then is called
// where it will, on the App's goroutine; for a form without one at once.
func (l *Leave) Check(password, again string, then func()) {
	l.app.do(func() {
		if !l.busy && l.allowed && l.checked(password, again) {
			then()
		}
	})
}

func (l *Leave) checked(password, again string) bool {
	sealed := l.kind == LeaveSealed
	l.problem, l.short = nil, sealed && len([]rune(password)) < MinPassphrase
	l.differ = sealed && !l.short && password != again
	return !l.short && !l.differ
}

// errand keeps the app open while the person is away choosing a place.
func (l *Leave) errand() bool { return l.allowed }

// Save writes to a file that the person chose. w is closed; undo takes a file away that
// could not be written whole.
func (l *Leave) Save(password, again string, w io.WriteCloser, undo func()) {
	l.app.do(func() {
		if l.busy || !l.allowed || !l.app.on(l) || !l.checked(password, again) {
			_ = w.Close()
			undo()
			return
		}
		l.busy, l.wrote = true, 0
		kind, accounts, secret := l.kind, l.app.phone.Accounts, []byte(password)
		work(l.app, func(context.Context) (int, error) {
			defer clear(secret)
			n, err := leaveTo(w, kind, accounts, secret)
			if err != nil {
				undo()
			}
			return n, err
		}, func(n int, err error) {
			l.busy, l.wrote, l.problem = false, n, problem(err)
		})
	})
}

// leaveTo writes all codes and gives how many there were.
func leaveTo(w io.WriteCloser, kind LeaveKind, accounts Accounts, password []byte) (n int, err error) {
	all, err := accounts.Accounts()
	var data []byte
	switch {
	case err != nil:
	case kind == LeaveSealed:
		data, err = transfer.SealedAegis(all, password)
	case kind == LeaveAegis:
		data = transfer.PlainAegis(all)
	default:
		data = transfer.PlainAddresses(all)
	}
	defer clear(data)
	if err != nil {
		_ = w.Close()
		return 0, err
	}
	_, err = w.Write(data)
	if e := w.Close(); err == nil {
		err = e
	}
	if err != nil {
		return 0, core.E("viewmodel.Leave", core.StorageDenied, err)
	}
	return len(transfer.Savable(all)), nil
}

func (l *Leave) back() {
	switch {
	case l.busy:
	case l.kind != "":
		l.kind, l.allowed, l.wrote, l.problem, l.short, l.differ = "", false, 0, nil, false, false
	default:
		l.app.pop(l)
	}
}

// Done ends it once the file is written.
func (l *Leave) Done() { l.app.do(func() { l.app.pop(l) }) }
