package stub

import (
	"slices"

	"kauth/core/api"
)

// Decision is what the person who looks at a case decides.
type Decision struct {
	Case   string `json:"case"`
	To     string `json:"decision"` // "review", "accept", "refuse"
	User   string `json:"user"`     // whose account it is, where the case does not say so
	Reason string `json:"reason"`   // of a refusal: unreadable, different, incomplete, unknown
}

// DecideHelp moves a case on.
func (s *Server) DecideHelp(d Decision) error {
	return s.update(func(t *tx) error {
		c, err := load[helpCase](t, inHelp, normalCase(d.Case))
		if err != nil {
			return err
		}
		if !c.open() {
			p := fail(api.CodeAlreadyAnswered, "this case is decided")
			p.State = c.State
			return p
		}
		if d.User != "" {
			p, err := t.personByUser(d.User)
			if err != nil {
				return fail(api.CodeBadRequest, "nobody has that sign-in address")
			}
			c.Account = p.ID
		}
		switch d.To {
		case "review":
			c.State = helpReview
			t.mailTo(c.Reach, c.Lang, "help_review", c.Number)
			t.putCase(c)
			return nil
		case "accept":
			return t.acceptHelp(c)
		case "refuse":
			if !slices.Contains(helpReasons, d.Reason) {
				return fail(api.CodeBadRequest, "a refusal says why: unreadable, different, incomplete, unknown")
			}
			t.refuseHelp(c, d.Reason)
			return nil
		}
		return fail(api.CodeBadRequest, "neither review, accept nor refuse")
	})
}

// acceptHelp sends the way in: a code to type, no link. Whoever the account belongs
// to is told in all places, in case that it is somebody else.
func (t *tx) acceptHelp(c *helpCase) error {
	p, err := t.person(c.Account)
	if err != nil {
		return fail(api.CodeBadRequest, "say whose account it is: nobody has the address that was typed")
	}
	t.closeCase(c, helpAccepted)
	if c.Why == helpIdentifier {
		t.mailTo(c.Reach, c.Lang, "help_identifier", c.Number, p.User)
	} else {
		code := newRecoveryCode()
		c.Entry.Code = sentCode{Salt: api.NewCode(), Expires: t.now + helpEntryLife}
		c.Entry.Code.Hash = c.Entry.Code.hash(normalRecovery(code))
		t.mailTo(c.Reach, c.Lang, "help_accepted", c.Number, code)
	}
	t.putCase(c)
	t.record(p.ID, c.Visitor, "help_accepted", c.Number)
	t.tellOwner(p, "help_granted", c.Number)
	return nil
}

func (t *tx) refuseHelp(c *helpCase, reason string) {
	t.closeCase(c, helpRefused)
	c.Reason = reason
	t.putCase(c)
	t.mailTo(c.Reach, c.Lang, "help_refused."+reason, c.Number)
	if p, err := t.person(c.Account); err == nil {
		t.record(p.ID, c.Visitor, "help_refused", c.Number)
	}
}

func (t *tx) closeCase(c *helpCase, state string) {
	c.State, c.Decided = state, t.now
	t.due(t.now+helpFilesKept, "help", c.Number)
}

// settleHelp refuses a case that nobody decided, removes the files of one that was
// decided three days ago, and forgets it after a month.
func (t *tx) settleHelp(number string) {
	c, err := load[helpCase](t, inHelp, number)
	switch {
	case err != nil: // forgotten before
	case c.open() && t.now >= c.Made+helpOpenFor:
		t.refuseHelp(c, "late")
	case c.open():
	case t.now >= c.Decided+helpOpenFor:
		t.buryFiles(c)
		t.remove(inHelp, number)
	case t.now >= c.Decided+helpFilesKept:
		t.buryFiles(c)
		t.putCase(c)
		t.due(c.Decided+helpOpenFor, "help", number)
	}
}

// buryFiles takes the files out of the case; the janitor removes them from the disk.
func (t *tx) buryFiles(c *helpCase) {
	for _, f := range c.Files {
		t.fail(t.Bucket([]byte(inDoomed)).Put([]byte(f.Disk), []byte{1}))
	}
	c.Files = nil
	t.notify(inDoomed)
}
