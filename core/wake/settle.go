package wake

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"

	"kauth/core"
)

// settle brings one account's registration up to date, and then its server.
func (k *keeper) settle(ctx context.Context, a core.Account) (settled bool) {
	settled = true
	if !k.dozing.Load() {
		var r record
		r, settled = k.registered(ctx, a)
		if r.ID != k.record(a.ID).ID && k.update(a.ID, func(old *record) { *old = r }) != nil {
			return false
		}
		if r.ID != "" && !k.asked[r.ID] {
			settled = k.ask(ctx, r) && settled
		}
	}
	return k.tellServer(ctx, a) && settled
}

// registered gives the record that the account is to have: of the service that is
// wanted, this device and the server's key.
func (k *keeper) registered(ctx context.Context, a core.Account) (r record, known bool) {
	r = k.record(a.ID)
	service := k.wanted(r)
	sender, known := k.sender(ctx, a.Device.Origin)
	if !known {
		sender = r.Sender
	}
	if r.ID == "" && !known { // it would be registered for nobody
		return r, service == ""
	}
	if r.ID != "" && r.Service == service && r.Device == a.Device.ID && r.Sender == sender && r.State != Gone {
		return r, known
	}
	if r.ID != "" && r.State == Gone && k.asked[r.ID] {
		return r, known // by the service, in this process: it may well do it again
	}
	if r.ID != "" {
		k.giveUp(ctx, r)
	}
	told, at := r.Told, r.ToldAt
	r = record{}
	if service != "" {
		fresh, err := newRecord(service, a.Device.ID, sender)
		if err != nil {
			return record{Told: told, ToldAt: at}, false
		}
		r = fresh
	}
	r.Told, r.ToldAt = told, at
	return r, known
}

// wanted is the service to register with: the one that was chosen, or is in use, or
// comes first. "": none.
func (k *keeper) wanted(r record) string {
	choice := k.o.Choice()
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case choice == Off:
		return ""
	case choice != "": // also where it is not there: another one was not chosen
		return choice
	case len(k.services) > 0 && !slices.Contains(k.services, r.Service):
		return k.services[0]
	}
	return r.Service // where none is there, it may only not be there yet
}

// sender is the key that the server says it signs its messages with, "" for none.
func (k *keeper) sender(ctx context.Context, origin string) (key string, known bool) {
	if key, known = k.senders[origin]; known {
		return key, true
	}
	conf, err := k.s.Configuration(ctx, origin)
	if err != nil {
		return "", false
	}
	if b, err := base64.RawURLEncoding.DecodeString(conf.VAPID); err == nil && len(b) == 65 {
		key = conf.VAPID
	}
	k.senders[origin] = key
	return key, true
}

// ask asks the service. What it gives comes as news.
func (k *keeper) ask(ctx context.Context, r record) (settled bool) {
	k.mu.Lock()
	there := slices.Contains(k.services, r.Service)
	k.mu.Unlock()
	if !there {
		return true // the news tell when it comes
	}
	err := k.r.Register(ctx, r.Service, core.WakeAsk{ID: r.ID, Sender: r.Sender, About: "kAuth"})
	if err == nil {
		k.asked[r.ID] = true
		return true
	}
	why := core.WakeSilent
	var no *core.WakeRefused
	if errors.As(err, &no) {
		why = no.Why
	}
	k.asked[r.ID] = !why.Passing()
	k.change(r.ID, func(r *record) {
		r.State, r.Why = Failed, why
		if !why.Passing() {
			r.Target = core.WakeTarget{}
		}
	})
	return k.asked[r.ID]
}

// tellServer has the account's server know what there is now.
func (k *keeper) tellServer(ctx context.Context, a core.Account) (settled bool) {
	r := k.record(a.ID)
	if !r.untold(k.o.Now()) {
		return true
	}
	told, push := r.toTell(), r.push()
	err := k.s.PutPush(ctx, *a.Device, push)
	k.mu.Lock()
	k.untold[a.ID] = err != nil
	k.mu.Unlock()
	if err != nil {
		k.Wakeups.tell()
		return false
	}
	// Where it has changed meanwhile, the next round tells that too: it is not what was told.
	return k.update(a.ID, func(now *record) { now.Told, now.ToldAt = told, k.o.Now() }) == nil
}
