package coretest

import (
	"context"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/enroll"
)

// Phone is all of a phone that linking and answering need, over a Store.
type Phone struct {
	Store  *Store
	Inbox  *challenge.Inbox
	Enroll *enroll.Enroller
}

// Peer is a server at the ports of core/client: a Server, or a client of the stub.
type Peer interface {
	enroll.Server
	challenge.Server
}

// NewPhone starts a phone on what a store holds, as after every kill.
func NewPhone(server Peer, store *Store) *Phone { return NewPhoneWith(server, store, nil) }

// NewPhoneWith starts one that has hardware for its keys.
func NewPhoneWith(server Peer, store *Store, h core.Hardware) *Phone {
	inbox := challenge.New(server, store, challenge.Options{Hardware: h})
	return &Phone{
		Store: store, Inbox: inbox,
		Enroll: enroll.New(server, store, inbox, enroll.Phone{Name: "Pixel 9 · kAuth", OS: "android 16", App: "1.0.0", Hardware: h}),
	}
}

// Link links the phone to an account of a Server, all the way.
func (p *Phone) Link(t testing.TB, s *Server, account string) core.Account {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	a, err := p.Enroll.Begin(ctx, s.Offer(account))
	if err != nil {
		t.Fatal(err)
	}
	a, err = p.Enroll.Confirm(ctx, a.ID, s.Digits(a.Device.ID))
	if err != nil || a.State != core.Active {
		t.Fatalf("%+v, %v", a, err)
	}
	return a
}

// Accounts lists what the phone's store holds.
func (p *Phone) Accounts(t testing.TB) []core.Account {
	t.Helper()
	all, err := p.Store.Accounts()
	if err != nil {
		t.Fatal(err)
	}
	return all
}
