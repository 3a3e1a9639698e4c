package enroll

import (
	"context"
	"errors"
	"sync"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// Enroller is safe for concurrent use.
type Enroller struct {
	server   Server
	store    Store
	answerer Answerer
	phone    Phone
	// mu makes reading an account and writing it back one step, never a call to a
	// server: a slow Resume must not set a Confirm back.
	mu sync.Mutex
}

// New makes an Enroller.
func New(server Server, store Store, answerer Answerer, phone Phone) *Enroller {
	if phone.Now == nil {
		phone.Now = time.Now
	}
	phone.Name = api.CleanText(phone.Name, api.MaxName)
	return &Enroller{server: server, store: store, answerer: answerer, phone: phone}
}

// add stores a new account at the end of the list.
func (e *Enroller) add(a core.Account) (core.Account, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	all, err := e.store.Accounts()
	if err != nil {
		return core.Account{}, err
	}
	return e.append(a, all)
}

func (e *Enroller) append(a core.Account, all []core.Account) (core.Account, error) {
	a.ID, a.Added = core.AccountID(api.NewID("acc_")), e.phone.Now()
	a.Order = 0
	for _, other := range all {
		a.Order = max(a.Order, other.Order+1)
	}
	if err := e.store.PutAccount(a); err != nil {
		return core.Account{}, err
	}
	return a, nil
}

// update changes an account that is still in one of the given states, and gives it
// as it is then. Where another flow has brought it further it stays as it is.
func (e *Enroller) update(id core.AccountID, from core.AccountState, change func(*core.Account)) (core.Account, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	var now core.Account
	err := e.store.UpdateAccount(id, func(a *core.Account) error {
		if now = *a; a.State != from {
			return errFurther
		}
		change(a)
		now = *a
		return nil
	})
	if errors.Is(err, errFurther) {
		err = nil
	}
	return now, err
}

var errFurther = errors.New("the account is in another state by now")

// drop removes an account that is still in that state.
func (e *Enroller) drop(id core.AccountID, from core.AccountState) error {
	return e.dropBy(e.store.DeleteAccount, id, from)
}

// shelve is drop for one that its silent server may hold as linked: its codes, which may
// be the only ones that work, can be put back for 30 days.
func (e *Enroller) shelve(id core.AccountID, from core.AccountState) error {
	return e.dropBy(func(id core.AccountID) error { return e.store.Discard(id, core.ByPerson) }, id, from)
}

func (e *Enroller) dropBy(remove func(core.AccountID) error, id core.AccountID, from core.AccountState) error {
	e.mu.Lock()
	a, err := e.store.Account(id)
	if err == nil && a.State == from {
		err = remove(id)
	}
	e.mu.Unlock()
	if core.KindOf(err) == core.NotFound {
		return nil
	}
	e.answerer.Reload()
	return err
}

// AddCodeOnly adds an account that has codes and no server. core.Duplicate: the
// same secret is here already under that issuer and label.
func (e *Enroller) AddCodeOnly(a core.Account) (core.Account, error) {
	a.State, a.Device, a.CodesWaiting = core.CodeOnly, nil, false
	e.mu.Lock()
	defer e.mu.Unlock()
	all, err := e.store.Accounts()
	if err != nil {
		return core.Account{}, err
	}
	for _, other := range all {
		if other.SameCodes(a) {
			return other, core.E("enroll.AddCodeOnly", core.Duplicate, nil)
		}
	}
	return e.append(a, all)
}

// giveUpTime is how long a person waits for a server to hear that a phone forgets it.
const giveUpTime = 5 * time.Second

// Remove puts an account into the trash, since the person said so, and then tells its
// server where it can that this phone answers no more requests. core.Forbidden: the organization keeps the phone, and so do we.
// The account goes first: a poll that is under way would otherwise hear that the
// phone is revoked, and the person would read that somebody did that.
func (e *Enroller) Remove(ctx context.Context, id core.AccountID) error {
	a, err := e.store.Account(id)
	if err != nil {
		return err
	}
	if a.Device != nil && a.Device.Policy.MustStay {
		if err := e.leave(ctx, a); err != nil {
			return err
		}
	}
	e.mu.Lock()
	err = e.store.Discard(id, core.ByPerson)
	e.mu.Unlock()
	if err != nil {
		return err
	}
	e.answerer.Reload()
	e.giveUp(ctx, a.Device)
	return nil
}

// leave asks the server first, where its policy keeps this phone: core.Forbidden
// where it still does. Nothing else keeps the account: its owner decides, also
// where the server cannot be reached or has no more to do with this phone.
func (e *Enroller) leave(ctx context.Context, a core.Account) error {
	ctx, cancel := context.WithTimeout(ctx, giveUpTime)
	defer cancel()
	if err := e.server.GiveUp(ctx, *a.Device); core.KindOf(err) == core.Forbidden {
		return err
	}
	return nil
}

func (e *Enroller) giveUp(ctx context.Context, d *core.Device) {
	if d == nil || d.ID == "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, giveUpTime)
	defer cancel()
	// Not told: the server still lists the phone, until its owner removes it there.
	err := e.server.GiveUp(ctx, *d)
	if core.KindOf(err) == core.NotLinked && !d.NextKey.IsZero() {
		// Killed while it rotated its key: the server may know the next one already.
		last := *d
		last.Key = d.NextKey
		e.server.GiveUp(ctx, last)
	}
}
