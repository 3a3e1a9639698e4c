package viewmodel

import (
	"context"
	"net/url"

	"kauth/core"
	"kauth/core/enroll"
)

// Again leads through linking an account that requests no longer reach: copy the code,
// sign in with it, and the phone takes its own place. The code is on the page all the way.
type Again struct {
	app     *App
	account core.Account
	copied  bool
	busy    bool
	problem *Problem
	visit   *visit // the browser is open
}

// visit is a log in that is under way in the browser.
type visit struct {
	attempt  enroll.Attempt
	callback <-chan url.Values
	ctx      context.Context
	cancel   context.CancelFunc
}

// AgainStep is how far it has come.
type AgainStep string

// The steps.
const (
	AgainReady   AgainStep = "ready"
	AgainBrowser AgainStep = "browser" // the person is at the server's page
	AgainAdding  AgainStep = "adding"  // back from there
	AgainUnsent  AgainStep = "unsent"  // the server could not be asked; nothing is lost
	AgainDigits  AgainStep = "digits"  // the computer shows six digits
	AgainDone    AgainStep = "done"    // requests reach this phone
)

// AgainState shows it.
type AgainState struct {
	Title, Label, Identity string
	Server                 string // whose page is opened
	Why                    Silence
	Step                   AgainStep
	Code                   CodeView
	Counter                bool
	Copied                 bool
	Computer               bool // the app runs on one: nothing here is a phone
	Problem                *Problem
	Toast                  Toast
}

// Screen names it.
func (AgainState) Screen() string { return "again" }

func (g *Again) state() State {
	acc := g.current()
	s := AgainState{
		Title: acc.Title(), Label: acc.Label, Identity: Identity(acc), Server: host(acc.Server()), Why: g.app.silent()[acc.ID], Step: g.step(),
		Code: g.app.veiled(acc.ID, g.app.code(acc)), Counter: acc.OTP.Type == core.HOTP,
		Copied: g.copied, Computer: g.app.p.AlwaysAwake, Problem: g.problem, Toast: g.app.toast,
	}
	s.Code.Next = ""
	return s
}

func (g *Again) current() core.Account {
	if acc, ok := g.app.account(g.account.ID); ok {
		g.account = acc.Bare()
		return acc
	}
	return g.account
}

// step is read from what is stored: a phone that was killed goes on where it was.
func (g *Again) step() AgainStep {
	now, waits := g.app.standIn(g.account.ID)
	switch {
	case g.busy:
		return AgainAdding
	case waits && now.State == core.Unconfirmed && (now.Device.Moves || !now.Device.Bearer):
		return AgainDigits
	case waits:
		return AgainUnsent
	case g.visit != nil:
		return AgainBrowser
	case g.app.silent()[g.account.ID] == "":
		return AgainDone
	}
	return AgainReady
}

// Copy copies the code.
func (g *Again) Copy() {
	g.app.do(func() {
		g.app.copyFrom(g.current())
		g.copied = true
	})
}

// GoOn does what the step asks for.
func (g *Again) GoOn() {
	g.app.do(func() {
		if g.app.top() != page(g) {
			return // a second tap
		}
		switch g.step() {
		case AgainReady:
			g.signIn()
		case AgainBrowser:
			g.problem = problem(g.app.p.Browser.Open(g.visit.attempt.URL))
		case AgainUnsent:
			g.resume()
		case AgainDigits:
			now, _ := g.app.standIn(g.account.ID)
			g.app.push(g.app.unfinished(now))
		case AgainDone:
			g.app.pop(g)
		}
	})
}

// Computer goes the other road: the person is signed in on a computer, which shows a QR code.
func (g *Again) Computer() { g.app.do(func() { g.app.push(&Steps{app: g.app}) }) }

// Refused is for a code that the server does not take.
func (g *Again) Refused() {
	g.app.do(func() { g.app.push(&Lost{app: g.app, road: RoadNothing, origin: g.account.Server()}) })
}

// CopyAddress copies the address, for a browser that did not open.
func (g *Again) CopyAddress() {
	g.app.do(func() {
		if g.visit != nil {
			g.app.p.Clipboard.SetText(g.visit.attempt.URL)
			g.app.say(ToastCopied)
		}
	})
}

// Cancel closes the visit to the browser, or leaves.
func (g *Again) Cancel() { g.app.Back() }

func (g *Again) back() {
	switch {
	case g.busy: // the phone may have registered: let it come to an end
	case g.visit != nil:
		g.forget()
		g.app.dropAttempt()
	default:
		g.app.pop(g)
	}
}

// errand: the person is in the browser, and comes back.
func (g *Again) errand() bool { return g.visit != nil }

func (g *Again) forget() {
	if g.visit != nil {
		g.visit.cancel()
		g.visit = nil
	}
}

// again is the account that the pages on the stack are about to link once more; "" for none.
func (a *App) again() core.AccountID {
	for _, s := range a.stack {
		if g, ok := s.page.(*Again); ok {
			return g.account.ID
		}
	}
	return ""
}
