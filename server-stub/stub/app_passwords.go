package stub

import (
	"cmp"
	"crypto/rand"
	"slices"
	"strings"

	"kauth/core/api"
)

// appPassword opens an account to one program that knows no second step. It is
// found by its hash, below its account: 100 random bits need no slow hash, which a
// program that asks every minute would only make costly for us.
type appPassword struct {
	ID    string // "apw_..."
	Name  string
	Added int64
	Used  int64
	From  string // what used it last
}

const (
	maxAppPasswords = 50
	usedWithin      = 5 * 60 // the last use is written at most so often
)

// newAppPassword writes 100 random bits in four groups of five.
func newAppPassword() string {
	raw := make([]byte, 20)
	rand.Read(raw)
	var b strings.Builder
	for i, r := range raw {
		if i > 0 && i%5 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(crockford[r%32]) // 256 is a multiple of 32: no bias
	}
	return b.String()
}

// appPasswordKey finds one; account "" finds none, in the same time.
func appPasswordKey(account, password string) string {
	return account + "/" + api.Hash([]byte(account+"/"+normalRecovery(password)))
}

func (t *tx) appPasswordsOf(account string) (keys []string, list []appPassword, err error) {
	prefix := account + "/"
	c := t.Bucket([]byte(inPrograms)).Cursor()
	for k, _ := c.Seek([]byte(prefix)); strings.HasPrefix(string(k), prefix); k, _ = c.Next() {
		one, err := load[appPassword](t, inPrograms, string(k))
		if err != nil {
			return nil, nil, err
		}
		keys, list = append(keys, string(k)), append(list, *one)
	}
	return keys, list, nil
}

// appPasswords lists them, the newest first.
func (s *Server) appPasswords(who signedIn) (list []appPassword, err error) {
	err = s.view(func(t *tx) error {
		_, list, err = t.appPasswordsOf(who.Account)
		return err
	})
	slices.SortStableFunc(list, func(a, b appPassword) int {
		return cmp.Or(cmp.Compare(b.Added, a.Added), cmp.Compare(a.Name, b.Name))
	})
	return list, err
}

// makeAppPassword makes one, which is shown by the reply alone.
func (s *Server) makeAppPassword(v visitor, who signedIn, name string) (made appPassword, password string, err error) {
	if err := s.proven(who); err != nil {
		return made, "", err
	}
	if name = api.CleanText(name, maxName); name == "" {
		return made, "", fail(api.CodeBadRequest, "an application password has a name")
	}
	password = newAppPassword()
	err = s.update(func(t *tx) error {
		p, err := t.changer(who)
		if err != nil {
			return err
		}
		if on, err := t.twoFactor(p); err != nil || !on {
			return cmp.Or(err, error(fail(api.CodeBadRequest, "application passwords come with two-factor, which is off")))
		}
		keys, _, err := t.appPasswordsOf(p.ID)
		if err != nil {
			return err
		}
		if len(keys) >= maxAppPasswords {
			return errManyAppPasswords
		}
		made = appPassword{ID: api.NewID("apw_"), Name: name, Added: t.now}
		t.put(inPrograms, appPasswordKey(p.ID, password), made)
		t.record(p.ID, v, "app_password_made", name)
		t.mail(p, "app_password_made", name, p.User)
		return nil
	})
	return made, password, err
}

var errManyAppPasswords = fail(api.CodeBadRequest, "there are fifty application passwords already: revoke one first")

// revokeAppPassword shuts one program out.
func (s *Server) revokeAppPassword(v visitor, who signedIn, id string) error {
	return s.update(func(t *tx) error {
		keys, list, err := t.appPasswordsOf(who.Account)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(list, func(one appPassword) bool { return one.ID == id })
		if at < 0 {
			return errNotFound
		}
		t.remove(inPrograms, keys[at])
		t.record(who.Account, v, "app_password_revoked", list[at].Name)
		return nil
	})
}

// dropAppPasswords voids all of an account's: they come with two-factor.
func (t *tx) dropAppPasswords(account string) error {
	keys, _, err := t.appPasswordsOf(account)
	for _, k := range keys {
		t.remove(inPrograms, k)
	}
	return err
}
