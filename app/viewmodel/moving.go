package viewmodel

import (
	"context"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/enroll"
	"kauth/core/otp"
)

// Moving is the new phone while it takes another's place: it shows the six digits to
// type there, and waits.
type Moving struct {
	app     *App
	account core.Account
	told    enroll.Moving
	until   time.Time // the move is over, by the phone's clock
	since   time.Time // the page is there
	leaving bool      // the server is told that it is given up
	problem *Problem
}

// MovingState shows it.
type MovingState struct {
	Label    string
	Server   string
	From     string // the phone to type the digits on; "" where it has no name
	To       string // what this phone is called
	Digits   string // grouped; "" until the server has given them
	Left     time.Duration
	Fraction float64
	Late     bool // the old phone could have answered by now
	Leaving  bool
	Problem  *Problem
}

// Screen names it.
func (MovingState) Screen() string { return "moving" }

const (
	moveAgain = 3 * time.Second  // after a failure
	moveLate  = 20 * time.Second // the page then says what to do where the old phone is silent
)

// unfinished is the page on which a link goes on that waits for its person.
func (a *App) unfinished(acc core.Account) page {
	if !acc.Device.Moves {
		return newDigits(a, acc)
	}
	m := &Moving{app: a, account: acc.Bare(), since: a.p.Now()}
	m.told.From = acc.Device.MovesFrom
	m.ask(0)
	return m
}

func (m *Moving) state() State {
	s := MovingState{
		Label: m.account.Label, Server: host(m.account.Device.Origin), From: m.told.From, To: m.account.Device.Name,
		Digits: otp.Group(m.told.Digits), Leaving: m.leaving, Problem: m.problem, Late: m.app.p.Now().Sub(m.since) >= moveLate,
	}
	if m.told.Digits != "" {
		left := max(m.until.Sub(m.app.p.Now()), 0)
		s.Left = (left + time.Second - 1).Truncate(time.Second)
		s.Fraction = min(float64(left)/float64(api.LinkLife), 1)
	}
	return s
}

// ask asks how far the move is, and again when that is known, for as long as the page is
// there.
func (m *Moving) ask(wait time.Duration) {
	type answer struct {
		acc  core.Account
		told enroll.Moving
	}
	move := func(ctx context.Context) (answer, error) {
		acc, told, err := m.app.phone.Enroll.Move(ctx, m.account.ID, wait)
		return answer{acc, told}, err
	}
	work(m.app, move, func(got answer, err error) {
		switch {
		case !m.app.on(m):
		case err != nil:
			m.problem = problem(err)
			m.app.later(moveAgain, func() {
				if m.app.on(m) && m.app.phone != nil && !m.app.isLocked() {
					m.ask(0)
				}
			})
		case got.told.State == enroll.MoveWaits:
			m.told, m.until = got.told, m.app.p.Now().Add(got.told.Left)
			if !m.leaving {
				m.problem = nil
			}
			m.ask(api.MaxWait)
		default:
			m.over(got.acc, got.told.State)
		}
	})
}

// over shows how the move ended.
func (m *Moving) over(acc core.Account, state string) {
	if acc.State == core.Active {
		m.app.home()
		if acc.CodesWaiting {
			m.app.behind(newCodes(m.app, acc))
			return
		}
		m.app.behind(&Result{app: m.app, s: ResultState{What: ResultMovedHere, Label: acc.Label, Issuer: acc.Issuer, Other: m.told.From}})
		return
	}
	m.app.home()
	m.app.behind(&Result{app: m.app, s: ResultState{What: ResultNotMoved, Label: m.account.Label, Other: m.told.From, Why: state}})
}

// Cancel gives the move up, here and on the server. The account goes once the server has
// heard: the old phone may be saying YES.
func (m *Moving) Cancel() {
	m.app.do(func() {
		if m.leaving {
			return
		}
		m.leaving, m.problem = true, nil
		give := func(ctx context.Context) (struct{}, error) {
			return struct{}{}, m.app.phone.Enroll.Abandon(ctx, m.account.ID)
		}
		work(m.app, give, func(_ struct{}, err error) {
			m.leaving = false
			switch core.KindOf(err) {
			case "":
				m.app.home()
			case core.AlreadyDone: // the YES came first
				if err := m.app.reload(); err != nil {
					m.problem = problem(err)
				} else if acc, ok := m.app.account(m.account.ID); ok && m.app.on(m) {
					m.over(acc, "approved")
				}
			default:
				m.problem = problem(err)
			}
		})
	})
}

// Help says what to do where the old phone is not at hand.
func (m *Moving) Help() {
	m.app.do(func() { m.app.push(&Lost{app: m.app, origin: m.account.Device.Origin}) })
}

// back leaves the move waiting: its row on the accounts' page leads here again.
func (m *Moving) back() {
	if !m.leaving {
		m.app.pop(m)
	}
}
