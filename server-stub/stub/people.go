package stub

import (
	"slices"
	"strings"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// person is an account's owner, and all that is remembered of the account.
type person struct {
	ID       string // "acc_..."
	User     string // "anna@example.ch"
	UserAt   uint64 // rises with each change of User: phones are told
	Password passwordHash
	Lang     pages.Lang   // of mails and pages; "" leaves it to the browser
	Devices  []string     // every phone ever linked, oldest first (SP 800-63B-4 section 4.1.1: a record is kept)
	Others   []method     // the ways to pass the second step besides phones, oldest first
	Recovery *recoverySet // nil where two-factor is off
	Default  string       // the id of the method offered first
	Profile  profile
	Moving   *moving // nil while the sign-in address is there

	Epoch      int      // rises when they are signed out everywhere: older sign-ins are void
	Places     []string // where they signed in or linked from
	Pending    []string // requests that wait for an answer
	LastAsk    int64    // when the phones were last asked
	ForceMatch bool     // after a NO or an expiry, until the next sign-in
	Asking     asking   // requests to the phones
	Recoveries times    // wrong backup codes
	SMS        smsSent

	belonging // to organizations (organization.go)
	noticed   // what they were told by mail (notices.go)
}

func (t *tx) person(id string) (*person, error) { return load[person](t, inPeople, id) }

func (t *tx) personByUser(user string) (*person, error) {
	id := t.Bucket([]byte(inUsers)).Get([]byte(normalUser(user)))
	if id == nil {
		return nil, errNotFound
	}
	return t.person(string(id))
}

func (t *tx) putPerson(p *person) { t.put(inPeople, p.ID, p) }

// addPerson makes an account in the founding organization.
func (t *tx) addPerson(user, role string, pw passwordHash) *person {
	p := &person{ID: api.NewID("acc_"), User: normalUser(user), Password: pw}
	t.join(p, t.foundingOrganization(), role)
	t.putPerson(p)
	t.fail(t.Bucket([]byte(inUsers)).Put([]byte(p.User), []byte(p.ID)))
	return p
}

// normalUser is a user name as it is compared: people type capitals and spaces.
func normalUser(user string) string {
	return strings.ToLower(api.CleanText(user, 254))
}

// active gives the phones that answer requests, oldest first.
func (t *tx) active(p *person) ([]*device, error) {
	var list []*device
	for _, id := range p.Devices {
		d, err := t.device(id)
		if err != nil {
			return nil, err
		}
		if d.State == deviceActive {
			list = append(list, d)
		}
	}
	return list, nil
}

// knows tells whether p was at this place before.
func (p *person) knows(v visitor) bool { return slices.Contains(p.Places, v.where()) }

// maxPlaces is how many places are remembered for a person.
const maxPlaces = 20

func (p *person) remember(v visitor) {
	if p.knows(v) {
		return
	}
	p.Places = append(p.Places, v.where())
	if len(p.Places) > maxPlaces {
		p.Places = p.Places[1:]
	}
}

// where names a place: by its name, or by the address where it has none.
func (v visitor) where() string {
	if v.Place != "" {
		return v.Place
	}
	return v.IP
}
