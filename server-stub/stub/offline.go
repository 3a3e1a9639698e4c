package stub

import (
	"strings"

	"kauth/core/api"
)

// A phone without a network reads the request off the page, and its person types eight
// digits there that stand for the answer.

// offlineView is what the page shows for that.
type offlineView struct {
	Match     string // the number to type on the phone first; "" for YES or NO
	ExpiresIn int
	Phones    []offlinePhone // that can answer so, in the order in which they were added
}

// offlinePhone is one of them: each was sent a message of its own.
type offlinePhone struct{ Name, Link string }

// viewOffline gives the request that waits for a login.
func (s *Server) viewOffline(id, secret string) (view offlineView, err error) {
	err = s.view(func(t *tx) error {
		_, p, err := t.openLogin(id, secret)
		if err != nil {
			return err
		}
		c, err := t.askedFor(id, secret)
		if err != nil {
			return err
		}
		phones, err := t.offlinePhones(p, c)
		if err != nil {
			return err
		}
		view = offlineView{Match: c.Number, ExpiresIn: int(c.left(t.now))}
		for _, d := range phones {
			link, err := requestLink(c.Sent[d.ID])
			if err != nil {
				return err
			}
			view.Phones = append(view.Phones, offlinePhone{d.Name, link})
		}
		return nil
	})
	return view, err
}

// askedFor is the request of a login that can still be answered.
func (t *tx) askedFor(id, secret string) (*challenge, error) {
	l, err := t.login(id, secret)
	if err != nil {
		return nil, err
	}
	if l.Challenge == "" {
		return nil, fail(api.CodeNotFound, "no request waits")
	}
	c, err := t.challenge(l.Challenge)
	switch {
	case err != nil:
		return nil, err
	case c.State == stateExpired, c.State == statePending && c.left(t.now) == 0:
		return nil, fail(api.CodeExpired, "the request is over")
	case c.State != statePending:
		p := fail(api.CodeAlreadyAnswered, "the request is over")
		p.State = c.outward()
		return nil, p
	}
	return c, nil
}

// offlinePhones are the phones that were asked and may answer by digits. Where a YES takes
// an unlocked phone, those are left out that do not know of it: digits cannot say how they
// came about, so the phone itself has to keep to the rule.
func (t *tx) offlinePhones(p *person, c *challenge) (list []*device, err error) {
	all, err := t.active(p)
	if err != nil {
		return nil, err
	}
	policy := t.policy()
	for _, d := range all {
		_, asked := c.Sent[d.ID]
		if asked && !(policy.VerifyRequired && d.PolicyAt < policy.At) {
			list = append(list, d)
		}
	}
	return list, nil
}

// offlineLength is how many digits there are to type. Another number of them is a slip
// of the hand: it costs nothing.
const offlineLength = 8

// answerOffline takes the digits that a phone showed. Wrong ones are final, as a wrong
// number is: there is one guess a request, and only so many requests (limits.go).
func (s *Server) answerOffline(id, secret, typed string) (state string, err error) {
	typed = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\u00a0\u202f-", r) {
			return -1
		}
		return r
	}, typed)
	if len(typed) != offlineLength || strings.Trim(typed, "0123456789") != "" {
		return "", fail(api.CodeBadRequest, "eight digits are needed")
	}
	err = s.update(func(t *tx) error {
		_, p, err := t.openLogin(id, secret)
		if err != nil {
			return err
		}
		c, err := t.askedFor(id, secret)
		if err != nil {
			return err
		}
		state, err = t.decideOffline(p, c, typed)
		return err
	})
	return state, err
}

func (t *tx) decideOffline(p *person, c *challenge, typed string) (state string, err error) {
	phones, err := t.offlinePhones(p, c)
	if err != nil {
		return "", err
	}
	if len(phones) == 0 {
		return "", fail(api.CodeUVRequired, "no phone may answer so")
	}
	by, decision, err := c.saidOffline(phones, typed)
	if err != nil {
		return "", err
	}
	state, what, who := stateMismatch, "wrong_number", &device{}
	switch decision {
	case "approve":
		state, what, who = stateApproved, "approved", by
	case "deny":
		state, what, who = stateDenied, "denied", by
	}
	t.record(c.Account, c.Visitor, what, who.Name)
	if err := t.end(c, state, who.ID); err != nil {
		return "", err
	}
	if state == stateMismatch {
		wrong := fail(api.CodeMismatch, "the wrong digits: the request is closed")
		wrong.State = state
		return "", keep{wrong}
	}
	return state, nil
}
