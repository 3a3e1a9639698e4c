package stub

import (
	"context"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// forgotPassword begins the way to a new password for whatever name was typed.
func (s *Server) forgotPassword(v visitor, lang pages.Lang, user string) (id, secret string, err error) {
	err = s.update(func(t *tx) error {
		w, made, err := t.newWayBack(v, lang, "password")
		if err != nil {
			return err
		}
		w.User = normalUser(user)
		id, secret = w.ID, made
		w.MailMask, w.Mask = t.decoys(w.User)
		if p, err := t.personByUser(w.User); err == nil {
			if p.Profile.Address != "" {
				w.MailMask = maskedAddress(p.Profile.Address)
			}
			if p.Profile.Phone != "" {
				w.Mask = maskedNumber(p.Profile.Phone)
			}
		}
		t.putWayBack(w)
		return nil
	})
	return id, secret, err
}

// sendBackCode sends a code to where the person is reached, if there is one. Wrong
// tries of an earlier code still count.
func (t *tx) sendBackCode(w *wayBack) {
	code, digits := newSentCode(t.now)
	code.Wrong = w.Code.Wrong
	w.Code, w.Account = code, ""
	p, err := t.personByUser(w.User)
	if err != nil {
		return
	}
	lang := p.langOf(w.Lang)
	switch {
	case w.Via == "mail" && p.Profile.Address != "":
		t.mailTo(p.Profile.Address, lang, "forgot_code", grouped(digits), p.User)
	case w.Via == "sms" && p.Profile.Phone != "":
		t.sms(p.Profile.Phone, lang, "forgot_code", grouped(digits))
	default:
		return
	}
	w.Account = p.ID
	t.record(p.ID, w.Visitor, "forgot_code", "")
}

// tryBackCode takes the code that was sent.
func (s *Server) tryBackCode(id, secret, digits string) error {
	return s.update(func(t *tx) error {
		w, err := t.wayBack(id, secret, "password")
		if err != nil {
			return err
		}
		if w.State != backSent {
			return errNotFound
		}
		err = w.Code.try(digits, t.now)
		if err == nil && w.Account == "" {
			err = fail(api.CodeMismatch, "this code is wrong") // it was sent to nobody: guessed
		}
		if err == nil {
			w.State, w.Expires = backProved, t.now+proofForLife
			t.due(w.Expires, "forgotten", w.ID)
		}
		t.putWayBack(w)
		if err != nil {
			return keep{err}
		}
		return nil
	})
}

// resetPassword ends the way back: all sessions end, whatever is under way with the
// old password is void, and two-factor stays as it is.
func (s *Server) resetPassword(ctx context.Context, v visitor, id, secret, password string) error {
	if len(password) < minPass || len(password) > maxPass {
		return fail(api.CodeBadRequest, "a password has at least 8 characters")
	}
	if w, err := s.viewWayBack(id, secret, "password"); err != nil || w.State != backProved {
		return errNotFound // before the hash: it takes memory and time
	}
	hash, err := s.hashPassword(ctx, password)
	if err != nil {
		return err
	}
	return s.update(func(t *tx) error {
		w, err := t.wayBack(id, secret, "password")
		if err != nil || w.State != backProved {
			return errNotFound
		}
		w.State = backDone
		t.putWayBack(w)
		return t.newPassword(w.Account, hash, v)
	})
}

// newPassword sets a password that its owner did not sign in to set.
func (t *tx) newPassword(account string, hash passwordHash, v visitor) error {
	p, err := t.person(account)
	if err != nil {
		return err
	}
	p.Password = hash
	t.putPerson(p)
	t.forgiveGuesses(p.User)
	t.endSessions(p.ID, "")
	if err := t.dropAppPasswords(p.ID); err != nil {
		return err
	}
	t.record(p.ID, v, "password_reset", "")
	t.tellOwner(p, "password_reset")
	return nil
}

// tellOwner writes to every mail address of a person: one of them may be a stranger's
// by now.
func (t *tx) tellOwner(p *person, what string, args ...any) {
	t.mail(p, what, args...)
	if p.Profile.Address != "" && p.Profile.Address != p.mailbox() {
		t.mailTo(p.Profile.Address, p.Lang, what, args...)
	}
}

func (t *tx) idsOf(bucket string) (ids []string) {
	c := t.Bucket([]byte(bucket)).Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		ids = append(ids, string(k))
	}
	return ids
}
