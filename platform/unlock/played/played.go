// Package played is a phone's biometric hardware as a script plays it: for tests and for
// the headless phone. No release holds it.
package played

import (
	"bytes"
	"context"
	"errors"
	"sync"

	"kauth/core"
)

// What a script may say.
const (
	Finger    = "finger"     // the person's own: it opens what is asked for
	Cancel    = "cancel"     // the prompt was put away
	LockedOut = "locked out" // too many that were not known, for now
	Barred    = "barred"     // until the phone was unlocked by its own PIN
	New       = "new finger" // another one was added in the phone's settings
	NoFinger  = "no finger"  // all were removed
	Moment    = "moment"     // the chip does not answer
	Works     = "works"      // again
)

// Hardware answers as platform/unlock.Unlock does. Its zero value has a finger on file,
// and keeps everything in memory.
type Hardware struct {
	mu    sync.Mutex
	kept  map[string][]byte
	gone  map[string]bool // by another finger
	state string          // "", NoFinger, Moment
	asks  chan chan string
	asked int
}

// prompts gives the place where an open prompt waits.
func (h *Hardware) prompts() chan chan string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.asks == nil {
		h.asks = make(chan chan string, 1)
	}
	return h.asks
}

// Say plays one word. Finger, Cancel, LockedOut and Barred answer a prompt, and wait for
// one until ctx ends.
func (h *Hardware) Say(ctx context.Context, word string) error {
	switch word {
	case New, NoFinger, Moment, Works:
		h.set(word)
		return nil
	case Finger, Cancel, LockedOut, Barred:
	default:
		return errors.New("finger, cancel, locked out, barred, new finger, no finger, moment or works")
	}
	select {
	case prompt := <-h.prompts():
		prompt <- word
		return nil
	case <-ctx.Done():
		return errors.New("nobody is asked")
	}
}

func (h *Hardware) set(word string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch word {
	case Works:
		h.state = ""
		return
	case Moment:
		h.state = Moment
		return
	case NoFinger:
		h.state = NoFinger
	case New:
		h.state = ""
	}
	h.gone = map[string]bool{}
	for name := range h.kept { // the chip throws its keys away
		h.gone[name] = true
	}
}

// Asked is how many prompts there were.
func (h *Hardware) Asked() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.asked
}

func (h *Hardware) now(op string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch h.state {
	case NoFinger:
		return core.E(op, core.UnlockNone, nil)
	case Moment:
		return core.E(op, core.UnlockBusy, nil)
	}
	return nil
}

// prompt waits for the script.
func (h *Hardware) prompt(ctx context.Context, op string) error {
	answer, asks := make(chan string, 1), h.prompts()
	select {
	case asks <- answer:
	default:
		return core.E(op, core.UnlockBusy, errors.New("it is being asked already"))
	}
	h.mu.Lock()
	h.asked++
	h.mu.Unlock()
	select {
	case word := <-answer:
		return said(op, word)
	case <-ctx.Done():
		select {
		case <-asks:
		default:
		}
		return core.E(op, core.Cancelled, ctx.Err())
	}
}

func said(op, word string) error {
	switch word {
	case Finger:
		return nil
	case LockedOut:
		return core.E(op, core.UnlockWait, nil)
	case Barred:
		return core.E(op, core.UnlockBarred, nil)
	}
	return core.E(op, core.Cancelled, nil)
}

// Ready is Unlock.Ready.
func (h *Hardware) Ready(context.Context) error { return h.now("played.Ready") }

// Seal is Unlock.Seal.
func (h *Hardware) Seal(ctx context.Context, name string, secret []byte) error {
	const op = "played.Seal"
	if err := h.now(op); err != nil {
		return err
	}
	if err := h.prompt(ctx, op); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.kept == nil {
		h.kept = map[string][]byte{}
	}
	h.kept[name] = bytes.Clone(secret)
	delete(h.gone, name)
	return nil
}

// Open is Unlock.Open.
func (h *Hardware) Open(ctx context.Context, name string) ([]byte, error) {
	const op = "played.Open"
	h.mu.Lock()
	lost := h.kept[name] == nil || h.gone[name]
	moment := h.state == Moment
	h.mu.Unlock()
	switch {
	case moment:
		return nil, h.now(op)
	case lost:
		return nil, core.E(op, core.UnlockGone, nil)
	}
	if err := h.prompt(ctx, op); err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return bytes.Clone(h.kept[name]), nil
}

// Forget is Unlock.Forget.
func (h *Hardware) Forget(_ context.Context, name string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.state == Moment {
		return core.E("played.Forget", core.UnlockBusy, nil)
	}
	delete(h.kept, name)
	delete(h.gone, name)
	return nil
}
