package stub

import "kauth/core/api"

// recoveryMethod names the backup codes in the list of methods.
const recoveryMethod = "recovery"

// methods lists the ways to pass the second step.
func (s *Server) methods(who signedIn) (reply api.MethodsReply, err error) {
	err = s.view(func(t *tx) error {
		p, err := t.person(who.Account)
		if err != nil {
			return err
		}
		reply, err = t.methods(p)
		return err
	})
	return reply, err
}

func (t *tx) methods(p *person) (api.MethodsReply, error) {
	reply := api.MethodsReply{Methods: []api.Method{}}
	var err error
	if reply.TwoFactor, err = t.twoFactor(p); err != nil {
		return reply, err
	}
	for _, id := range p.Devices {
		d, err := t.device(id)
		if err != nil {
			return reply, err
		}
		if d.State == deviceActive || d.State == deviceSuspended {
			reply.Methods = append(reply.Methods, api.Method{
				ID: d.ID, Kind: kindKauth, Name: d.Name, Added: d.Added, Suspended: d.State == deviceSuspended,
			})
		}
	}
	for _, m := range p.Others {
		reply.Methods = append(reply.Methods, api.Method{
			ID: m.ID, Kind: m.Kind, Name: m.Name, Added: m.Added, Number: m.Number.shown(), Suspended: m.Suspended,
		})
	}
	markDefault(reply.Methods, p.Default)
	if p.Recovery != nil {
		left := p.Recovery.left()
		reply.Methods = append(reply.Methods, api.Method{
			ID: recoveryMethod, Kind: kindRecovery, Name: "Backup codes", Added: p.Recovery.Made, Left: &left,
		})
	}
	return reply, nil
}

// markDefault marks the chosen method, or the first where none is chosen.
func markDefault(list []api.Method, id string) {
	at := 0
	for i, m := range list {
		if m.ID == id {
			at = i
		}
	}
	if len(list) > 0 {
		list[at].Default = true
	}
}

// removeMethod takes a phone or another method away. With the last one two-factor
// is off and the backup codes are void, unless somebody requires it.
func (s *Server) removeMethod(v visitor, who signedIn, id string) error {
	if err := s.proven(who); err != nil {
		return err
	}
	return s.update(func(t *tx) error {
		p, err := t.changer(who)
		if err != nil {
			return err
		}
		if m := p.other(id); m != nil {
			return t.removeOther(p, *m, v)
		}
		d, err := t.ownDevice(p, id)
		if err != nil {
			return err
		}
		if err := t.mayRemove(p, id); err != nil {
			return err
		}
		return t.revoke(d, v)
	})
}

func (t *tx) removeOther(p *person, m method, v visitor) error {
	if err := t.mayRemove(p, m.ID); err != nil {
		return err
	}
	t.dropMethod(p, m.ID)
	t.record(p.ID, v, "removed", m.Name)
	t.mail(p, "method_removed", m.Name, p.User)
	t.putPerson(p)
	return t.dropRecovery(p)
}

// mayRemove refuses to take the last method of a person who has to keep two-factor.
func (t *tx) mayRemove(p *person, id string) error {
	reason, must := t.mustKeepTwoFactor(p)
	if !must {
		return nil
	}
	reply, err := t.methods(p)
	if err != nil {
		return err
	}
	for _, m := range reply.Methods {
		if m.ID != id && m.ID != recoveryMethod {
			return nil
		}
	}
	return fail(api.CodePolicy, reason)
}

// ownDevice finds a phone of p's that is not removed.
func (t *tx) ownDevice(p *person, id string) (*device, error) {
	d, err := t.device(id)
	if err == nil && (d.Account != p.ID || d.State == deviceRevoked || d.State == deviceUnconfirmed) {
		err = errNotFound
	}
	return d, err
}

// setDefault chooses what the sign-in page offers first.
func (s *Server) setDefault(who signedIn, id string) error {
	return s.update(func(t *tx) error {
		p, err := t.changer(who)
		if err != nil {
			return err
		}
		if p.other(id) == nil {
			if _, err := t.ownDevice(p, id); err != nil {
				return err
			}
		}
		p.Default = id
		t.putPerson(p)
		return nil
	})
}
