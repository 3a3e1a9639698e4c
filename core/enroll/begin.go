package enroll

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/link"
)

// Begin takes up an offer. The account is stored as Registering before the server
// is asked, and is Unconfirmed after. Where the answer may have been lost on the
// way (core.Offline, Slow, ServerDown, RateLimited, Cancelled), or the phone's hardware
// did not sign (SignerBusy), the account is given along with the error and kept: Begin
// with the same offer, or Resume, asks again with the same key. After any other error
// nothing is kept.
func (e *Enroller) Begin(ctx context.Context, o link.Offer) (core.Account, error) {
	return e.begin(ctx, o, false, "")
}

func (e *Enroller) begin(ctx context.Context, o link.Offer, bearer bool, again core.AccountID) (core.Account, error) {
	if err := link.CheckOrigin(o.Origin); err != nil {
		return core.Account{}, err
	}
	a, err := e.begun(o)
	if err != nil {
		return core.Account{}, err
	}
	if a.State == "" {
		if again == "" {
			again = e.meant(o)
		}
		if a, err = e.prepare(ctx, o, bearer, again); err != nil {
			return core.Account{}, err
		}
	}
	return e.register(ctx, a)
}

// begun finds the account that the same offer began before.
func (e *Enroller) begun(o link.Offer) (core.Account, error) {
	all, err := e.store.Accounts()
	if err != nil {
		return core.Account{}, err
	}
	code := ticket(o.Code, o.KeyID)
	for _, a := range all {
		if a.State == core.Registering && a.Device != nil && a.Device.Origin == o.Origin && a.Device.LinkCode.Equal(code) {
			return a, nil
		}
	}
	return core.Account{}, nil
}

// prepare stores the keys and the link code: if we are killed after asking, the next
// start asks with the same key, and the server answers the same. The listening key works
// while the phone is locked, and so it is never in hardware.
func (e *Enroller) prepare(ctx context.Context, o link.Offer, bearer bool, again core.AccountID) (core.Account, error) {
	key, err := core.NewDeviceKeyIn(ctx, e.phone.Hardware, true)
	if err != nil {
		return core.Account{}, core.E("enroll.Begin", core.KindOf(err), err)
	}
	listen, err := core.NewDeviceKey()
	if err != nil {
		return core.Account{}, core.E("enroll.Begin", core.Internal, err)
	}
	a, err := e.add(core.Account{
		Issuer: api.CleanText(o.Issuer, maxTitle), Label: api.CleanText(o.Account, maxTitle),
		State: core.Registering, Replaces: again,
		Device: &core.Device{
			Origin: o.Origin, Name: e.phone.Name, Key: key, Listen: listen, KeySince: e.phone.Now(),
			LinkCode: ticket(o.Code, o.KeyID), Bearer: bearer,
		},
	})
	if err != nil {
		e.unkept(context.WithoutCancel(ctx), key)
	}
	return a, err
}

// unkept takes a key out of the hardware that no account has. A store that failed may
// have stored it all the same, and one that cannot say so keeps its keys.
func (e *Enroller) unkept(ctx context.Context, key core.DeviceKey) {
	hard, ok := key.Hardware()
	all, err := e.store.Accounts()
	if !ok || err != nil || slices.ContainsFunc(all, func(a core.Account) bool { return a.Device != nil && a.Device.Key.Equal(key) }) {
		return
	}
	_ = e.phone.Hardware.Delete(ctx, hard.Name)
}

// ticket is all that asking again takes: the link code, and the thumbprint of the
// server key to expect. Neither holds a space.
func ticket(code, keyID string) core.Secret { return core.NewSecret([]byte(code + " " + keyID)) }

func readTicket(s core.Secret) (code, keyID string) {
	code, keyID, _ = strings.Cut(string(s.Bytes()), " ")
	return code, keyID
}

// maxTitle is the most bytes that an issuer or a label may have on screen.
const maxTitle = 128

// register asks the server, checks all that it says, and stores the account.
func (e *Enroller) register(ctx context.Context, a core.Account) (core.Account, error) {
	req, err := e.request(a.Device)
	if err != nil { // the account would wait for ever for a key that is gone
		return e.failed(a, err)
	}
	reply, err := e.server.Register(ctx, a.Device.Origin, req)
	if err != nil {
		return e.failed(a, err)
	}
	linked, err := check(a, reply)
	if err != nil {
		return e.failed(a, err)
	}
	here, err := e.same(linked)
	if err != nil {
		return a, err
	}
	if itself, err := e.itself(linked.Device, reply.Move); itself || err != nil {
		_ = e.server.CancelMove(ctx, *linked.Device) // unheard, it ends by itself
		return e.failed(a, cmp.Or(err, error(core.Errorf("enroll.Begin", core.Duplicate, "this is the phone to move from"))))
	}
	asked := a.Replaces
	if linked.Replaces = ""; here != nil {
		linked.Replaces = here.ID
	}
	if linked.State == core.Active && asked != "" && asked != linked.Replaces {
		linked.State = core.Unconfirmed // of another account: Settle adds it, if the person wants it
	}
	if linked.State == core.Active {
		return e.activate(ctx, a.ID, core.Registering, func(*core.Account) core.Account { return linked })
	}
	return e.update(a.ID, core.Registering, func(now *core.Account) { *now = linked })
}

// failed keeps a Registering account while the server may have heard of it.
func (e *Enroller) failed(a core.Account, err error) (core.Account, error) {
	switch core.KindOf(err) {
	case core.Offline, core.Slow, core.ServerDown, core.RateLimited, core.Cancelled, core.SignerBusy:
		return a, err
	}
	if dropped := e.drop(a.ID, core.Registering); dropped != nil {
		return core.Account{}, dropped
	}
	return core.Account{}, err
}

func (e *Enroller) request(d *core.Device) (api.RegisterRequest, error) {
	code, _ := readTicket(d.LinkCode)
	reg, err := api.SignRegistration(api.Registration{
		Aud: d.Origin, Iat: e.phone.Now().Unix(), Jti: api.NewCode(), LinkHash: api.Hash([]byte(code)),
		Name: d.Name, OS: e.phone.OS, App: e.phone.App,
	}, d.Key, d.Listen.Signer())
	if err != nil {
		return api.RegisterRequest{}, core.E("enroll.Begin", core.KindOf(err), err)
	}
	return api.RegisterRequest{Link: code, Reg: reg}, nil
}

// hostOf names a server that gave no name.
func hostOf(origin string) string {
	u, err := url.Parse(origin)
	if err != nil {
		return origin
	}
	return u.Host
}
