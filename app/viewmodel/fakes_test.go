//go:build !race

// The fakes are plain values, kept in order by the synctest bubble alone, which the
// detector does not see. Races of the view-model are looked for by the journeys of
// package main, on the real ports.

package viewmodel

import (
	"context"
	"fmt"
	"image"
	"io"
	"net/url"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/enroll"
	"kauth/core/link"
)

// scene is an App over fakes of its ports. Everything runs in a synctest bubble, so
// that time passes only when all of it rests.
type scene struct {
	t        *testing.T
	app      *App
	accounts *fakeAccounts
	enroll   *fakeEnroller
	inbox    *fakeInbox
	clip     *fakeClip
	opener   *fakeOpener
	notices  fakeNotices
	lock     *fakeLock
	choices  fakeChoices
	shown    View
	asleep   time.Duration // of the clock on the wall alone
}

func play(t *testing.T, accounts []core.Account, f func(s *scene)) {
	t.Helper()
	stage(t, accounts, func(*scene, *Ports) {}, f)
}

// stage is play with other ports.
func stage(t *testing.T, accounts []core.Account, set func(*scene, *Ports), f func(s *scene)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &scene{t: t, accounts: &fakeAccounts{all: accounts}, enroll: &fakeEnroller{}, inbox: &fakeInbox{}, clip: &fakeClip{}, choices: fakeChoices{}}
		s.lock = &fakeLock{accounts: s.accounts, facts: LockFacts{Keyring: true}}
		s.enroll.accounts = s.accounts
		s.opener = &fakeOpener{phone: &Phone{
			Accounts: s.accounts, Enroll: s.enroll, Inbox: s.inbox, Clock: fakeClock{}, Slots: []string{"keyring"}, Close: func() error { return nil },
			Lock: s.lock,
		}}
		ports := Ports{
			Opener: s.opener, Reader: fakeReader{}, Clipboard: s.clip, Browser: fakeBrowser{}, Settings: s.choices,
			PhoneName: "Pixel 9 · kAuth", Quit: func() {}, Now: func() time.Time { return time.Now().Add(s.asleep) },
		}
		ports.Notices, ports.Raise = &s.notices, func() { s.notices.raised++ }
		set(s, &ports)
		s.app = New(ports)
		ctx, cancel := context.WithCancel(t.Context())
		s.app.Observe(func(v View) { s.shown = v })
		go s.app.Run(ctx)
		synctest.Wait()
		f(s)
		cancel()
		<-s.app.Done()
	})
}

// rest lets everything happen that does not wait for time.
func (s *scene) rest() { synctest.Wait() }

func (s *scene) pass(d time.Duration) {
	time.Sleep(d) // the bubble's clock: no time passes outside
	synctest.Wait()
}

// ask has a request arrive.
func (s *scene) ask(c core.Challenge) {
	s.inbox.pending = append([]core.Challenge{c}, s.inbox.pending...)
	s.inbox.tell(challenge.Event{Pending: true})
	synctest.Wait()
}

func request(id string, mode core.Mode) core.Challenge {
	c := core.Challenge{ID: id, Account: "acc_1", Kind: core.KindLogin, Mode: mode, Issued: time.Now(), Expires: time.Now().Add(2 * time.Minute)}
	if mode == core.Match {
		c.Digits = 2
	}
	return c
}

func linked() []core.Account {
	return []core.Account{{
		ID: "acc_1", Issuer: "Infomaniak", Label: "anna@example.ch", State: core.Active,
		OTP:    core.OTP{Type: core.TOTP, Secret: core.NewSecret([]byte("12345678901234567890")), Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second},
		Device: &core.Device{Origin: "https://manager.example.ch", ID: "dev_1"},
	}}
}

type fakeOpener struct {
	phone *Phone
	err   error
	pass  string
	anew  int // how often it was asked to start over
}

func (o *fakeOpener) StartOver(context.Context) error {
	o.anew++
	o.err = nil
	return nil
}

func (o *fakeOpener) Open(context.Context) (*Phone, error) { return o.phone, o.err }

func (o *fakeOpener) OpenWith(_ context.Context, pass []byte) (*Phone, error) {
	if o.pass != "" && string(pass) != o.pass {
		return nil, core.E("fake", core.WrongPass, nil)
	}
	return o.phone, nil
}

type fakeAccounts struct {
	full     bool // the disk is
	all      []core.Account
	shut     bool
	arranged int
}

func (f *fakeAccounts) Accounts() ([]core.Account, error) {
	if f.shut {
		return nil, core.E("fake", core.Locked, nil)
	}
	return append([]core.Account(nil), f.all...), nil
}

func (f *fakeAccounts) PutAccount(a core.Account) error {
	for i := range f.all {
		if f.all[i].ID == a.ID {
			f.all[i] = a
			return nil
		}
	}
	f.all = append(f.all, a)
	return nil
}

