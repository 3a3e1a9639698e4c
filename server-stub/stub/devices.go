package stub

import (
	"slices"

	"kauth/core/api"
)

// device is one account's phone, kept on record for ever.
type device struct {
	ID         string // "dev_..."
	Account    string
	Name       string // "Pixel 9 · kAuth"
	OS, App    string
	JWK        api.JWK
	Key        string // thumbprint of JWK
	OldKey     string // the one before it: good for asking again what became of it
	OldJWK     api.JWK
	ListenJWK  api.JWK // of the listening key (listening.go)
	Listen     string  // its thumbprint; "" where there is none
	OldListen  string  // the one before it
	KeysAt     uint64  // which of our lists of keys it has
	PolicyAt   uint64  // which of our policies
	LabelAt    uint64  // which of its person's names
	Kid        string  // the server key that it was linked by
	Push       []api.Push
	PushAt     int64 // when it registered these
	Woken      int64 // when it was last, or will be next
	State      string
	Code       codeSecret // bound to this phone: its codes stop with it
	Counter    uint64     // the highest of its answers
	Used       []used     // its last values
	Floor      used       // the highest that is not among them any more
	Asked      uint64     // how many requests it was sent
	Statement  string     // what it was told when it registered
	Added      int64
	Seen       int64
	Ended      int64
	Move       string   `json:",omitempty"` // the request to the phone whose place it takes
	MovedTo    string   `json:",omitempty"` // the phone that took its place
	Suspended  int64    // when it was last
	Origin     visitor  // where its link was made
	Challenges []string // newest first
}

// The states of a device.
const (
	deviceUnconfirmed = "unconfirmed"
	deviceActive      = "active"
	deviceSuspended   = "suspended"
	deviceRevoked     = "revoked"
)

func (t *tx) device(id string) (*device, error) { return load[device](t, inDevices, id) }

func (t *tx) putDevice(d *device) { t.put(inDevices, d.ID, d) }

func (t *tx) nameOf(id string) string {
	d, err := t.device(id)
	if err != nil {
		return ""
	}
	return d.Name
}

// activate makes a phone one that answers, with its one-time codes, and gives the
// account backup codes where it has none.
//
// session is the one that began it, "" for the operator.
func (t *tx) activate(d *device, v visitor, session string) error {
	p, err := t.person(d.Account)
	if err != nil {
		return err
	}
	if err := t.turnOn(p, session); err != nil {
		return err
	}
	d.State, d.Seen = deviceActive, t.now
	t.putDevice(d)
	others := p.Devices
	p.Devices = append(p.Devices, d.ID)
	p.remember(v)
	if p.Recovery.left() == 0 || p.Recovery.lost(others) {
		t.issueWaiting(p, d)
	}
	t.putPerson(p)
	t.record(p.ID, v, "linked", d.Name)
	t.mail(p, "phone_linked", d.Name, p.User)
	return nil
}

// revoke ends a phone for good. With the last way to pass the second step gone,
// two-factor is off and the backup codes are void.
func (t *tx) revoke(d *device, v visitor) error {
	wasActive := d.State == deviceActive || d.State == deviceSuspended
	d.State, d.Ended, d.Code = deviceRevoked, t.now, codeSecret{}
	t.putDevice(d)
	t.remove(inUsedCodes, d.ID)
	t.notify(d.ID)
	if !wasActive {
		return nil // it never counted
	}
	if err := t.takeBack(d, stateCancelled); err != nil {
		return err
	}
	if err := t.orphans(d); err != nil {
		return err
	}
	p, err := t.person(d.Account)
	if err != nil {
		return err
	}
	t.record(p.ID, v, "removed", d.Name)
	t.mail(p, "phone_removed", d.Name, p.User)
	return t.dropRecovery(p)
}

// orphans withdraws the requests that no other phone can answer.
func (t *tx) orphans(d *device) error {
	p, err := t.person(d.Account)
	if err != nil {
		return err
	}
	phones, err := t.active(p)
	if err != nil {
		return err
	}
	for _, id := range slices.Clone(p.Pending) {
		c, err := t.challenge(id)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(phones, func(o *device) bool { return c.Sent[o.ID] != "" }) {
			if err := t.end(c, stateCancelled, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// takeBack voids each YES of the phone that nobody has gone on with yet: it may be
// the copy's, or the finder's.
func (t *tx) takeBack(d *device, state string) error {
	for _, id := range d.Challenges {
		c, err := t.challenge(id)
		if err != nil || c.State != stateApproved || c.Kind != kindLogin || c.By != d.ID {
			continue // forgotten, or none of its
		}
		if err := t.end(c, state, ""); err != nil {
			return err
		}
	}
	return nil
}

// suspend stops a phone that may have been copied.
func (t *tx) suspend(d *device) {
	d.State, d.Suspended = deviceSuspended, t.now
	t.putDevice(d)
	t.notify(d.ID)
	t.record(d.Account, visitor{}, "suspended", d.Name)
	if p, err := t.person(d.Account); err == nil {
		t.mail(p, "phone_suspended", d.Name)
	}
	t.endLetInBy(d)
	t.fail(t.takeBack(d, stateDenied))
	t.fail(t.orphans(d))
}

// giveUp is a phone taking leave of its account.
func (s *Server) giveUp(v visitor, id string) error {
	return s.update(func(t *tx) error {
		d, err := t.device(id)
		if err != nil {
			return err
		}
		if d.State == deviceUnconfirmed {
			return t.dropUnconfirmed(d)
		}
		// A suspended phone may be a copy: it must not turn two-factor off.
		if err := t.usable(d); err != nil {
			return err
		}
		if !t.policy().MayLeave {
			return fail(api.CodePolicy, "the organization keeps this phone on its account")
		}
		p, err := t.person(d.Account)
		if err == nil {
			err = t.mayRemove(p, d.ID)
		}
		if err != nil {
			return err
		}
		return t.revoke(d, v)
	})
}

// usable is nil for a phone that may do more than fetch its requests.
func (d *device) usable() error {
	switch d.State {
	case deviceActive:
		return nil
	case deviceUnconfirmed:
		return fail(api.CodeUnconfirmed, "this phone is not confirmed")
	case deviceSuspended:
		return fail(api.CodeSuspended, "this phone is suspended")
	}
	return errNotFound
}
