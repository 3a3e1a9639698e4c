package stub

import (
	"kauth/core/api"
)

// rekey gives a phone its next keys, or one of them: from then on the old ones are
// dead. by is what proved it. The same registration again gets the same
// reply, by the new key or the one before it, since the first reply may have been lost.
// The counter goes on, and requests that wait are answered by the new key: they name
// the phone, not its key.
func (s *Server) rekey(v visitor, id string, by proven, reg string) (reply api.RekeyReply, err error) {
	fresh := false
	err = s.update(func(t *tx) error {
		d, err := t.device(id)
		if err != nil {
			return err
		}
		if s.isNow(d, reg) {
			reply, err = t.rekeyed(d)
			return err
		}
		switch err := d.usable(); {
		case by.Key != d.Key:
			return fail(api.CodeBadProof, "this key is dead")
		case err != nil:
			return err
		}
		r, key, err := api.OpenRotation(reg, s.Origin(), id, d.Key)
		if err != nil {
			return fail(api.CodeBadJWS, err.Error())
		}
		s.ignoreListen(&r)
		if err := d.mayTake(api.Thumbprint(key), r.ListenKey()); err != nil {
			return err
		}
		if key := api.Thumbprint(key); key != d.Key {
			d.OldKey, d.OldJWK = d.Key, d.JWK
			d.Key, d.JWK = key, r.JWK
		}
		d.listenBy(r)
		// What the old listening key acknowledged may have been its thief's word.
		d.KeysAt, d.PolicyAt, d.LabelAt = min(d.KeysAt, max(by.Keys, 1)), min(d.PolicyAt, by.Policy), min(d.LabelAt, by.Label)
		d.OS, d.App = api.CleanText(r.OS, api.MaxName), api.CleanText(r.App, api.MaxName)
		d.Seen, fresh = t.now, true
		t.putDevice(d)
		p, err := t.person(d.Account)
		if err != nil {
			return err
		}
		t.record(p.ID, v, "key_changed", d.Name)
		t.mail(p, "key_changed", d.Name, p.User)
		reply, err = t.rekeyed(d)
		return err
	})
	if err == nil && fresh {
		s.polls.end(id) // what the old key holds open ends with it
	}
	return reply, err
}

func (t *tx) rekeyed(d *device) (api.RekeyReply, error) {
	stmt, err := t.signFor(d, api.TypeStatement, api.Statement{
		Kind: api.StmtRekeyed, Iss: t.s.Origin(), Aud: d.ID, Account: d.Account, Key: d.Key, Listen: d.Listen, Iat: t.now,
	})
	return api.RekeyReply{Statement: stmt, ServerTime: t.now}, err
}
