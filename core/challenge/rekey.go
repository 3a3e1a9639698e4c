package challenge

import (
	"context"
	"errors"
	"slices"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// The keys of a device are replaced every 90 days, so that a copy of the vault of
// before is worth nothing. The phone stores the next ones before the server hears of
// them, and lets go of the old ones only when the server has signed that the next ones
// count: killed at any point it holds keys that work, and finds out which by asking
// for the same again. A locked phone replaces none.
const (
	rekeyAfter = 90 * 24 * time.Hour
	rekeyAgain = time.Hour       // after one that failed
	rekeyTime  = 5 * time.Second // that it may take while nobody asked for it
	listenFrom = 24 * time.Hour  // after a server had no listening keys
)

// Rekey replaces the keys of an account now. Requests that wait stay, and are answered
// by the new ones. core.Locked: not while the phone is.
func (b *Inbox) Rekey(ctx context.Context, id core.AccountID) error {
	l, err := b.line(ctx, id)
	if err != nil {
		return err
	}
	defer func() { <-l.busy }()
	return b.rekey(ctx, id)
}

// rekeyDue replaces the keys of a poller's account if they are old, or if there is no
// listening key yet and the server takes one, and the person has nothing to do with
// that account now. It never waits for them.
func (b *Inbox) rekeyDue(p *poller) {
	d := p.account.Device
	since := d.KeySince
	if since.IsZero() {
		since = p.account.Added
	}
	now := b.o.Now()
	if p.account.State != core.Active || d.Locked() || now.Before(p.rekeyFrom) {
		return
	}
	due := !d.NextKey.IsZero() || now.Sub(since) >= rekeyAfter
	if !due && !b.wantsListen(p) {
		return
	}
	l, quiet := b.quiet(p.account.ID)
	if !quiet {
		return
	}
	defer func() { <-l.busy }()
	p.rekeyFrom = now.Add(rekeyAgain)
	ctx, cancel := context.WithTimeout(p.ctx, rekeyTime)
	defer cancel()
	// A failure costs nothing: the old key goes on, or caughtUp finds out.
	_ = b.rekey(ctx, p.account.ID)
}

// wantsListen tells an account of before listening keys whose server takes them now.
// One that takes none is not asked for another key: each is a mail to its owner.
func (b *Inbox) wantsListen(p *poller) bool {
	d, now := p.account.Device, b.o.Now()
	if !d.Listen.IsZero() || now.Before(p.listenFrom) {
		return false
	}
	ctx, cancel := context.WithTimeout(p.ctx, rekeyTime)
	defer cancel()
	conf, err := b.server.Configuration(ctx, d.Origin)
	if err != nil {
		p.rekeyFrom = now.Add(rekeyAgain)
		return false
	}
	p.listenFrom = now.Add(listenFrom) // also where it takes one and does not say so after
	return slices.Contains(conf.Features, api.FeatureListen)
}

// quiet takes the account's line if no request waits and no answer is under way.
func (b *Inbox) quiet(id core.AccountID) (*line, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range b.requests {
		if r.Account == id {
			return nil, false
		}
	}
	l := b.lines[id]
	if l == nil {
		l = newLine()
		b.lines[id] = l
	}
	select {
	case l.busy <- struct{}{}:
		return l, true
	default:
		return nil, false
	}
}

// rekey is called with the account's line taken.
func (b *Inbox) rekey(ctx context.Context, id core.AccountID) error {
	old, err := b.mayRekey(id)
	if err != nil {
		return err
	}
	if next := old.Device.NextKey; next.IsZero() || core.KindOf(next.Check()) == core.SignerGone {
		if err := b.makeNext(ctx, old); err != nil {
			return err
		}
	}
	a, err := b.mayRekey(id)
	if err != nil {
		return err
	}
	return b.finishRekey(ctx, a)
}

// mayRekey gives an account whose keys can be replaced.
func (b *Inbox) mayRekey(id core.AccountID) (core.Account, error) {
	a, err := b.store.Account(id)
	switch {
	case err != nil:
		return a, err
	case a.State != core.Active || a.Device == nil:
		return a, core.Errorf("challenge.Rekey", core.NotFound, "this account has no server")
	case a.Device.Locked():
		return a, core.E("challenge.Rekey", core.Locked, nil)
	}
	return a, nil
}

// makeNext makes the next keys and stores them, where nobody has meanwhile. A key that is
// in hardware is followed by one that is there too: where the hardware does not answer
// now, the old one goes on.
func (b *Inbox) makeNext(ctx context.Context, old core.Account) error {
	_, hard := old.Device.Key.Hardware()
	fresh, err := core.NewDeviceKeyIn(ctx, b.o.Hardware, !hard)
	if err != nil {
		return core.E("challenge.Rekey", core.KindOf(err), err)
	}
	listen, err := core.NewDeviceKey()
	if err != nil {
		return core.E("challenge.Rekey", core.Internal, err)
	}
	err = b.store.UpdateAccount(old.ID, func(now *core.Account) error {
		d := now.Device
		if d == nil || d.ID != old.Device.ID || !d.Key.Equal(old.Device.Key) || !d.NextKey.Equal(old.Device.NextKey) {
			return errOld
		}
		d.NextKey, d.NextListen = fresh, listen
		return nil
	})
	if err != nil {
		b.unkept(context.WithoutCancel(ctx), old.ID, fresh)
	}
	if errors.Is(err, errOld) {
		return nil
	}
	return err
}

// unkept takes a next key out of the hardware that its account does not have. A store that
// failed may have stored it all the same, and one that cannot say so keeps its keys.
func (b *Inbox) unkept(ctx context.Context, id core.AccountID, next core.DeviceKey) {
	hard, ok := next.Hardware()
	now, err := b.store.Account(id)
	if !ok || err != nil && core.KindOf(err) != core.NotFound || err == nil && now.Device != nil && now.Device.NextKey.Equal(next) {
		return
	}
	_ = b.o.Hardware.Delete(ctx, hard.Name)
}

// finishRekey asks the server to take the next key, as often as it likes: it answers
// the same.
func (b *Inbox) finishRekey(ctx context.Context, a core.Account) error {
	d := *a.Device
	reg, err := api.SignRegistration(api.Registration{
		Aud: d.Origin, Iat: b.o.Now().Unix(), Jti: api.NewCode(), Device: d.ID, OldKey: api.ThumbprintOf(d.Key.Signer()),
		Name: d.Name, OS: b.o.OS, App: b.o.App,
	}, d.NextKey, d.NextListen.Signer())
	if err != nil {
		return core.E("challenge.Rekey", core.KindOf(err), err)
	}
	req := api.RekeyRequest{Reg: reg}
	reply, err := b.server.Rekey(ctx, d, req)
	if k := core.KindOf(err); k == core.NotLinked || k == core.SignerGone {
		// A server that remembers no old key knows the next one alone, and a key that the
		// hardware has lost proves nothing.
		last := d
		last.Key = d.NextKey
		reply, err = b.server.Rekey(ctx, last, req)
	}
	if err != nil {
		return err
	}
	s, err := api.OpenStatement(reply.Statement, api.StmtRekeyed, keysOf(&d), d.Origin, d.ID, api.ThumbprintOf(d.NextKey.Signer()))
	if err != nil || s.Account != d.Account {
		return core.Errorf("challenge.Rekey", core.WrongKey, "the server did not sign that the new key counts")
	}
	switch s.Listen {
	case "": // it takes none
		return b.useNextKey(a, core.DeviceKey{})
	case api.ThumbprintOf(d.NextListen.Signer()):
		return b.useNextKey(a, d.NextListen)
	}
	return core.Errorf("challenge.Rekey", core.WrongKey, "the server took another listening key")
}

// useNextKey lets go of the old keys, where nobody else has done so meanwhile.
func (b *Inbox) useNextKey(a core.Account, listen core.DeviceKey) error {
	err := b.store.UpdateAccount(a.ID, func(now *core.Account) error {
		d := now.Device
		if d == nil || d.ID != a.Device.ID || !d.Key.Equal(a.Device.Key) || !d.NextKey.Equal(a.Device.NextKey) {
			return errOld
		}
		d.Key, d.NextKey, d.KeySince = d.NextKey, core.DeviceKey{}, b.o.Now()
		d.Listen, d.NextListen = listen, core.DeviceKey{}
		return nil
	})
	if errors.Is(err, errOld) {
		return nil
	}
	return err
}

// caughtUp gives the account with the keys that the server knows by now, after it took
// a for no phone of its own; false where there are no others to try. A locked phone
// cannot ask: it tries the next listening key, and leaves the rest to the next unlock.
func (b *Inbox) caughtUp(ctx context.Context, a core.Account) (core.Account, bool) {
	for try := 0; ; try++ {
		now, err := b.store.Account(a.ID)
		switch {
		case err != nil || now.Device == nil || now.Device.ID != a.Device.ID:
			return a, false
		case !now.Device.Key.Equal(a.Device.Key) || !now.Device.Listen.Equal(a.Device.Listen):
			return now, true
		case now.Device.Locked():
			d := *now.Device
			now.Device, d.Listen = &d, d.NextListen
			return now, !d.Listen.IsZero()
		case try > 0 || now.Device.NextKey.IsZero() || b.finishRekey(ctx, now) != nil:
			return a, false
		}
	}
}

// strange tells a server's refusal that another key of the phone may change.
func strange(err error) bool {
	var p *api.ProblemError
	if errors.As(err, &p) && p.Code == api.CodeBadJWS {
		return true
	}
	return core.KindOf(err) == core.NotLinked
}
