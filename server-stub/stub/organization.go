package stub

import (
	"slices"
	"strings"

	"kauth/core/api"
)

// organization is a company or a club whose people share products: what it asks
// for holds for all of them. Who belongs to it is in the bucket "members", and the
// role of each is with the person: an organization may have thousands.
type organization struct {
	ID               string // "org_..."
	Name             string
	RequireTwoFactor bool
}

// The roles, from the most that one may do to the least.
const (
	roleRepresentative = "representative" // legal representative: there is always one
	roleAdministrator  = "administrator"
	roleCollaborator   = "collaborator"
	roleExternal       = "external" // limited: may leave
)

var roles = []string{roleRepresentative, roleAdministrator, roleCollaborator, roleExternal}

// belonging is where a person belongs, and whether they are let in at all.
type belonging struct {
	Memberships []membership // oldest first: the first is their home
	Current     string       // the organization they look at; "" is the first
	Blocked     *blocking    `json:",omitempty"`
}

// membership is a person's part in one organization.
type membership struct {
	Organization string
	Role         string
	Since        int64
	Alerted      int64 // when they were last sent a security alert from there
}

// founding is the organization of people who are put there by AddPerson.
const founding = "org_founding"

func (t *tx) organization(id string) (*organization, error) {
	return load[organization](t, inOrgs, id)
}

func (t *tx) putOrganization(o *organization) { t.put(inOrgs, o.ID, o) }

// found makes an organization.
func (t *tx) found(name string) *organization {
	o := &organization{ID: api.NewID("org_"), Name: name}
	t.putOrganization(o)
	return o
}

// foundingOrganization is made when the first person needs it.
func (t *tx) foundingOrganization() *organization {
	o, err := t.organization(founding)
	if err != nil {
		o = &organization{ID: founding, Name: "Assoziation"}
		t.putOrganization(o)
	}
	return o
}

// join makes p a member. The caller stores p.
func (t *tx) join(p *person, o *organization, role string) {
	p.Memberships = append(p.Memberships, membership{Organization: o.ID, Role: role, Since: t.now})
	t.fail(t.Bucket([]byte(inMembers)).Put([]byte(o.ID+"/"+p.ID), nil))
}

// part takes p out. Nobody is without an organization: whoever leaves the last one
// gets one of their own, as somebody does who signs up alone. The caller stores p.
func (t *tx) part(p *person, org string) {
	p.Memberships = slices.DeleteFunc(p.Memberships, func(m membership) bool { return m.Organization == org })
	t.fail(t.Bucket([]byte(inMembers)).Delete([]byte(org + "/" + p.ID)))
	if p.Current == org {
		p.Current = ""
	}
	if len(p.Memberships) == 0 {
		t.join(p, t.found(p.User), roleRepresentative)
	}
}

// in gives p's part in an organization; nil where there is none.
func (b *belonging) in(org string) *membership {
	for i := range b.Memberships {
		if b.Memberships[i].Organization == org {
			return &b.Memberships[i]
		}
	}
	return nil
}

// at is p's part in the organization they look at.
func (b *belonging) at() membership {
	if m := b.in(b.Current); m != nil {
		return *m
	}
	if len(b.Memberships) > 0 {
		return b.Memberships[0]
	}
	return membership{}
}

// home is the organization that p's account belongs to.
func (b *belonging) home() string {
	if len(b.Memberships) == 0 {
		return ""
	}
	return b.Memberships[0].Organization
}

// members lists an organization's people, by their addresses.
func (t *tx) members(org string) (list []*person, err error) {
	prefix := org + "/"
	c := t.Bucket([]byte(inMembers)).Cursor()
	for k, _ := c.Seek([]byte(prefix)); strings.HasPrefix(string(k), prefix); k, _ = c.Next() {
		p, err := t.person(string(k[len(prefix):]))
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b *person) int { return strings.Compare(a.User, b.User) })
	return list, nil
}

// leaders are those who look after an organization, its legal representatives first.
func (t *tx) leaders(org string) (list []*person, err error) {
	all, err := t.members(org)
	for _, role := range []string{roleRepresentative, roleAdministrator} {
		for _, p := range all {
			if p.Blocked == nil && p.in(org).Role == role {
				list = append(list, p)
			}
		}
	}
	return list, err
}
