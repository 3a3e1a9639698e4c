package stub

import (
	"cmp"
	"context"
	"net/http"
	"strconv"

	"kauth/core/api"
)

// What programs reach with HTTP Basic (RFC 7617): synchronization of mail, contacts
// and files. It stands for all the services that know no second step; nothing that
// an organization asks of browsers stops it.

const (
	davTries = 10 // wrong passwords for a user name, known or not, in ten minutes
	davTime  = 10 * 60
)

func (s *Server) davRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET "+api.PathDAV, s.handle(s.getDAV))
}

// getDAV says who one is.
func (s *Server) getDAV(w http.ResponseWriter, r *http.Request) error {
	user, password, given := r.BasicAuth()
	if !given {
		return s.davRefused(w, r, errDAV)
	}
	reply, err := s.openDAV(r.Context(), s.visitorOf(r), user, password)
	if err != nil {
		return s.davRefused(w, r, err)
	}
	return writeJSON(w, http.StatusOK, reply)
}

func (s *Server) davRefused(w http.ResponseWriter, _ *http.Request, err error) error {
	if codeOf(err) == api.CodeBadCredentials {
		w.Header().Set("WWW-Authenticate", "Basic realm="+strconv.QuoteToASCII(s.o.Name)+`, charset="UTF-8"`)
	}
	return err
}

// errDAV is the same for whatever is wrong: who asks learns nothing of whether the
// person exists, has two-factor on, or gave the right ordinary password.
var errDAV = fail(api.CodeBadCredentials, "the user or the password is wrong; where two-factor is on, an application password is needed")

// davVisit is what is known of whoever asks.
type davVisit struct {
	p      *person // an empty one for nobody
	on     bool    // two-factor is
	barred error   // why not even the right password helps
	with   string  // the application password's name
	opens  bool    // there is such an application password
}

func (s *Server) davVisit(v visitor, user, password string) (visit davVisit, err error) {
	visit.p = &person{}
	err = s.view(func(t *tx) error {
		if found, err := t.personByUser(user); err == nil {
			visit.p, visit.barred = found, t.barred(found)
		}
		if visit.on, err = t.twoFactor(visit.p); err != nil {
			return err
		}
		if one, err := load[appPassword](t, inPrograms, appPasswordKey(visit.p.ID, password)); err == nil {
			visit.with, visit.opens = one.Name, true
			return nil // no guess: it need not count
		}
		return t.mayOpenDAV(visit.p, v, user)
	})
	return visit, err
}

// openDAV takes an application password, or the ordinary one where two-factor is
// off. Whatever is no application password is hashed like an ordinary one, for
// anybody: all refusals take the same time.
func (s *Server) openDAV(ctx context.Context, v visitor, user, password string) (reply api.DAVReply, err error) {
	visit, err := s.davVisit(v, user, password)
	if err != nil {
		return reply, err
	}
	reply = api.DAVReply{User: visit.p.User, With: visit.with}
	if visit.opens {
		return reply, cmp.Or(visit.barred, s.noteUse(v, visit.p.ID, password))
	}
	ok, err := s.matches(ctx, visit.p.Password, password)
	if err != nil {
		return reply, err
	}
	opens := ok && !visit.on
	err = s.update(func(t *tx) error {
		// Others may have tried while we hashed.
		if err := t.mayOpenDAV(visit.p, v, user); err != nil {
			return err
		}
		// A right password that opens nothing counts like a wrong one: else the count tells.
		t.triedPassword(visit.p, v, user, opens)
		if opens {
			return nil
		}
		if err := t.spend(davKey(user), davTries, davTime); err != nil {
			return err
		}
		if !ok {
			t.record(visit.p.ID, v, "wrong_password", "")
		}
		return keep{errDAV}
	})
	if opens && err == nil {
		reply.With, err = "password", visit.barred
	}
	return reply, err
}

// noteUse writes when and by what an application password was used, from time to
// time; one that was revoked meanwhile opens nothing.
func (s *Server) noteUse(v visitor, account, password string) error {
	key := appPasswordKey(account, password)
	var stale bool
	err := s.view(func(t *tx) error {
		one, err := load[appPassword](t, inPrograms, key)
		stale = err == nil && (t.now-one.Used >= usedWithin || one.From != v.Agent)
		return nil
	})
	if err != nil || !stale {
		return err
	}
	return s.update(func(t *tx) error {
		one, err := load[appPassword](t, inPrograms, key)
		if err != nil {
			return errDAV
		}
		one.Used, one.From = t.now, v.Agent
		t.put(inPrograms, key, one)
		return nil
	})
}

func davKey(user string) string { return "dav:" + api.Hash([]byte(normalUser(user))) }

// mayOpenDAV refuses a password for which it is too early: here, or at the sign-in,
// which counts the same guesses.
func (t *tx) mayOpenDAV(p *person, v visitor, user string) error {
	now, err := load[tally](t, inTallies, davKey(user))
	if err == nil && now.Count >= davTries {
		if wait := left(now.Expires, t.now, davTime); wait > 0 {
			return rateLimited(wait, "too many wrong passwords")
		}
	}
	return t.mayTryPassword(p, v, user)
}
