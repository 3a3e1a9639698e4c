package stub

import (
	"strings"

	"kauth/server-stub/pages"
)

// forgotIdentifier begins the way to a forgotten identifier by a phone number, and
// by a recovery address where several accounts have that number.
func (s *Server) forgotIdentifier(v visitor, lang pages.Lang, number phoneNumber, address string) (id, secret string, err error) {
	err = s.update(func(t *tx) error {
		w, made, err := t.newWayBack(v, lang, "identifier")
		if err != nil {
			return err
		}
		w.Number, w.Address = string(number), normalUser(address)
		w.Mask = maskedNumber(w.Number)
		if w.Address != "" {
			w.MailMask = maskedAddress(w.Address)
		}
		t.putWayBack(w)
		id, secret = w.ID, made
		return nil
	})
	return id, secret, err
}

// sendIdentifier tells the owners of a number how they sign in; by SMS only where it
// is clear which account is meant, since others may read a number's messages too.
func (t *tx) sendIdentifier(w *wayBack) {
	var found []*person
	for _, p := range t.peopleWithPhone(w.Number) {
		if w.Address == "" || p.Profile.Address == w.Address {
			found = append(found, p)
		}
	}
	if w.Via == "mail" {
		for _, p := range found {
			if p.Profile.Address != "" {
				t.mailTo(p.Profile.Address, p.langOf(w.Lang), "identifier", p.User)
				t.record(p.ID, w.Visitor, "identifier_sent", "")
			}
		}
		return
	}
	if len(found) > 1 && w.Address == "" {
		t.sms(w.Number, found[0].langOf(w.Lang), "identifier_several")
		return
	}
	var names []string
	for _, p := range found {
		names = append(names, p.User)
		t.record(p.ID, w.Visitor, "identifier_sent", "")
	}
	if len(names) > 0 {
		t.sms(w.Number, found[0].langOf(w.Lang), "identifier", strings.Join(names, ", "))
	}
}

// peopleWithPhone lists whose recovery phone that number is.
func (t *tx) peopleWithPhone(number string) (list []*person) {
	prefix := number + "/"
	c := t.Bucket([]byte(inPhones)).Cursor()
	for k, _ := c.Seek([]byte(prefix)); strings.HasPrefix(string(k), prefix); k, _ = c.Next() {
		if p, err := t.person(string(k[len(prefix):])); err == nil {
			list = append(list, p)
		}
	}
	return list
}

// setPhone stores a recovery phone, and where to find its owner by it.
func (t *tx) setPhone(p *person, number string) {
	b := t.Bucket([]byte(inPhones))
	if p.Profile.Phone != "" {
		t.fail(b.Delete([]byte(p.Profile.Phone + "/" + p.ID)))
	}
	if p.Profile.Phone = number; number != "" {
		t.fail(b.Put([]byte(number+"/"+p.ID), nil))
	}
	t.putPerson(p)
}
