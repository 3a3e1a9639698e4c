package main

import (
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"kauth/app/viewmodel"
	"kauth/app/wire"
	"kauth/core"
	"kauth/core/coretest"
	"kauth/core/seal"
)

// phoneWithLock is the real thing as the view-model gets it.
type phoneWithLock struct {
	*testing.T
	opener
	*viewmodel.Phone
	k   *coretest.Keyring
	now time.Time
}

var (
	rightPIN, wrongPIN = []byte("482913"), []byte("000000")
	longPass           = []byte("correct horse")
)

// cheap is for tests of other things than the time that a PIN takes.
func cheap() seal.Cost { return seal.Cost{MemoryKiB: 8 << 10, Passes: 1, Lanes: 1} }

func newPhoneWithLock(t *testing.T) *phoneWithLock {
	t.Helper()
	p := &phoneWithLock{T: t, k: &coretest.Keyring{}, now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	p.opener = opener{
		f:    flags{vault: filepath.Join(t.TempDir(), "vault")},
		base: wire.Options{Keyring: p.k, Now: func() time.Time { return p.now }, Cost: cheap},
	}
	p.open()
	t.Cleanup(func() { p.Phone.Close() })
	return p
}

func (p *phoneWithLock) open() {
	p.Helper()
	var err error
	if p.Phone, err = p.opener.Open(p.Context()); err != nil {
		p.Fatal(err)
	}
}

func (p *phoneWithLock) again() {
	p.Helper()
	p.must(p.Phone.Close())
	p.open()
}

func (p *phoneWithLock) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

func (p *phoneWithLock) want(err error, kind core.Kind) {
	p.Helper()
	if core.KindOf(err) != kind {
		p.Fatalf("%v; want %s", err, kind)
	}
}

// reads tells whether accounts can be read, or answers core.Locked.
func (p *phoneWithLock) reads() bool {
	p.Helper()
	_, err := p.Accounts.Accounts()
	if err != nil {
		p.want(err, core.Locked)
	}
	return err == nil
}

func TestPhoneWithoutALockOpensByItself(t *testing.T) {
	p := newPhoneWithLock(t)
	if f := p.Lock.Facts(); f.Kind != "" || f.Shut || !f.Keyring {
		t.Fatalf("%+v", f)
	}
	p.Lock.Shut() // nobody could open it again
	if !p.reads() {
		t.Fatal("shut without a lock")
	}
}

func TestPINKeepsThePhoneShut(t *testing.T) {
	p := newPhoneWithLock(t)
	recovery, err := p.Lock.SetPIN(t.Context(), rightPIN)
	p.must(err)
	if !regexp.MustCompile(`^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$`).MatchString(recovery) {
		t.Fatal("the recovery passphrase is not five groups of five")
	}
	if f := p.Lock.Facts(); f.Kind != "pin" || f.Shut || f.Digits != 6 || !p.reads() {
		t.Fatalf("setting it shut the phone: %+v", f)
	}
	p.Lock.Shut()
	for _, again := range []bool{false, true} {
		if again {
			p.again()
		}
		if f := p.Lock.Facts(); f.Kind != "pin" || !f.Shut || f.Digits != 6 || f.Wrong != 0 || !f.Keyring || p.reads() {
			t.Fatalf("after a start %v: %+v", again, f)
		}
		p.want(p.Lock.Unlock(t.Context(), wrongPIN), core.WrongPass)
		if f := p.Lock.Facts(); f.Wrong != 1 || p.reads() {
			t.Fatalf("%+v", f)
		}
		p.must(p.Lock.Unlock(t.Context(), rightPIN))
		if f := p.Lock.Facts(); f.Shut || f.Wrong != 0 || !p.reads() {
			t.Fatalf("%+v", f)
		}
	}
	p.Lock.Shut()
	p.must(p.Lock.Unlock(t.Context(), []byte(recovery)))
	p.must(p.Lock.Clear(t.Context()))
	p.again()
	if f := p.Lock.Facts(); f.Kind != "" || !p.reads() {
		t.Fatalf("%+v", f)
	}
}

func TestPassphraseKeepsThePhoneShut(t *testing.T) {
	p := newPhoneWithLock(t)
	p.must(p.Lock.SetPassphrase(t.Context(), longPass))
	p.again()
	if f := p.Lock.Facts(); f.Kind != "passphrase" || !f.Shut || p.reads() {
		t.Fatalf("%+v", f)
	}
	p.want(p.Lock.Unlock(t.Context(), []byte("correct horsf")), core.WrongPass)
	p.must(p.Lock.Unlock(t.Context(), longPass))
	if !p.reads() {
		t.Fatal("still shut")
	}
}

func TestTenWrongPINsLeaveTheRecoveryPassphrase(t *testing.T) {
	p := newPhoneWithLock(t)
	recovery, err := p.Lock.SetPIN(t.Context(), rightPIN)
	p.must(err)
	p.Lock.Shut()
	for range 10 {
		p.want(p.Lock.Unlock(t.Context(), wrongPIN), core.WrongPass)
		if next := p.Lock.Facts().Next; !next.IsZero() {
			p.want(p.Lock.Unlock(t.Context(), rightPIN), core.RateLimited)
			p.now = next
		}
	}
	if f := p.Lock.Facts(); !f.Spent || f.Wrong != 10 {
		t.Fatalf("%+v", f)
	}
	p.want(p.Lock.Unlock(t.Context(), rightPIN), core.Locked)
	p.again()
	p.want(p.Lock.Unlock(t.Context(), rightPIN), core.Locked)
	p.must(p.Lock.Unlock(t.Context(), []byte(recovery)))
}

func TestKeyringThatWasResetLeavesTheRecoveryPassphrase(t *testing.T) {
	p := newPhoneWithLock(t)
	recovery, err := p.Lock.SetPIN(t.Context(), rightPIN)
	p.must(err)
	p.k.Forget()
	p.again()
	if f := p.Lock.Facts(); !f.Spent || !f.Shut {
		t.Fatalf("%+v", f)
	}
	p.want(p.Lock.Unlock(t.Context(), rightPIN), core.KeyGone)
	p.must(p.Lock.Unlock(t.Context(), []byte(recovery)))
}

func TestNoPINWithoutAKeyring(t *testing.T) {
	p := newPhoneWithLock(t)
	p.must(p.Lock.SetPassphrase(t.Context(), longPass))
	p.k.Fail(core.E("test", core.Unsupported, nil))
	p.again()
	p.must(p.Lock.Unlock(t.Context(), longPass))
	if p.Lock.Facts().Keyring {
		t.Fatal("it says that a PIN can be had")
	}
	_, err := p.Lock.SetPIN(t.Context(), rightPIN)
	p.want(err, core.Unsupported)
}
