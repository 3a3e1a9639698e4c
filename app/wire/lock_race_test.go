package wire

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/coretest"
	"kauth/core/vault"
)

// slowly is a keyring that takes its time with what it is told at a chosen moment.
type slowly struct {
	*coretest.Keyring
	mu   sync.Mutex
	hold chan struct{} // the next count of tries waits until it is closed
	skip int
}

func (k *slowly) Set(ctx context.Context, name string, key []byte) error {
	k.mu.Lock()
	hold := k.hold
	if strings.HasSuffix(name, ".tries") && hold != nil {
		if k.skip > 0 {
			k.skip--
			hold = nil
		}
	} else {
		hold = nil
	}
	k.mu.Unlock()
	if hold != nil {
		<-hold
	}
	return k.Keyring.Set(ctx, name, key)
}

// A phone that is locked in the moment in which it opens hears all the same.
func TestLockedWhileItOpensThePhoneHears(t *testing.T) {
	s := newScene(t)
	s.setPIN()
	s.must(s.Phone.Close())
	k := &slowly{Keyring: s.k, hold: make(chan struct{}), skip: 1} // the count before the try passes
	s.o.Keyring = k
	s.open()
	done := make(chan error)
	go func() { done <- s.Lock.Unlock(t.Context(), []byte(string(pin))) }()
	for s.Lock.Facts().Shut {
		time.Sleep(time.Millisecond)
	}
	s.Lock.Shut()
	close(k.hold)
	if err := <-done; core.KindOf(err) != core.Locked {
		t.Fatal(err)
	}
	if f := s.Lock.Facts(); !f.Shut {
		t.Fatal("open")
	}
	s.Lock.Shut() // as the view-model does
	s.heard(1)
	if got := s.Lock.verified(); got != "none" {
		t.Fatalf("a locked phone says %q", got)
	}
}

// Who has the reception's key writes what they like into it.
func TestReceptionWithAnAccountThatHasNoServerOpensAllTheSame(t *testing.T) {
	s := newScene(t)
	s.setPIN()
	s.must(s.away().v.PutAccount(core.Account{ID: "acc_a", State: core.CodeOnly, Label: "x"}))
	s.again()
	s.unlock(pin)
	s.Lock.Shut()
	s.heard(1)
}

var _ vault.Keyring = (*slowly)(nil)
