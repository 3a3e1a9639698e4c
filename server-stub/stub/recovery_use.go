package stub

import "kauth/core/api"

// answerRecovery passes the second step with a backup code.
func (s *Server) answerRecovery(v visitor, id, secret, code string) (left int, err error) {
	err = s.update(func(t *tx) error {
		l, p, err := t.openLogin(id, secret)
		if err != nil {
			return err
		}
		if err := p.mayTryRecovery(t.now); err != nil {
			return err
		}
		if !p.Recovery.use(code) {
			p.Recoveries = p.Recoveries.add(t.now, t.now-recoveryHour)
			t.putPerson(p)
			t.record(p.ID, v, "wrong_code", "recovery")
			return keep{fail(api.CodeMismatch, "no such backup code, or it was used already")}
		}
		left = p.Recovery.left()
		t.putPerson(p)
		t.record(p.ID, v, "recovery_used", "recovery")
		t.mail(p, "recovery_used")
		return t.approveByCode(l, secret, "recovery", "")
	})
	return left, err
}

func (p *person) mayTryRecovery(now int64) error {
	if wait := p.Recoveries.wait(recoveryTries, now, recoveryHour); wait > 0 {
		return rateLimited(wait, "too many wrong backup codes")
	}
	return nil
}

// issueWaiting makes the first codes of an account, for its first phone to show.
func (t *tx) issueWaiting(p *person, d *device) {
	set, codes := t.s.spares.take(t.now)
	set.Waiting, set.Device = codes, d.ID
	p.Recovery = set
	t.due(t.now+recoveryWait, "recovery", p.ID)
}

// settleRecovery forgets codes that waited long enough.
func (t *tx) settleRecovery(account string) {
	p, err := t.person(account)
	if err != nil || p.Recovery == nil || t.now < p.Recovery.Made+recoveryWait {
		return
	}
	p.Recovery.Waiting = nil
	t.putPerson(p)
}

// codesWait tells whether backup codes wait for this phone to show them.
func (t *tx) codesWait(d *device) (bool, error) {
	p, err := t.person(d.Account)
	if err != nil {
		return false, err
	}
	return p.Recovery != nil && p.Recovery.Device == d.ID && len(p.Recovery.Waiting) > 0, nil
}

// showRecovery gives the codes that wait; none where nothing does.
func (s *Server) showRecovery(id string) (reply api.RecoveryReply, err error) {
	err = s.view(func(t *tx) error {
		reply = api.RecoveryReply{Codes: []string{}, ServerTime: t.now}
		d, waits, err := t.recoveryOf(id)
		if err != nil || !waits {
			return err
		}
		p, err := t.person(d.Account)
		if err == nil {
			reply.Codes = p.Recovery.Waiting
		}
		return err
	})
	return reply, err
}

// ackRecovery forgets the codes in clear: the phone has them in a safe place.
func (s *Server) ackRecovery(id string) error {
	return s.update(func(t *tx) error {
		d, waits, err := t.recoveryOf(id)
		if err != nil || !waits {
			return err
		}
		p, err := t.person(d.Account)
		if err != nil {
			return err
		}
		p.Recovery.Waiting, p.Recovery.Kept = nil, true
		t.putPerson(p)
		return nil
	})
}

func (t *tx) recoveryOf(id string) (d *device, waits bool, err error) {
	if d, err = t.device(id); err == nil {
		err = t.usable(d)
	}
	if err == nil {
		waits, err = t.codesWait(d)
	}
	return d, waits, err
}

// newRecoveryCodes makes a new set; the old codes are void.
func (s *Server) newRecoveryCodes(v visitor, who signedIn) (codes []string, err error) {
	if err := s.proven(who); err != nil {
		return nil, err
	}
	err = s.update(func(t *tx) error {
		p, err := t.changer(who)
		if err != nil {
			return err
		}
		on, err := t.twoFactor(p)
		if err != nil {
			return err
		}
		if !on {
			return fail(api.CodeBadRequest, "backup codes come with two-factor, which is off")
		}
		p.Recovery, codes = t.s.spares.take(t.now)
		t.putPerson(p)
		t.record(p.ID, v, "new_recovery_codes", "")
		t.mail(p, "new_recovery_codes")
		return nil
	})
	return codes, err
}

// dropRecovery voids the codes of a person whose two-factor is off, and stores them.
func (t *tx) dropRecovery(p *person) error {
	on, err := t.twoFactor(p)
	if err == nil && !on {
		p.Recovery, p.Default, p.ForceMatch = nil, "", false
		err = t.dropAppPasswords(p.ID)
	}
	t.putPerson(p)
	return err
}
