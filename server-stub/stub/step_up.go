package stub

import (
	"context"
	"time"

	"kauth/core/api"
)

// A session that is taken over, or a computer left alone, must not change how its
// owner gets in: whoever adds or removes a method gave the password a short time
// ago.
const (
	provenFor  = 10 * time.Minute
	proofTries = 5 // wrong passwords that a session survives
)

// proven refuses a session whose password was given too long ago.
func (s *Server) proven(who signedIn) error {
	if left(who.Proven.Add(provenFor).Unix(), s.now().Unix(), int64(provenFor/time.Second)) > 0 {
		return nil
	}
	return fail(api.CodePasswordNeeded, "give your password again: the sign-in is over ten minutes old")
}

// prove takes the password of whoever is signed in once more. Five wrong ones end
// the session: who cannot give the password has to sign in again.
func (s *Server) prove(ctx context.Context, v visitor, who signedIn, password string) error {
	p, err := s.personOf(who.Account)
	if err != nil {
		return err
	}
	ok, err := s.matches(ctx, p.Password, password)
	if err != nil {
		return err
	}
	return s.update(func(t *tx) error {
		record, err := load[sessionRecord](t, inSessions, who.Session)
		if err != nil {
			return errNoSession
		}
		if ok {
			record.Proven, record.WrongProofs = t.now, 0
			t.put(inSessions, who.Session, record)
			return nil
		}
		t.record(who.Account, v, "wrong_password", "")
		if record.WrongProofs++; record.WrongProofs >= proofTries {
			t.dropSession(who.Session)
			return keep{errNoSession}
		}
		t.put(inSessions, who.Session, record)
		return keep{fail(api.CodeBadCredentials, "that is not your password")}
	})
}
