package history

import (
	"crypto/sha256"
	"sync"
	"time"

	"kauth/core"
)

// Store is the vault, as far as the history needs it. core/vault has it.
type Store interface {
	Put(bucket, id string, data []byte) error // durable when it returns
	Get(bucket, id string) ([]byte, error)    // core.NotFound, core.VaultDamaged
	Delete(bucket, id string) error
	List(bucket string) ([]string, error)
}

// How much is kept. Where the first is passed, whole pages go.
const (
	most    = 2000
	longest = 365 * 24 * time.Hour
	daily   = 200 // of one account: its server must not push out what others did
)

// History is safe for concurrent use. It reads nothing until it is asked.
type History struct {
	store Store
	now   func() time.Time

	mu    sync.Mutex
	head  *head  // nil until it was read
	index *index // nil until it was needed
	watch []func()
}

// New makes a History on an open vault. now may be nil: time.Now.
func New(store Store, now func() time.Time) *History {
	if now == nil {
		now = time.Now
	}
	return &History{store: store, now: now}
}

// Observe has f called after each record, on whatever goroutine wrote it.
func (h *History) Observe(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.watch = append(h.watch, f)
}

// Forget lets go of what was read: the vault is shut. It is read again when needed.
func (h *History) Forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.head, h.index = nil, nil
}

// Begin notes a request that waits, or the answer that is about to be sent, over an
// earlier note of it. Where the app is killed before the end, Left gives the note.
func (h *History) Begin(r core.Record) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.readHead(); err != nil {
		return err
	}
	next := *h.head
	next.Left = append(h.head.without(r), lineOf(r))
	return h.putHead(next)
}

// Left gives the notes of requests whose end was not written.
func (h *History) Left() ([]core.Record, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.readHead(); err != nil {
		return nil, err
	}
	var out []core.Record
	for _, l := range h.head.Left {
		out = append(out, l.record())
	}
	return out, nil
}

// End writes what became of a request, once: a second record of the same request is
// dropped, unless it is marked as Later and says something new; so is what an account
// has beyond 200 a day, which no honest server reaches, but for what was answered here. It may come long
// after others that happened later. It is durable when End returns nil.
func (h *History) End(r core.Record) error {
	h.mu.Lock()
	wrote, err := h.end(r)
	watch := h.watch[:len(h.watch):len(h.watch)]
	h.mu.Unlock()
	if wrote {
		for _, f := range watch {
			f()
		}
	}
	return err
}

func (h *History) end(r core.Record) (bool, error) {
	if err := h.ready(); err != nil {
		return false, err
	}
	l := lineOf(r)
	if !h.index.has(l) && (l.Later || l.Decision != "" || !h.index.flooded(l)) {
		return true, h.append(l)
	}
	next := *h.head
	if next.Left = h.head.without(r); len(next.Left) == len(h.head.Left) {
		return false, nil
	}
	return false, h.putHead(next)
}

// append writes the page first. Killed after that, the next start finds the record
// beyond the head, sees that it fits, and takes it in.
func (h *History) append(l line) error {
	next, first := *h.head, h.head.First
	l.N, l.Prev = next.Next, next.Last
	raw, err := l.encode()
	if err != nil {
		return core.E("history.End", core.Internal, err)
	}
	p := pageOf(l.N)
	rows, err := h.page(p)
	if err != nil {
		return err
	}
	rows = append(below(rows, l.N), row{l, raw})
	if err := h.store.Put(bucket, pageID(p), join(rows)); err != nil {
		return err
	}
	next.Next, next.Last, next.Left = l.N+1, sum(raw), h.head.without(l.record())
	h.index.add(l)
	h.index.trim(&next, h.now().Unix(), h.sumAt)
	if err := h.putHead(next); err != nil {
		h.index = nil // it is read again
		return err
	}
	if next.First != first {
		h.sweep()
	}
	return nil
}

// key names what may be recorded once.
type key [16]byte

func keyOf(l line) key {
	text := string(l.Account) + "\x00" + l.ID
	if l.Later {
		text += "\x00" + string(l.Why) + "\x00" + string(l.Outcome)
	}
	s := sha256.Sum256([]byte(text))
	return key(s[:16])
}