func (f *fakeAccounts) UpdateAccount(id core.AccountID, change func(*core.Account) error) error {
	for i := range f.all {
		if f.all[i].ID == id {
			return change(&f.all[i])
		}
	}
	return core.E("fake", core.NotFound, nil)
}

func (f *fakeAccounts) Arrange(ids []core.AccountID) error {
	f.arranged++
	slices.SortStableFunc(f.all, func(a, b core.Account) int {
		return slices.Index(ids, a.ID) - slices.Index(ids, b.ID)
	})
	return nil
}

func (f *fakeAccounts) AddAccounts(list []core.Account) error {
	if f.full {
		return core.E("fake", core.StorageFull, nil)
	}
	f.all = append(f.all, list...)
	return nil
}

type fakeEnroller struct {
	accounts   *fakeAccounts
	removeErr  error
	removed    func(core.Account) // nil: it is gone
	begin      func() (core.Account, error)
	codes      []string
	abandonErr error
	moves      chan moveAnswer // of Move, one after the other; nil: none
	full       bool            // there is no room for another account
}

func (f *fakeEnroller) Begin(context.Context, link.Offer) (core.Account, error) { return f.begin() }

func (f *fakeEnroller) BeginAgain(context.Context, core.AccountID, link.Offer) (core.Account, error) {
	return f.begin()
}

func (f *fakeEnroller) LoginAgain(context.Context, core.AccountID, string) (enroll.Attempt, error) {
	return enroll.Attempt{}, nil
}

func (f *fakeEnroller) Settle(context.Context, core.AccountID) (core.Account, error) {
	return f.begin()
}

func (f *fakeEnroller) Confirm(context.Context, core.AccountID, string) (core.Account, error) {
	return core.Account{}, core.E("fake", core.Offline, nil)
}
func (f *fakeEnroller) Abandon(context.Context, core.AccountID) error   { return f.abandonErr }
func (f *fakeEnroller) Resume(context.Context) ([]core.Account, error)  { return nil, nil }
func (f *fakeEnroller) CodesKept(context.Context, core.AccountID) error { return nil }
func (f *fakeEnroller) Remove(context.Context, core.AccountID) error {
	if f.removeErr != nil {
		return f.removeErr
	}
	for _, a := range f.accounts.all {
		if f.removed != nil {
			f.removed(a)
		}
	}
	f.accounts.all = nil
	return nil
}

func (f *fakeEnroller) AddCodeOnly(a core.Account) (core.Account, error) {
	if f.full {
		return a, core.E("fake", core.StorageFull, nil)
	}
	for _, have := range f.accounts.all {
		if have.Issuer == a.Issuer && have.Label == a.Label && have.OTP.Secret.Equal(a.OTP.Secret) {
			return have, core.E("fake", core.Duplicate, nil)
		}
	}
	if a.ID == "" {
		a.ID = core.AccountID(fmt.Sprint("acc_new_", len(f.accounts.all)))
	}
	return a, f.accounts.PutAccount(a)
}

func (f *fakeEnroller) RecoveryCodes(context.Context, core.AccountID) ([]string, error) {
	return f.codes, nil
}

func (f *fakeEnroller) Login(context.Context, string, string) (enroll.Attempt, error) {
	return enroll.Attempt{}, nil
}

func (f *fakeEnroller) FinishLogin(context.Context, enroll.Attempt, url.Values) (core.Account, error) {
	return core.Account{}, nil
}

type fakeInbox struct {
	pending  []core.Challenge
	answered []core.Decision
	running  int
	rejoined int
	hold     chan struct{} // nil: answers at once
	asked    chan struct{} // Refresh waits for it; nil: not
	refused  error         // what Refresh ends with
	fail     error         // what answers meet
	f        func(challenge.Event)
	trouble  map[core.AccountID]error
	reach    map[string]error

	told []string // Shown

	resting    time.Time
	refusedAll int

	answerErr error // of the next answers
	why       []core.Why
	disowned  challenge.Disowned
	disownErr error
	readable  map[string]core.Challenge // scanned requests, by text
	digits    []string                  // what was turned into digits
	digitsErr error
}

func (b *fakeInbox) Run(ctx context.Context) {
	b.running++
	<-ctx.Done()
	b.running--
}
func (b *fakeInbox) Wake() {}

func (b *fakeInbox) Rejoin() { b.rejoined++ }
func (b *fakeInbox) Refresh(context.Context, time.Duration) error {
	if b.asked != nil {
		<-b.asked
	}
	return b.refused
}

func (b *fakeInbox) Reload()                   {}
func (b *fakeInbox) Pending() []core.Challenge { return b.pending }
func (b *fakeInbox) Trouble() map[string]error { return b.reach }
func (b *fakeInbox) Many() bool                { return len(b.pending) > 2 }
func (b *fakeInbox) RefuseAll(context.Context) (int, error) {
	b.resting, b.refusedAll = time.Now().Add(time.Hour), b.refusedAll+1
	b.pending = nil
	return 0, b.answerErr
}

