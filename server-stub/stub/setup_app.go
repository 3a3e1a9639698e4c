package stub

import (
	"net/url"
	"strings"

	"kauth/core/api"
	"kauth/core/qr"
)

// beginApp makes the secret of one more one-time-code app.
func (s *Server) beginApp(who signedIn) (id string, err error) {
	return s.newSetup(who, kindTOTP, func(_ *tx, _ *person, one *setup) error {
		one.Secret = newCodeSecret().Secret
		return nil
	})
}

// viewSetup is all that a page shows.
func (s *Server) viewSetup(who signedIn, id string) (view setupView, err error) {
	err = s.view(func(t *tx) error {
		one, err := t.setup(who, id)
		if err != nil {
			return err
		}
		view = setupView{ID: one.ID, Kind: one.Kind, Number: string(one.Number), ExpiresIn: int(left(one.Expires, t.now, setupLife))}
		p, err := t.person(one.Account)
		if err != nil {
			return err
		}
		view.ResendIn = p.smsWait(t.now)
		if len(one.Secret) > 0 {
			view.Secret, view.Link = base32NoPad.EncodeToString(one.Secret), s.otpauth(p.User, one.Secret)
		}
		return nil
	})
	if err == nil && view.Link != "" {
		view.PNG, err = qr.PNG(view.Link, 6)
	}
	return view, err
}

// otpauth spells a one-time-code secret out as other apps read it.
func (s *Server) otpauth(user string, secret []byte) string {
	return "otpauth://totp/" + url.PathEscape(s.o.Name+":"+user) +
		"?secret=" + base32NoPad.EncodeToString(secret) + "&issuer=" + url.PathEscape(s.o.Name)
}

// confirmApp takes the first code: the app makes the right ones from now on. That
// code signs nobody in any more.
func (s *Server) confirmApp(v visitor, who signedIn, id, name, code string) (done added, err error) {
	code = strings.Join(strings.Fields(code), "")
	err = s.update(func(t *tx) error {
		one, err := t.setup(who, id)
		if err != nil || one.Kind != kindTOTP {
			return orNotFound(err)
		}
		seed := codeSecret{Secret: one.Secret}
		used, ok := seed.check(code, usedCode{}, t.now)
		if !ok {
			return fail(api.CodeMismatch, "that is not the code that the app shows now")
		}
		p, err := t.changer(who)
		if err != nil {
			return err
		}
		if err := t.turnOn(p, who.Session); err != nil {
			return err
		}
		m, confirmed := t.finishSetup(p, one, v, name, "Authenticator app")
		t.putSeed(m, seed)
		t.putUsedCode(m.ID, used)
		done = confirmed
		return nil
	})
	return done, err
}

func orNotFound(err error) error {
	if err == nil {
		return errNotFound
	}
	return err
}
