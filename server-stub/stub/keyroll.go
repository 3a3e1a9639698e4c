package stub

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"kauth/core/api"
)

// RollKey makes a new signing key. Phones hear of it by a statement that the key
// before it signed; that one goes on for KeyOverlap.
func (s *Server) RollKey() error { return s.RollKeyWithin(KeyOverlap) }

// RollKeyWithin is RollKey with another overlap. With none at all, as after a key
// was stolen, every phone has to be linked again.
func (s *Server) RollKeyWithin(overlap time.Duration) error {
	der, err := newKey()
	if err != nil {
		return err
	}
	return s.update(func(t *tx) error {
		list, err := t.keyList()
		if err != nil {
			return err
		}
		if len(list.Keys) >= maxKeys {
			return fail(api.CodeBadRequest, "too many keys overlap")
		}
		list.At++
		retires := t.now + int64(overlap/time.Second)
		for i := range list.Keys {
			if k := &list.Keys[i]; k.Retires == 0 || k.Retires > retires {
				k.Retires = retires
			}
		}
		list.Keys = append([]keptKey{{PKCS8: der, At: list.At}}, list.Keys...)
		t.putKeyList(list)
		t.due(retires, "keys", "")
		t.retireKeys("")
		return t.tellPhones()
	})
}

func (t *tx) keyList() (list keyList, err error) {
	err = json.Unmarshal(t.Bucket([]byte(inMeta)).Get(nameKeys), &list)
	return list, err
}

func (t *tx) putKeyList(list keyList) { t.put(inMeta, string(nameKeys), list) }

// retireKeys takes the private keys away whose overlap is over. Phones hear of the
// shorter list too, so that they trust a dead key no longer than we do.
func (t *tx) retireKeys(string) {
	list, err := t.keyList()
	t.fail(err)
	before := len(list.Keys)
	list.Keys = slices.DeleteFunc(list.Keys, func(k keptKey) bool { return k.Retires > 0 && t.now >= k.Retires })
	if len(list.Keys) == before {
		return
	}
	list.At++
	t.putKeyList(list)
	t.fail(t.tellPhones())
}

// tellPhones wakes every phone that may be waiting.
func (t *tx) tellPhones() error {
	c := t.Bucket([]byte(inDevices)).Cursor()
	for id, _ := c.First(); id != nil; id, _ = c.Next() {
		t.notify(string(id))
	}
	return nil
}

// statements are what an active phone has yet to hear, until a proof of its own says
// that it has it. news stands for them in the cursor: their bytes differ each time.
func (t *tx) statements(d *device) (list []string, news string, err error) {
	list = []string{}
	if d.State != deviceActive {
		return list, "", nil
	}
	r, err := t.ring()
	if err != nil {
		return nil, "", err
	}
	state := func(s api.Statement) {
		var jws string
		s.Iss, s.Aud, s.Account, s.Key, s.Listen, s.Iat = t.s.Origin(), d.ID, d.Account, d.Key, d.Listen, t.now
		if err == nil {
			jws, err = t.signFor(d, api.TypeStatement, s)
			list = append(list, jws)
		}
	}
	var said []string
	if r.at > max(d.KeysAt, 1) {
		state(api.Statement{Kind: api.StmtKeyRoll, KeyList: r.jwks(), KeysAt: r.at})
		said = append(said, "keys", text(r.at))
	}
	if p := t.policy(); p.At > d.PolicyAt {
		state(api.Statement{Kind: api.StmtPolicy, PolicyAt: p.At, Verify: p.verify(), MayLeave: &p.MayLeave})
		said = append(said, "policy", text(p.At))
	}
	if p, missing := t.person(d.Account); missing == nil && p.UserAt > d.LabelAt {
		state(api.Statement{Kind: api.StmtAccount, LabelAt: p.UserAt, Label: p.User})
		said = append(said, "label", text(p.UserAt))
	}
	return list, strings.Join(said, " "), err
}

// acknowledge notes what a phone says that it has. More than there is counts as what
// there is: a server that was restored from an old copy states the rest again.
func (s *Server) acknowledge(id string, keys, policy, label uint64) error {
	var news bool
	note := func(t *tx) (*device, error) {
		d, err := t.device(id)
		if err != nil {
			return nil, err
		}
		r, err := t.ring()
		if err != nil {
			return nil, err
		}
		p, err := t.person(d.Account)
		if err != nil {
			return nil, err
		}
		hasKeys, hasPolicy, hasLabel := min(keys, r.at), min(policy, t.policy().At), min(label, p.UserAt)
		news = hasKeys > max(d.KeysAt, 1) || hasPolicy > d.PolicyAt || hasLabel > d.LabelAt
		d.KeysAt, d.PolicyAt, d.LabelAt = max(d.KeysAt, hasKeys), max(d.PolicyAt, hasPolicy), max(d.LabelAt, hasLabel)
		return d, nil
	}
	// Looked at first: a phone that claims more than there is must not cost a write a call.
	err := s.view(func(t *tx) error { _, err := note(t); return err })
	if err != nil || !news {
		return err
	}
	return s.update(func(t *tx) error {
		d, err := note(t)
		if err == nil {
			t.putDevice(d)
			t.notify(id)
		}
		return err
	})
}
