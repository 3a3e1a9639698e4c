package stub

import "kauth/server-stub/pages"

// demoProfile is what a demo person said of themselves. Anna and Zoe leave the
// language to the browser; Max and Toto share a number; Lea gave no way to be
// reached, so that the identity check is all she has.
type demoProfile struct {
	lang pages.Lang
	profile
}

var demoProfiles = map[string]demoProfile{
	"anna@example.ch":    {"", profile{Name: "Anna Keller", Country: "CH", Zone: "Europe/Zurich", Phone: "+41791234512", Address: "anna.keller@example.net"}},
	"toto123@example.ch": {"fr", profile{Name: "Toto Martin", Country: "FR", Zone: "Europe/Paris", Phone: "+41765550188", Address: "toto.martin@example.net"}},
	"max@example.ch":     {"de", profile{Name: "Max Muster", Country: "DE", Zone: "Europe/Berlin", Phone: "+41765550188", Address: "max.muster@example.org"}},
	"lea@example.ch":     {"it", profile{Name: "Lea Bianchi", Country: "IT", Zone: "Europe/Rome"}},
	"zoe@example.ch":     {"", profile{Name: "Zoé García", Country: "ES", Zone: "Europe/Madrid", Phone: "+34612345634", Address: "zoe.garcia@example.net"}},
}

func (t *tx) setDemoProfile(p *person) {
	demo, there := demoProfiles[p.User]
	if !there {
		return
	}
	phone := demo.Phone
	p.Lang, p.Profile = demo.lang, demo.profile
	p.Profile.Phone = ""
	t.setPhone(p, phone)
}

// demoKnown tells a demo person who is there already, by whatever address by now.
func (t *tx) demoKnown(user string) bool {
	if demo, err := load[DemoPerson](t, inDemo, user); err == nil && demo.Account != "" {
		_, err := t.person(demo.Account)
		return err == nil
	}
	_, err := t.personByUser(user)
	return err == nil
}

// demoPerson finds the account of a demo person, and the address it has by now.
func (t *tx) demoPerson(demo *DemoPerson) (*person, error) {
	if demo.Account == "" { // made by an older version
		return t.personByUser(demo.User)
	}
	p, err := t.person(demo.Account)
	if err == nil {
		demo.User = p.User
	}
	return p, err
}
