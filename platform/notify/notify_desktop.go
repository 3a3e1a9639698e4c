//go:build !android && !ios && !windows && !darwin && !js

package notify

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"reflect"
	"sync"
	"time"

	"kauth/core"
)

// patience is for one call; a service that must be started first takes about a second.
// Only a test changes it.
var patience = 3 * time.Second

const (
	again = 5 * time.Second // between tries to find the service, while something waits to be shown
	most  = 3               // times that one notice is shown: a service that dies of it must not die for ever
)

// Notices shows what it is told to, for as long as it is told to: also by a service
// that comes later, or that comes back after it died.
type Notices struct {
	o    Options
	wake chan struct{}      // capacity 1: shown has changed
	asks chan chan<- answer // who wants Facts
	stop chan struct{}
	done chan struct{}
	once sync.Once

	mu    sync.Mutex
	shown map[string]*shown // by Notice.ID
	gone  []uint32          // numbers to be taken back

	bus bus // of the goroutine in run
}

// shown is one notice as it stands with the service.
type shown struct {
	core.Notice
	number uint32 // the service's; 0: not shown
	unsure bool   // it was asked, and no number came back: it may be shown
	word   string // in the keys of the buttons that are shown now
	dirty  bool   // the service does not know it in these words
	closed bool   // the person, or time, put it away
	times  int
}

type answer struct {
	facts core.NoticeFacts
	err   error
}

// New begins to listen. It finds the service when there is something to show.
func New(o Options) *Notices {
	o.fill()
	n := &Notices{
		o: o, wake: make(chan struct{}, 1), asks: make(chan chan<- answer), stop: make(chan struct{}), done: make(chan struct{}),
		shown: map[string]*shown{},
	}
	go n.run()
	return n
}

// Show shows a notice, in the place of an earlier one of its ID. One that the person
// put away is not shown again. It does not wait.
func (n *Notices) Show(x core.Notice) {
	n.mu.Lock()
	s := n.shown[x.ID]
	if s == nil {
		s = &shown{}
		n.shown[x.ID] = s
	}
	if s.times == 0 || !same(s.Notice, x) {
		s.dirty, s.word, s.times = !s.closed, newWord(), 0
	}
	s.Notice = x
	n.mu.Unlock()
	n.nudge()
}

// same: in less time, the same words need no second look.
func same(a, b core.Notice) bool {
	a.Lasts, b.Lasts = 0, 0
	return reflect.DeepEqual(a, b)
}

// Withdraw takes a notice back. It does not wait.
func (n *Notices) Withdraw(id string) {
	n.mu.Lock()
	if s := n.shown[id]; s != nil {
		if s.number != 0 {
			n.gone = append(n.gone, s.number)
		}
		delete(n.shown, id)
	}
	n.mu.Unlock()
	n.nudge()
}

// Facts asks the service what it is: core.Unsupported where there is none.
func (n *Notices) Facts(ctx context.Context) (core.NoticeFacts, error) {
	got := make(chan answer, 1)
	select {
	case n.asks <- got:
	case <-n.done:
		return core.NoticeFacts{}, core.E("notify.Facts", core.Unsupported, errGone)
	case <-ctx.Done():
		return core.NoticeFacts{}, core.E("notify.Facts", core.Cancelled, ctx.Err())
	}
	select {
	case a := <-got:
		return a.facts, a.err
	case <-ctx.Done():
		return core.NoticeFacts{}, core.E("notify.Facts", core.Cancelled, ctx.Err())
	}
}

// Close takes all notices back, and waits until that is done.
func (n *Notices) Close() {
	n.once.Do(func() { close(n.stop) })
	<-n.done
}

func (n *Notices) nudge() {
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

// newWord is what nobody can guess, and no two buttons share.
func newWord() string {
	b := make([]byte, 12)
	rand.Read(b)
	return hex.EncodeToString(b)
}
