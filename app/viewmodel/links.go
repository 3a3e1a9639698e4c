package viewmodel

import (
	"slices"

	"kauth/core"
	"kauth/core/link"
)

// OpenLink takes a kauth:// or otpauth:// address that the system hands to the app.
// Where the app was started by it, the vault is opened first.
func (a *App) OpenLink(text string) {
	a.send(func() {
		a.link = text
		a.lockIfDue()
		a.follow()
	})
}

func (a *App) follow() {
	if a.phone == nil || a.link == "" || a.isLocked() {
		return
	}
	text := a.link
	a.link = ""
	if a.cameBack(text) {
		return
	}
	if p := a.take(text); p != nil {
		a.push(&Scan{app: a, problem: p, live: live{state: LiveOff}})
	}
}

// take goes on to the confirmation for a code's text, or says why not.
func (a *App) take(text string) *Problem {
	p, err := link.Parse(text)
	switch {
	case err != nil:
		return problem(err)
	case p.Offer != nil:
		a.push(&Add{app: a, offer: p.Offer, text: text, again: a.again()})
	case p.Account != nil:
		a.push(&Add{app: a, account: p.Account, text: text})
	case p.Export != nil:
		return a.gather(p.Export)
	case p.Request != "":
		return a.scanned(text)
	default:
		return &Problem{Kind: core.NotOurs}
	}
	return nil
}

// check says why a text adds nothing; nil where it does.
func check(text string) *Problem {
	_, err := link.Parse(text)
	return problem(err)
}

// pick goes on with the best of several texts, or asks where more than one is as good.
func (a *App) pick(texts []string, view *Viewfinder) *Problem {
	best := bestOf(texts)
	if codes := exportsIn(texts); len(codes) > 0 && (a.gathering() != nil || ranks[kindOf(best[0])] <= ranks[link.Migration]) {
		return a.gather(codes...) // its parts belong together
	}
	if len(best) == 1 {
		return a.take(best[0])
	}
	f := &Pick{app: a, view: view}
	for _, t := range best {
		f.rows = append(f.rows, pickRow{text: t})
	}
	a.push(f)
	return nil
}

// ranks puts what waits for an answer before what adds an account, and that before what
// only happens to be in the picture.
var ranks = map[link.Kind]int{link.Request: 5, link.KAuth: 4, link.OTPAuth: 3, link.Migration: 2}

// bestOf keeps those of the highest rank, each once. What is of our kind but cannot be
// used comes after all that can.
func bestOf(texts []string) (best []string) {
	top := -1
	for _, t := range texts {
		p, err := link.Parse(t)
		r := ranks[p.Kind]
		if err != nil {
			r = min(r, 1)
		}
		if r > top {
			top, best = r, nil
		}
		if r == top && !slices.Contains(best, t) {
			best = append(best, t)
		}
	}
	if top <= 1 && len(best) > 1 {
		return best[:1] // a problem is told once
	}
	return best
}

func kindOf(text string) link.Kind {
	p, _ := link.Parse(text)
	return p.Kind
}

// ours tells whether a text is worth to stop for: what is not ours is passed over.
func ours(text string) bool {
	return ranks[kindOf(text)] > 0
}
