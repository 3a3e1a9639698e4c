package stub

import (
	"context"
	"slices"

	"kauth/core/api"
)

// errNeedsSecondStep is a session that only the password let in.
var errNeedsSecondStep = fail(api.CodePolicy, "sign in again with your second step first: this session was let in by the password alone")

// removeTwoFactor takes all methods away, with the backup codes. It is for those
// who give the password again and whose sign-in passed the second step: the
// password alone, stolen, must not turn it off.
func (s *Server) removeTwoFactor(ctx context.Context, v visitor, who signedIn, password string) error {
	if !who.How.twice() {
		return errNeedsSecondStep
	}
	if err := s.prove(ctx, v, who, password); err != nil {
		return err
	}
	return s.update(func(t *tx) error {
		p, err := t.changer(who)
		if err != nil {
			return err
		}
		if reason, must := t.mustKeepTwoFactor(p); must {
			return fail(api.CodePolicy, reason)
		}
		for _, id := range slices.Clone(p.Devices) {
			d, err := t.device(id)
			if err != nil {
				return err
			}
			if d.State == deviceActive || d.State == deviceSuspended {
				if err := t.revoke(d, v); err != nil {
					return err
				}
			}
		}
		if p, err = t.person(who.Account); err != nil { // revoking wrote it
			return err
		}
		for _, m := range slices.Clone(p.Others) {
			t.dropMethod(p, m.ID)
		}
		t.record(p.ID, v, "two_factor_off", "")
		t.mail(p, "two_factor_off", p.User)
		return t.dropRecovery(p)
	})
}
