package stub

import "slices"

// DemoPerson is one of the people that Options.Demo puts there.
type DemoPerson struct {
	Account   string   `json:"account"`
	User      string   `json:"user"` // as it stands now
	Password  string   `json:"password"`
	TwoFactor bool     `json:"two_factor"`
	Role      string   `json:"role"`
	OTPAuth   string   `json:"otpauth,omitempty"`        // for a one-time-code app, where two-factor was on from the start
	Codes     []string `json:"recovery_codes,omitempty"` // the backup codes made with it
}

var demoPeople = []DemoPerson{
	{User: "anna@example.ch", Password: "anna-likes-tea", Role: "representative"},
	{User: "toto123@example.ch", Password: "toto-rides-bikes", Role: "administrator"},
	{User: "max@example.ch", Password: "max-plays-chess", Role: "collaborator", TwoFactor: true},
	{User: "lea@example.ch", Password: "lea-bakes-bread", Role: "external"},
	{User: "zoe@example.ch", Password: "zoe-climbs-hills", Role: "collaborator", TwoFactor: true},
}

// extraPeople are there too, and not among those to begin with: somebody whose
// account is blocked.
var extraPeople = []DemoPerson{
	{User: "ben@example.ch", Password: "ben-sails-boats", Role: "collaborator"},
}

// seedDemo makes the people who are not there yet: the others keep their state.
func (s *Server) seedDemo() error {
	for _, demo := range slices.Concat(demoPeople, extraPeople) {
		known := false
		err := s.view(func(t *tx) error {
			known = t.demoKnown(demo.User)
			return nil
		})
		if err != nil {
			return err
		}
		if known {
			continue
		}
		hash, err := s.hashPatiently(demo.Password)
		if err != nil {
			return err
		}
		err = s.update(func(t *tx) error {
			p := t.addPerson(demo.User, demo.Role, hash)
			demo.Account = p.ID
			t.setDemoProfile(p)
			if demo.TwoFactor {
				seed := newCodeSecret()
				t.putSeed(p.addMethod(kindTOTP, "One-time-code app", t.now), seed)
				p.Recovery, demo.Codes = t.s.spares.take(t.now)
				demo.OTPAuth = s.otpauth(p.User, seed.Secret)
				if n := p.Profile.Phone; n != "" && phoneNumber(n).takesCodes() != nil {
					// A number of before codes went to four countries alone: it works until it is removed.
					p.addMethod(kindSMS, phoneNumber(n).masked(), t.now).Number = phoneNumber(n)
				}
				t.putPerson(p)
			}
			t.put(inDemo, p.User, demo)
			return t.seedOrganizations(p)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// seedOrganizations gives the demo's people what they have besides a role: Lea has
// an organization of her own, in which Zoe is external, and Ben is blocked.
func (t *tx) seedOrganizations(p *person) error {
	switch p.User {
	case "lea@example.ch":
		t.join(p, t.found("Lea Rochat"), roleRepresentative)
	case "zoe@example.ch":
		lea, err := t.personByUser("lea@example.ch")
		if err != nil {
			return err
		}
		for _, m := range lea.Memberships {
			if o, err := t.organization(m.Organization); err == nil && o.ID != founding {
				t.join(p, o, roleExternal)
			}
		}
	case "ben@example.ch":
		p.Blocked = &blocking{At: t.now, Organization: founding}
	}
	t.putPerson(p)
	return nil
}

// Demo lists the demo people; TwoFactor is as it stands now.
func (s *Server) Demo() ([]DemoPerson, error) { return s.demo(demoPeople) }

func (s *Server) demo(people []DemoPerson) ([]DemoPerson, error) {
	list := []DemoPerson{}
	err := s.view(func(t *tx) error {
		for _, one := range people {
			demo, err := load[DemoPerson](t, inDemo, one.User)
			if err != nil {
				continue // this data folder has no demo
			}
			p, err := t.demoPerson(demo)
			if err != nil {
				return err
			}
			if demo.TwoFactor, err = t.twoFactor(p); err != nil {
				return err
			}
			list = append(list, *demo)
		}
		return nil
	})
	return list, err
}
