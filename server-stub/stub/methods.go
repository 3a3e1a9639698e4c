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
			reply.Methods = append(reply.Methods, api.Method{ID: d.ID, Kind: "kauth", Name: d.Name, Added: d.Added})
		}
	}
	if a := p.App; a != nil {
		reply.Methods = append(reply.Methods, api.Method{ID: a.ID, Kind: "totp", Name: a.Name, Added: a.Added})
	}
	markDefault(reply.Methods, p.Default)
	if p.Recovery != nil {
		left := p.Recovery.left()
		reply.Methods = append(reply.Methods, api.Method{
			ID: recoveryMethod, Kind: "recovery", Name: "Backup codes", Added: p.Recovery.Made, Left: &left,
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

// removeMethod takes a phone or a code app away. Backup codes go with the last.
func (s *Server) removeMethod(v visitor, who signedIn, id string) error {
	return s.update(func(t *tx) error {
		p, err := t.person(who.Account)
		if err != nil {
			return err
		}
		if p.App != nil && p.App.ID == id {
			t.record(p.ID, v, "removed", p.App.Name)
			t.mail(p, "method_removed", p.App.Name, p.User)
			p.App = nil
			t.putPerson(p)
			return t.dropRecovery(p)
		}
		d, err := t.ownDevice(p, id)
		if err != nil {
			return err
		}
		return t.revoke(d, v)
	})
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
		p, err := t.person(who.Account)
		if err != nil {
			return err
		}
		if p.App == nil || p.App.ID != id {
			if _, err := t.ownDevice(p, id); err != nil {
				return err
			}
		}
		p.Default = id
		t.putPerson(p)
		return nil
	})
}
