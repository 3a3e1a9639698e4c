package wire

import (
	"context"
	"slices"
	"sync"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/history"
	"kauth/core/vault"
	"kauth/core/wake"
)

var (
	_ challenge.Store = (*store)(nil)
	_ wake.Store      = (*store)(nil)
)

// store is what the inbox works on: the vault while that is open, the reception
// while it is shut. A change of the lock waits for what is under way.
type store struct {
	main *vault.Vault
	past *history.History // in main
	away *reception

	mu   sync.RWMutex
	shut bool
}

// there gives the place to work on. Where nothing is open that is the vault, which
// answers core.Locked.
func (s *store) there() *vault.Vault {
	if s.shut && s.away.v != nil {
		return s.away.v
	}
	return s.main
}

// open has the vault serve again, once it knows what happened while it was shut. It
// tells whether it does: it may have been shut again meanwhile.
func (s *store) open(ctx context.Context) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shut = s.main.State() != vault.Opened; s.shut {
		return false
	}
	s.serve(ctx)
	return true
}

func (s *store) serve(ctx context.Context) {
	if s.main.Facts().Kind == "" {
		s.clear(ctx)
		return
	}
	// Without the reception requests are heard again when the vault is opened: that is
	// no reason to keep it shut.
	if s.away.ready(ctx, s.main) == nil && s.giveBack() == nil && s.away.renew(ctx, s.main) == nil {
		_ = s.away.build(s.main)
	}
}

func (s *store) giveBack() error {
	if err := s.away.giveBack(s.main); err != nil {
		return err
	}
	return s.away.givePast(s.past)
}

// clear takes the reception away where no lock needs one.
func (s *store) clear(ctx context.Context) {
	if s.away.v == nil && !s.away.exists() {
		return
	}
	if s.away.ready(ctx, s.main) != nil || s.giveBack() != nil {
		return // the next start tries again
	}
	s.away.end(ctx, s.main)
}

// rebuild follows a change of the vault's accounts.
func (s *store) rebuild() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.shut && s.away.v != nil {
		_ = s.away.build(s.main) // the next change, or unlock, does it again
	}
}

// close shuts the vault, and has the reception serve.
func (s *store) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away.v != nil {
		_ = s.away.build(s.main)
	}
	s.shut = true
	s.main.Shut()
	s.past.Forget()
}

// end closes both places for good.
func (s *store) end() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.shut && s.away.v != nil {
		_ = s.away.build(s.main) // a change may have come a moment ago
	}
	away := s.away.close()
	if err := s.main.Close(); err != nil {
		return err
	}
	return away
}

// Accounts implements challenge.Store, as do those that follow.
func (s *store) Accounts() ([]core.Account, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.there().Accounts()
}

func (s *store) Account(id core.AccountID) (core.Account, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.there().Account(id)
}

func (s *store) UpdateAccount(id core.AccountID, change func(*core.Account) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.there().UpdateAccount(id, change)
}

// Discard keeps no trash in the reception: the vault does when it hears of it.
func (s *store) Discard(id core.AccountID, by core.Removal) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.there().Discard(id, by)
}

func (s *store) NextCounter(id core.AccountID) (uint64, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.there().NextCounter(id)
}

// heard keeps what a server stated while the vault is shut, for when it is open.
func (s *store) heard(id core.AccountID, statement string) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.there() == s.main {
		return nil // opened in this moment; the server states it again
	}
	return s.away.keepHeard(id, statement)
}

// mirrors tells whether the reception has to know too, for when the vault is shut.
func (s *store) mirrors(bucket string) bool {
	return (bucket == wake.Bucket || slices.Contains(shared, bucket)) && !s.shut && s.away.v != nil
}

func (s *store) Put(bucket, id string, data []byte) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.there().Put(bucket, id, data); err != nil {
		return err
	}
	if s.mirrors(bucket) {
		_ = s.away.v.Put(bucket, id, data) // else with the next build
	}
	return nil
}

func (s *store) Get(bucket, id string) ([]byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.there().Get(bucket, id)
}

func (s *store) Delete(bucket, id string) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.mirrors(bucket) {
		_ = s.away.v.Delete(bucket, id)
	}
	return s.there().Delete(bucket, id)
}

func (s *store) DeleteAll(bucket string, ids ...string) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.mirrors(bucket) {
		_ = s.away.v.DeleteAll(bucket, ids...)
	}
	return s.there().DeleteAll(bucket, ids...)
}

func (s *store) List(bucket string) ([]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.there().List(bucket)
}

// Gone gives the names of the accounts that their servers took off this phone while the
// vault was shut, once.
func (p *Phone) Gone() []core.Departure {
	p.store.mu.Lock()
	defer p.store.mu.Unlock()
	gone := p.store.away.gone
	p.store.away.gone = nil
	return gone
}

// Heard gives the accounts as the inbox has them: without their secrets while the
// vault is shut.
func (p *Phone) Heard() ([]core.Account, error) { return p.store.Accounts() }