func (b *fakeInbox) Resting() time.Time {
	if !b.resting.After(time.Now()) {
		return time.Time{}
	}
	return b.resting
}
func (b *fakeInbox) Resume() error { b.resting = time.Time{}; return nil }
func (b *fakeInbox) Shown(_ context.Context, id string) error {
	b.told = append(b.told, id)
	return nil
}
func (b *fakeInbox) Rekey(context.Context, core.AccountID) error { return nil }
func (b *fakeInbox) Disown(context.Context, core.Record) (challenge.Disowned, error) {
	return b.disowned, b.disownErr
}
func (b *fakeInbox) AccountTrouble() map[core.AccountID]error { return b.trouble }
func (b *fakeInbox) Observe(f func(challenge.Event))          { b.f = f }
func (b *fakeInbox) tell(e challenge.Event)                   { b.f(e) }
func (b *fakeInbox) Remaining(c core.Challenge) time.Duration { return time.Until(c.Expires) }

func (b *fakeInbox) Answer(_ context.Context, id string, d core.Decision, _ string, why core.Why) (core.Outcome, error) {
	if b.hold != nil {
		<-b.hold
	}
	if b.why = append(b.why, why); b.answerErr != nil {
		return "", b.answerErr
	}
	if b.fail != nil {
		return "", b.fail
	}
	b.answered = append(b.answered, d)
	var left []core.Challenge
	for _, c := range b.pending {
		if c.ID != id {
			left = append(left, c)
		}
	}
	b.pending = left
	if d == core.Approve {
		return core.Approved, nil
	}
	return core.Refused, nil
}

type fakeClip struct{ text string }

func (c *fakeClip) SetText(s string)               { c.text = s }
func (c *fakeClip) Text() string                   { return c.text }
func (c *fakeClip) Picture(context.Context) []byte { return nil }

type fakeClock struct{}

func (fakeClock) At(string) time.Time        { return time.Now() }
func (fakeClock) Now() time.Time             { return time.Now() }
func (fakeClock) Credible() bool             { return true }
func (fakeClock) Off() (time.Duration, bool) { return 0, true }

type fakeReader struct{}

func (fakeReader) Read(context.Context, io.Reader) ([]string, error) {
	return nil, core.E("fake", core.NoCode, nil)
}

func (fakeReader) ReadImage(context.Context, image.Image) ([]string, error) {
	return nil, core.E("fake", core.NoCode, nil)
}

type fakeBrowser struct{}

func (fakeBrowser) Listen(context.Context) (string, <-chan url.Values, error) {
	return "http://127.0.0.1:1/callback", make(chan url.Values), nil
}
func (fakeBrowser) Open(string) error { return nil }

type fakeChoices map[string]string

func (c fakeChoices) String(key string) string    { return c[key] }
func (c fakeChoices) SetString(key, value string) { c[key] = value }

// fakeLock keeps the contract of Lock, without a vault.
type fakeLock struct {
	accounts *fakeAccounts
	facts    LockFacts
	secret   string
	recovery string
	slow     time.Duration // that a try takes
	unlocks  int
}

func (l *fakeLock) Facts() LockFacts { return l.facts }

func (l *fakeLock) SetPIN(_ context.Context, pin []byte) (string, error) {
	if !l.facts.Keyring {
		return "", core.E("fake", core.Unsupported, nil)
	}
	l.secret, l.recovery = string(pin), "lunar apple river stone candle"
	l.facts.Kind, l.facts.Digits = "pin", len(pin)
	return l.recovery, nil
}

func (l *fakeLock) SetPassphrase(_ context.Context, pass []byte) error {
	l.secret, l.recovery = string(pass), ""
	l.facts.Kind, l.facts.Digits = "passphrase", 0
	return nil
}

func (l *fakeLock) Clear(context.Context) error {
	l.secret, l.recovery = "", ""
	l.facts = LockFacts{Keyring: l.facts.Keyring}
	return nil
}

func (l *fakeLock) Shut() { l.facts.Shut, l.accounts.shut = true, true }

// count takes a try for a wrong one before it is made.
func (l *fakeLock) count() {
	l.facts.Wrong++
	if l.facts.Wrong >= 5 {
		l.facts.Next = time.Now().Add(30 * time.Second)
	}
	l.facts.Spent = l.facts.Kind == "pin" && l.facts.Wrong >= MaxTries
}

// Unlock makes who tried wrongly wait from the fifth time on, as the real one does.
func (l *fakeLock) Unlock(_ context.Context, secret []byte) error {
	l.unlocks++
	if time.Now().Before(l.facts.Next) {
		return core.E("fake", core.RateLimited, nil)
	}
	before := l.facts
	l.count()
	time.Sleep(l.slow)
	s := string(secret)
	if s == "" || s != l.recovery && (s != l.secret || before.Spent) {
		return core.E("fake", core.WrongPass, nil)
	}
	l.facts.Wrong, l.facts.Next, l.facts.Spent, l.facts.Shut, l.accounts.shut = 0, time.Time{}, false, false, false
	return nil
}
