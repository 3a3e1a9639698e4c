package wire

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/history"
	"kauth/core/vault"
)

// Whoever copied the keyring before the lock was changed reads nothing of after.
func TestReceptionHasAnotherKeyAfterAChangeOfTheLock(t *testing.T) {
	for name, change := range map[string]func(s *scene) error{
		"another PIN":  func(s *scene) error { _, err := s.Lock.SetPIN(s.Context(), pin); return err },
		"a passphrase": func(s *scene) error { return s.Lock.SetPassphrase(s.Context(), pass) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.setPIN()
			s.notes("ch_1")
			s.unlock(pin)
			was, key := s.away().v.Name(), s.away().k.known()
			s.must(change(s))
			s.Lock.Shut()
			s.heard(1)
			if is := s.away().v.Name(); is == was || bytes.Equal(s.away().k.known(), key) {
				t.Fatal("the reception is the one of before")
			}
			if _, err := s.k.Get(t.Context(), was); core.KindOf(err) != core.KeyGone {
				t.Fatalf("the key of before is still in the keyring: %v", err)
			}
			s.again()
			s.heard(1)
			if err := s.Lock.Unlock(t.Context(), pass); err != nil {
				s.unlock(pin)
			}
			s.noted("ch_1")
		})
	}
}

func TestUnlockAloneDoesNotMakeTheReceptionAnew(t *testing.T) {
	s := newScene(t)
	s.setPIN()
	for range 3 {
		name := s.away().v.Name()
		s.unlock(pin)
		s.Lock.Shut()
		s.again()
		if s.away().v.Name() != name {
			t.Fatal("another reception")
		}
	}
}

// notes refuses a request while the phone is shut.
func (s *scene) notes(id string) {
	s.Helper()
	s.must(s.store.Put(answeredBucket, id, []byte("{}")))
	r := core.Record{ID: id, Account: "acc_a", Outcome: core.Refused, Ended: time.Now()}
	s.must(past{s.store}.Begin(r))
	s.must(past{s.store}.End(r))
}

// noted wants it in the vault, once.
func (s *scene) noted(id string) {
	s.Helper()
	if _, err := s.Vault.Get(answeredBucket, id); err != nil {
		s.Fatal(err)
	}
	all, _, err := s.History.List(history.Query{}, 0, 100)
	n := 0
	for _, one := range all {
		if one.ID == id {
			n++
		}
	}
	if err != nil || n != 1 {
		s.Fatalf("%s is %d times in the history, %v", id, n, err)
	}
}

// TestKilledWhileTheReceptionIsMadeAnewNothingNotedIsLost stops at each step of it, as
// a kill would.
func TestKilledWhileTheReceptionIsMadeAnewNothingNotedIsLost(t *testing.T) {
	steps := map[string]func(s *scene, r *reception){
		"before anything": func(*scene, *reception) {},
		"the folder half gone": func(s *scene, r *reception) {
			s.must(os.Remove(filepath.Join(r.dir, "vault.db")))
		},
		"the folder gone": func(s *scene, r *reception) { s.must(os.RemoveAll(r.dir)) },
		"another one made, its key told to the keyring alone": func(s *scene, r *reception) {
			s.must(os.RemoveAll(r.dir))
			fresh, err := vault.Open(r.dir)
			s.must(err)
			s.must(fresh.UnlockKeyring(s.Context(), s.k))
			s.must(fresh.Close())
		},
	}
	for name, kill := range steps {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.setPIN()
			s.notes("ch_1")
			s.unlock(pin)
			// The lock is another one, and the process is killed before the reception is.
			_, err := s.Vault.SetPIN(t.Context(), s.k, pin)
			s.must(err)
			s.must(s.Phone.Close())
			kill(s, s.away())
			s.open()
			if name == "before anything" { // it hears: what it notes counts
				s.heard(1)
				s.notes("ch_2")
			}
			old := s.away().k.known()
			s.unlock(pin)
			s.noted("ch_1")
			if s.away().v == nil || bytes.Equal(old, s.away().k.known()) {
				t.Fatal("not made anew")
			}
			if name == "before anything" {
				s.noted("ch_2")
			}
			s.Lock.Shut()
			s.heard(1)
		})
	}
}
