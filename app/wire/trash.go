package wire

import (
	"sync"
	"time"

	"kauth/core"
	"kauth/core/vault"
)

// Trash has the accounts that were removed and can be put back for 30 days.
type Trash struct {
	v      *vault.Vault
	reload func()
	keys   func() // takes spent keys out of the hardware

	mu   sync.Mutex
	next *time.Timer
}

// trashLook is how often the time is counted while the app runs.
const trashLook = time.Hour

// List gives them, the newest first: core.Locked while the vault is shut.
func (t *Trash) List() ([]core.Discarded, error) { return t.v.Trash() }

// PutBack moves one back to the accounts: core.NotFound, core.Duplicate.
func (t *Trash) PutBack(id core.AccountID) (core.Account, error) {
	a, err := t.v.PutBack(id)
	if err == nil {
		t.reload()
	}
	return a, err
}

// Remove removes some for ever: core.NotFound where one is not there, and then all stay.
func (t *Trash) Remove(ids ...core.AccountID) error { return t.v.RemoveForEver(ids...) }

// age counts the time and removes what was there for 30 days, now and each hour. While
// the vault is shut nothing is counted; the next unlock does it.
func (t *Trash) age() {
	_, _ = t.v.AgeTrash() // where it fails, the next look does it
	if t.keys != nil {
		t.keys()
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.next != nil {
		t.next.Reset(trashLook)
		return
	}
	t.next = time.AfterFunc(trashLook, t.age)
}

// end stops counting.
func (t *Trash) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.next != nil {
		t.next.Stop()
	}
}
