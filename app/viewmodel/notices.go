package viewmodel

import (
	"context"
	"time"

	"kauth/core"
)

// Notifier shows what waits beside the window, by the system's own means.
type Notifier interface {
	// Show takes the place of what is shown under the same ID. It does not wait.
	Show(s NoticeState)
	Withdraw(id string)
	// Facts asks who shows notices: core.Unsupported where nobody does.
	Facts(ctx context.Context) (core.NoticeFacts, error)
}

// NoticeState is one request that waits while nobody looks at the window.
type NoticeState struct {
	ID      string
	Staying bool   // no request: the app still runs, in the tray
	Hidden  bool   // no details: the app is locked, or the person wants none beside it
	Yes     bool   // can be approved from here; otherwise YES is said in the app
	Match   bool   // wants a number typed
	To      string // wants to move there; "" for a sign-in
	Failed  bool   // an answer from here did not get through
	Whose   string
	Agent   string
	Place   string
	Left    time.Duration
}

// The keys of the choices about notices.
const (
	choiceNotices = "notices"         // "off": none; "": shown
	choiceDetails = "notices.details" // "hide": none; "": shown
)

// besides is what the App knows of the world beside its window.
type besides struct {
	away    bool                   // the window is not in front
	noticed map[string]NoticeState // what is shown beside it, by request
	told    map[string]bool        // requests whose server knows that they are seen
	unsent  map[string]bool        // requests whose answer from there did not get through

	tray      func(TrayState)
	trayShown *TrayState
}

// beside brings what is shown beside the window up to date: what waits while nobody
// looks, and nothing else.
func (a *App) beside() {
	away := a.b.away || a.unseen.Load()
	if a.p.Notices == nil || (!away && len(a.b.noticed) == 0) {
		return
	}
	want := map[string]NoticeState{}
	if away && a.phone != nil && a.p.Settings.String(choiceNotices) != "off" {
		for _, c := range a.waiting() {
			if !a.seen[c.ID] || a.failedBeside(c) {
				want[c.ID] = a.notice(c)
			}
		}
	}
	for id := range a.b.noticed {
		if _, still := want[id]; !still {
			a.p.Notices.Withdraw(id)
		}
	}
	for id, s := range want {
		old, shown := a.b.noticed[id]
		old.Left = s.Left // the words do not count down: they would be shown anew each second
		if !shown || old != s {
			a.p.Notices.Show(s)
		}
	}
	a.b.noticed = want
}

func (a *App) notice(c core.Challenge) NoticeState {
	acc, _ := a.account(c.Account)
	s := NoticeState{
		ID: c.ID, Match: c.Mode == core.Match, Failed: a.failedBeside(c), Yes: a.yesBeside(c, acc),
		Hidden: a.isLocked() || a.p.Settings.String(choiceDetails) == "hide", Left: a.phone.Inbox.Remaining(c),
	}
	if !s.Hidden {
		s.Whose, s.Agent, s.Place, s.To = acc.Label, c.Context.Agent, c.Context.Place, c.Context.To
	}
	return s
}

// yesBeside: a YES counts from beside the window only where it says what is asked, the
// app holds the key anyway, nothing is to be typed, and the organization does not ask
// who holds the phone.
func (a *App) yesBeside(c core.Challenge, acc core.Account) bool {
	return c.Mode == core.Confirm && a.p.Settings.String(choiceDetails) != "hide" && !a.isLocked() && !a.asksBeforeYes(acc) && acc.Device != nil && !acc.Device.Policy.VerifyRequired
}

// isLocked tells that the keys are forgotten.
func (a *App) isLocked() bool { return a.facts().Shut }

// failedBeside: an answer was given while nobody looked, and can be given again.
func (a *App) failedBeside(c core.Challenge) bool {
	if p, ok := a.top().(*Challenge); ok && p.req.ID == c.ID {
		return p.problem != nil
	}
	if d, ok := a.top().(*Door); ok && d.visitor.id == c.ID {
		return d.visitor.problem != nil
	}
	return a.b.unsent[c.ID]
}

// Noticed takes what a person said beside the window about a request.
func (a *App) Noticed(id string, said core.NoticeAnswer) {
	a.send(func() { // also where the app has locked since: a NO needs no unlock
		a.lockIfDue()
		if id == stayingID {
			a.raise()
			return
		}
		c, ok := a.request(id)
		if !ok {
			a.tellLate(id)
			return
		}
		acc, _ := a.account(c.Account)
		switch {
		case said == core.NoticeNo:
			a.answerBeside(c, core.Deny)
		case said == core.NoticeYes && a.yesBeside(c, acc):
			a.answerBeside(c, core.Approve)
		default:
			a.comeForward(c)
		}
	})
}

func (a *App) request(id string) (core.Challenge, bool) {
	if a.phone == nil {
		return core.Challenge{}, false
	}
	for _, c := range a.waiting() {
		if c.ID == id {
			return c, true
		}
	}
	return core.Challenge{}, false
}

// answerBeside sends an answer that was given beside the window: by the request's own
// page where it is open, so that it shows how that ended.
func (a *App) answerBeside(c core.Challenge, d core.Decision) {
	why := core.Why("")
	if d == core.Deny {
		why = whyNot(c)
	}
	if p, ok := a.top().(*Challenge); ok && p.req.ID == c.ID {
		p.armed = true // nobody's thumb rests on a notice
		p.send(d, "", why)
		return
	}
	if door, ok := a.top().(*Door); ok && door.visitor.id == c.ID && d == core.Deny {
		door.refuse()
		return
	}
	a.seen[c.ID] = true
	delete(a.b.unsent, c.ID)
	answer := func(ctx context.Context) (core.Outcome, error) {
		return a.phone.Inbox.Answer(ctx, c.ID, d, "", why)
	}
	work(a, answer, func(o core.Outcome, err error) {
		if o == "" && err != nil {
			a.b.unsent[c.ID] = true
		}
	})
}

// comeForward brings the window to the front with a request.
func (a *App) comeForward(c core.Challenge) {
	delete(a.seen, c.ID)
	delete(a.b.unsent, c.ID)
	switch top := a.top().(type) {
	case *Challenge:
		if top.req.ID != c.ID && !top.sending {
			a.replace(newChallenge(a, c))
		} else if !top.sending {
			top.rearm() // it comes up under a hand that was elsewhere
		}
	case *Door, *Choose, *Forgot, *NewPIN, *Recovery, *Trouble, *Starting:
	default:
		a.push(newChallenge(a, c))
	}
	a.raise()
}

// raise brings the window to the front.
func (a *App) raise() {
	a.rise()
	if a.p.Raise != nil {
		a.p.Raise()
	}
}
