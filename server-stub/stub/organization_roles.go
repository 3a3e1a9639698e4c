package stub

import (
	"slices"

	"kauth/core/api"
)

// leads tells who looks after the others: sees them, alerts them, invites.
func leads(role string) bool { return role == roleRepresentative || role == roleAdministrator }

// mayManage tells whether somebody of one role may touch somebody of another: an
// administrator manages everybody but the legal representatives.
func mayManage(actor, target string) bool {
	return actor == roleRepresentative || actor == roleAdministrator && target != roleRepresentative
}

// mayGive tells whether somebody of one role may give another: only a legal
// representative makes legal representatives.
func mayGive(actor, role string) bool {
	return slices.Contains(roles, role) && mayManage(actor, role)
}

// acting is somebody who acts on somebody else in the organization that the first
// looks at.
type acting struct {
	org    *organization
	actor  *person
	role   string // the actor's
	target *person
	part   *membership // the target's; changes with it, once the target is stored
}

// lead finds who acts, and refuses those who do not lead.
func (t *tx) lead(who signedIn) (a acting, err error) {
	if a.actor, err = t.person(who.Account); err != nil {
		return a, err
	}
	at := a.actor.at()
	if who.Showed != "" && who.Showed != at.Organization {
		return a, errWentOn
	}
	a.role = at.Role
	if !leads(a.role) {
		return a, fail(api.CodeForbidden, "only administrators and legal representatives may do that")
	}
	a.org, err = t.organization(at.Organization)
	return a, err
}

// reach finds who leads whom. Somebody who is not in the organization is not there
// for those who lead it.
func (t *tx) reach(who signedIn, account string) (a acting, err error) {
	if a, err = t.lead(who); err != nil {
		return a, err
	}
	if a.target, err = t.person(account); err != nil {
		return a, err
	}
	if account == a.actor.ID {
		a.target = a.actor
	}
	if a.part = a.target.in(a.org.ID); a.part == nil {
		return a, errNotFound
	}
	return a, nil
}

// act finds who changes whom.
func (t *tx) act(who signedIn, account string) (a acting, err error) {
	if a, err = t.reach(who, account); err != nil {
		return a, err
	}
	if !mayManage(a.role, a.part.Role) {
		return a, fail(api.CodeForbidden, "only a legal representative may do that to a legal representative")
	}
	return a, nil
}

// onlyRepresentative tells whether nobody else could speak for the organization.
func (t *tx) onlyRepresentative(p *person, org string) (bool, error) {
	if m := p.in(org); m == nil || m.Role != roleRepresentative {
		return false, nil
	}
	all, err := t.members(org)
	return !slices.ContainsFunc(all, func(o *person) bool {
		return o.ID != p.ID && o.in(org).Role == roleRepresentative && o.Blocked == nil
	}), err
}

// setRole gives a member another role.
func (s *Server) setRole(v visitor, who signedIn, account, role string) error {
	if err := s.proven(who); err != nil {
		return err
	}
	return s.update(func(t *tx) error {
		a, err := t.act(who, account)
		if err != nil {
			return err
		}
		if !slices.Contains(roles, role) {
			return fail(api.CodeBadRequest, "there is no such role")
		}
		if !mayGive(a.role, role) {
			return fail(api.CodeForbidden, "only a legal representative may make legal representatives")
		}
		if a.part.Role == role {
			return nil
		}
		last, err := t.onlyRepresentative(a.target, a.org.ID)
		if err != nil {
			return err
		}
		if last {
			return fail(api.CodeLastOne, "an organization always has a legal representative: name another one first")
		}
		a.part.Role = role
		t.putPerson(a.target)
		t.record(a.target.ID, v, "role_changed", role)
		return nil
	})
}
