package stub

import (
	"cmp"
	"context"
	"encoding/json"
	netmail "net/mail"
	"slices"
	"strings"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// invitation asks somebody into an organization. Nobody is made a member unasked:
// an organization may require things of its members.
type invitation struct {
	ID           string // "inv_..."
	Organization string
	User         string
	Role         string
	By           string // who invited, by address
	At           int64
	Expires      int64
	Code         string // hash of what the mail says, for whoever has no account yet
}

// key puts the invitations of one address together.
func (i *invitation) key() string { return i.User + "/" + i.ID }

const (
	invitationLife = 14 * 24 * 60 * 60
	maxInvitations = 100 // open ones of an organization
	invitesOfOne   = 3   // mails to one address in a day, from one organization
	inviteDay      = 24 * 60 * 60
)

// invite asks somebody in. Whoever invites does not learn whether there is an
// account of that address: the mail says what to do in either case.
func (s *Server) invite(v visitor, who signedIn, user, role string) error {
	user = normalUser(user)
	if !mailAddress(user) {
		return errAddress
	}
	return s.update(func(t *tx) error {
		a, err := t.lead(who)
		switch {
		case err != nil:
			return err
		case !slices.Contains(roles, role):
			return fail(api.CodeBadRequest, "there is no such role")
		case !mayGive(a.role, role):
			return fail(api.CodeForbidden, "only a legal representative may make legal representatives")
		}
		open, err := t.openInvitations(a.org.ID)
		if err != nil {
			return err
		}
		if len(open) >= maxInvitations {
			return rateLimited(60*60, "too many invitations are open")
		}
		p, err := t.personByUser(user)
		if err == nil && p.in(a.org.ID) != nil {
			return errMember
		}
		if err := t.spend("invite:"+a.org.ID+":"+api.Hash([]byte(user)), invitesOfOne, inviteDay); err != nil {
			return err
		}
		for _, old := range open {
			if old.User == user {
				t.remove(inInvites, old.key()) // the newest counts
			}
		}
		i := &invitation{
			ID: api.NewID("inv_"), Organization: a.org.ID, User: user, Role: role, By: a.actor.User,
			At: t.now, Expires: t.now + invitationLife,
		}
		t.sendInvitation(i, p, a)
		t.put(inInvites, i.key(), i)
		t.due(i.Expires, "invite", i.key())
		t.record(a.actor.ID, v, "invited", user)
		return nil
	})
}

var (
	errMember  = fail(api.CodeBadRequest, "they are in the organization already")
	errAddress = fail(api.CodeBadRequest, "that is no mail address")
)

// mailAddress tells an address that mail can go to, alone and without a name.
func mailAddress(s string) bool {
	a, err := netmail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 254
}

// sendInvitation writes to the invited, in their language, or in that of whoever
// invites where they have none here yet.
func (t *tx) sendInvitation(i *invitation, p *person, a acting) {
	if p != nil {
		t.mail(p, "invited", i.By, a.org.Name)
		return
	}
	code := newRecoveryCode()
	i.Code = api.Hash([]byte(normalRecovery(code)))
	t.mailTo(i.User, a.actor.Lang, "invited_new", i.By, a.org.Name, code)
}

// invitations lists the open ones that fit, newest first; prefix keeps to those of
// one address, "" looks at all.
func (t *tx) invitations(prefix string, fits func(*invitation) bool) (list []*invitation, err error) {
	c := t.Bucket([]byte(inInvites)).Cursor()
	for k, data := c.Seek([]byte(prefix)); strings.HasPrefix(string(k), prefix) && k != nil; k, data = c.Next() {
		i := &invitation{}
		if err := json.Unmarshal(data, i); err != nil {
			return nil, err
		}
		if t.now < i.Expires && fits(i) {
			list = append(list, i)
		}
	}
	slices.SortFunc(list, func(a, b *invitation) int {
		return cmp.Or(cmp.Compare(b.At, a.At), strings.Compare(a.User, b.User))
	})
	return list, nil
}

// invitedTo lists those of one address.
func (t *tx) invitedTo(user string) ([]*invitation, error) {
	return t.invitations(user+"/", func(i *invitation) bool { return i.User == user })
}

// openInvitations lists those of one organization.
func (t *tx) openInvitations(org string) ([]*invitation, error) {
	return t.invitations("", func(i *invitation) bool { return i.Organization == org })
}

// settleInvitation forgets one that nobody took up.
func (t *tx) settleInvitation(key string) {
	if i, err := load[invitation](t, inInvites, key); err == nil && t.now >= i.Expires {
		t.remove(inInvites, key)
	}
}

// withdrawInvitation takes one back.
func (s *Server) withdrawInvitation(who signedIn, id string) error {
	return s.update(func(t *tx) error {
		a, err := t.lead(who)
		if err != nil {
			return err
		}
		open, err := t.openInvitations(a.org.ID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(open, func(i *invitation) bool { return i.ID == id })
		switch {
		case at < 0:
			return errNotFound
		case !mayManage(a.role, open[at].Role):
			return fail(api.CodeForbidden, "only a legal representative may do that")
		}
		t.remove(inInvites, open[at].key())
		return nil
	})
}

// answerInvitation is somebody with an account saying yes or no.
func (s *Server) answerInvitation(v visitor, who signedIn, id string, yes bool) error {
	return s.update(func(t *tx) error {
		p, err := t.person(who.Account)
		if err != nil {
			return err
		}
		i, err := load[invitation](t, inInvites, p.User+"/"+id)
		if err != nil || t.now >= i.Expires {
			return errNotFound
		}
		t.remove(inInvites, i.key())
		if !yes {
			return nil
		}
		return t.takeUp(v, p, i)
	})
}

// takeUp makes p a member, and what they look at the organization they came to.
func (t *tx) takeUp(v visitor, p *person, i *invitation) error {
	o, err := t.organization(i.Organization)
	if err != nil {
		return err
	}
	if p.in(o.ID) == nil {
		t.join(p, o, i.Role)
	}
	p.Current = o.ID
	t.putPerson(p)
	t.record(p.ID, v, "joined", o.Name)
	t.tellPhonesOf(p.ID)
	return nil
}

// signUp makes an account for somebody who was invited: the code came to the
// address, so the address is theirs.
func (s *Server) signUp(ctx context.Context, v visitor, user, code, password string, lang pages.Lang) error {
	if len(password) < minPass || len(password) > maxPass {
		return fail(api.CodeBadRequest, "a password has at least 8 characters")
	}
	user = normalUser(user)
	if err := s.view(func(t *tx) error { _, err := t.invitedWith(user, code); return err }); err != nil {
		return err
	}
	hash, err := s.hashPassword(ctx, password)
	if err != nil {
		return err
	}
	return s.update(func(t *tx) error {
		i, err := t.invitedWith(user, code)
		if err != nil {
			return err
		}
		t.remove(inInvites, i.key())
		p := &person{ID: api.NewID("acc_"), User: user, Password: hash, Lang: lang}
		t.fail(t.Bucket([]byte(inUsers)).Put([]byte(p.User), []byte(p.ID)))
		return t.takeUp(v, p, i)
	})
}

// invitedWith finds the invitation of that code; the code has 80 bits, and is
// nobody's once the address has an account.
func (t *tx) invitedWith(user, code string) (*invitation, error) {
	wrong := fail(api.CodeMismatch, "the address and the code do not belong together")
	if _, err := t.personByUser(user); err == nil {
		return nil, wrong
	}
	hash := api.Hash([]byte(normalRecovery(code)))
	found, err := t.invitations(user+"/", func(i *invitation) bool { return i.User == user && i.Code == hash })
	if err == nil && len(found) == 0 {
		err = wrong
	}
	if err != nil {
		return nil, err
	}
	return found[0], nil
}
