package stub

import "kauth/core/api"

// policy is what a person's organizations ask of them.
type policy struct {
	TwoFactorRequired bool
	Organisation      string // the name of the first that does
}

// policyOf tells what is asked of p.
func (t *tx) policyOf(p *person) policy {
	for _, m := range p.Memberships {
		if o, err := t.organization(m.Organization); err == nil && o.RequireTwoFactor {
			return policy{TwoFactorRequired: true, Organisation: o.Name}
		}
	}
	return policy{}
}

// mustKeepTwoFactor tells whether p may not turn two-factor off, and why.
func (t *tx) mustKeepTwoFactor(p *person) (reason string, must bool) {
	asked := t.policyOf(p)
	if !asked.TwoFactorRequired {
		return "", false
	}
	return asked.Organisation + " requires two-factor of everybody in it", true
}

// mustSetUp names the organization for whose sake p has to turn two-factor on
// before anything else; "" where nothing is missing.
func (t *tx) mustSetUp(p *person) (string, error) {
	asked := t.policyOf(p)
	if !asked.TwoFactorRequired {
		return "", nil
	}
	on, err := t.twoFactor(p)
	if on || err != nil {
		return "", err
	}
	return asked.Organisation, nil
}

// requireTwoFactor is the switch of those who lead an organization. Those who have
// two-factor off meet it at their next click, and nobody is signed out.
func (s *Server) requireTwoFactor(v visitor, who signedIn, on bool) error {
	if err := s.proven(who); err != nil {
		return err
	}
	return s.update(func(t *tx) error {
		a, err := t.lead(who)
		if err != nil || a.org.RequireTwoFactor == on {
			return err
		}
		a.org.RequireTwoFactor = on
		t.putOrganization(a.org)
		what := "two_factor_not_required"
		if on {
			what = "two_factor_required"
		}
		t.record(a.actor.ID, v, what, a.org.Name)
		everybody, err := t.members(a.org.ID)
		for _, p := range everybody {
			t.tellPhonesOf(p.ID)
		}
		return err
	})
}

// leaveOrganization is for externals alone: the others belong to it.
func (s *Server) leaveOrganization(v visitor, who signedIn, org string) error {
	return s.update(func(t *tx) error {
		p, err := t.person(who.Account)
		if err != nil {
			return err
		}
		m := p.in(org)
		switch {
		case m == nil:
			return errNotFound
		case m.Role != roleExternal:
			return fail(api.CodeForbidden, "only external users may leave")
		}
		o, err := t.organization(org)
		if err != nil {
			return err
		}
		leaders, err := t.leaders(org)
		if err != nil {
			return err
		}
		t.part(p, org)
		t.putPerson(p)
		t.record(p.ID, v, "left", o.Name)
		t.mail(p, "left", o.Name)
		for _, l := range leaders {
			t.mail(l, "left_us", p.User, o.Name)
		}
		t.tellPhonesOf(p.ID)
		return nil
	})
}
