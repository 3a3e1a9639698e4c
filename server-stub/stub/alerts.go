package stub

import (
	"strings"

	"kauth/server-stub/pages"
)

// alertGap is how often one organization may send one person a security alert.
const alertGap = 60 * 60

// alert writes to a member how their account stands: whether two-factor is on, by
// which methods, and when somebody last signed in.
func (s *Server) alert(v visitor, who signedIn, account string) error {
	return s.update(func(t *tx) error {
		a, err := t.reach(who, account)
		if err != nil {
			return err
		}
		if wait := left(a.part.Alerted+alertGap, t.now, alertGap); wait > 0 {
			return rateLimited(wait, "they were sent an alert a moment ago")
		}
		words, err := t.standing(a.target)
		if err != nil {
			return err
		}
		a.part.Alerted = t.now
		t.putPerson(a.target)
		t.mail(a.target, "security_alert", append([]any{a.actor.User, a.org.Name}, words...)...)
		t.record(a.target.ID, v, "alerted", a.org.Name)
		return nil
	})
}

// standing puts into p's words: two-factor on or off, the methods, the last sign-in.
func (t *tx) standing(p *person) ([]any, error) {
	lang := langOr(p.Lang)
	reply, err := t.methods(p)
	if err != nil {
		return nil, err
	}
	state, last := "alert.off", pages.Text(lang, "alert.never")
	if reply.TwoFactor {
		state = "alert.on"
	}
	if p.SignedIn > 0 {
		last = p.moment(p.SignedIn)
	}
	names := []string{}
	for _, m := range reply.Methods {
		name := pages.Text(lang, "method."+m.Kind)
		if m.Kind == "kauth" {
			name += " (" + m.Name + ")"
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		names = append(names, pages.Text(lang, "alert.none"))
	}
	return []any{pages.Text(lang, state), strings.Join(names, ", "), last}, nil
}
