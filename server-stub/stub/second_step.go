package stub

import (
	"slices"

	"kauth/core/api"
)

// method is a way to pass the second step besides a phone. What it checks against
// lies in a record of its own (inSeeds, inKeys): a code must not rewrite the person.
type method struct {
	ID        string // "otp_...", "key_...", "sms_..."
	Kind      string
	Name      string
	Added     int64
	Number    phoneNumber `json:",omitempty"` // of an SMS
	Suspended bool        `json:",omitempty"` // a security key that may have been copied
}

// The kinds of methods, in the order in which a sign-in offers them.
const (
	kindKauth    = "kauth"
	kindTOTP     = "totp"
	kindKey      = "webauthn"
	kindSMS      = "sms"
	kindRecovery = "recovery"
	kindHelp     = "help" // always offered, last
)

// idPrefix of the methods that addMethod makes.
var idPrefix = map[string]string{kindTOTP: "otp_", kindKey: "key_", kindSMS: "sms_"}

// addMethod notes a method; the caller stores p, and what the method checks against.
func (p *person) addMethod(kind, name string, now int64) *method {
	p.Others = append(p.Others, method{ID: api.NewID(idPrefix[kind]), Kind: kind, Name: name, Added: now})
	return &p.Others[len(p.Others)-1]
}

// other finds a method by its id; nil where p has none of that name.
func (p *person) other(id string) *method {
	for i := range p.Others {
		if p.Others[i].ID == id {
			return &p.Others[i]
		}
	}
	return nil
}

// of lists p's methods of a kind that work.
func (p *person) of(kind string) (list []method) {
	for _, m := range p.Others {
		if m.Kind == kind && !m.Suspended {
			list = append(list, m)
		}
	}
	return list
}

func (t *tx) putSeed(m *method, seed codeSecret) { t.put(inSeeds, m.ID, seed) }

// dropMethod takes a method away, with what it checks against. The caller stores p.
func (t *tx) dropMethod(p *person, id string) {
	p.Others = slices.DeleteFunc(p.Others, func(m method) bool { return m.ID == id })
	t.remove(inSeeds, id)
	t.remove(inUsedCodes, id)
	t.remove(inKeys, id)
	if p.Default == id {
		p.Default = ""
	}
}

// ways lists how p may pass the second step, as a sign-in offers it: the phones'
// request first, whatever the default is, then the default, then the rest in the
// order of the guides; help last. There is none where two-factor is off. It is on
// as long as a phone or another method is on the account: a suspended one proves
// nothing, but whoever had it suspended must not get in without a second step.
func (t *tx) ways(p *person) ([]string, error) {
	on, err := t.twoFactor(p)
	if err != nil || !on {
		return nil, err
	}
	phones, err := t.active(p)
	if err != nil {
		return nil, err
	}
	reachable, err := t.reachable(phones)
	if err != nil {
		return nil, err
	}
	var ways []string
	add := func(kind string, there bool) {
		if there && !slices.Contains(ways, kind) {
			ways = append(ways, kind)
		}
	}
	add(kindKauth, len(reachable) > 0)
	if m := p.other(p.Default); m != nil {
		add(m.Kind, !m.Suspended)
	}
	add(kindTOTP, len(phones) > 0 || len(p.of(kindTOTP)) > 0)
	add(kindKey, len(p.of(kindKey)) > 0)
	add(kindSMS, len(p.of(kindSMS)) > 0)
	add(kindRecovery, p.Recovery.left() > 0)
	add(kindHelp, true)
	return ways, nil
}

// twoFactor tells whether the password alone is not enough.
func (t *tx) twoFactor(p *person) (bool, error) {
	if len(p.Others) > 0 {
		return true, nil
	}
	for _, id := range p.Devices {
		d, err := t.device(id)
		if err != nil {
			return false, err
		}
		if d.State == deviceActive || d.State == deviceSuspended {
			return true, nil
		}
	}
	return false, nil
}

// firstWay is what a sign-in begins with.
func firstWay(ways []string) string {
	if len(ways) == 0 {
		return ""
	}
	return ways[0]
}
