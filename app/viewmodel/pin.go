package viewmodel

import (
	"bytes"
	"context"
	"strings"
)

// MinPIN and MaxPIN bound the digits of a PIN.
const (
	MinPIN = 6
	MaxPIN = 12
)

// typed adds a digit in place: a slice that grew would leave copies of the PIN behind.
func typed(pin []byte, digit rune) []byte {
	if pin == nil {
		pin = make([]byte, 0, MaxPIN)
	}
	return append(pin, byte(digit))
}

// NewPIN chooses a PIN, typed twice.
type NewPIN struct {
	app     *App
	first   []byte
	typed   []byte
	weak    WeakPIN
	differ  bool
	busy    bool
	problem *Problem
}

// NewPINState shows it. It has no digit.
type NewPINState struct {
	Again   bool // the second time
	Typed   int
	Digits  int // the dots to draw
	Ready   bool
	Weak    WeakPIN
	Differ  bool // the second was not the first: from the beginning
	Busy    bool
	Problem *Problem
}

// Screen names it.
func (NewPINState) Screen() string { return "newpin" }

func (n *NewPIN) state() State {
	s := NewPINState{
		Again: n.first != nil, Typed: len(n.typed), Digits: max(MinPIN, len(n.typed), len(n.first)),
		Weak: n.weak, Differ: n.differ, Busy: n.busy, Problem: n.problem,
	}
	s.Ready = s.Typed >= MinPIN && (!s.Again || s.Typed == len(n.first))
	return s
}

// Digit types one digit. The second time, the last one is enough.
func (n *NewPIN) Digit(c rune) {
	n.app.do(func() {
		if n.busy || !n.app.on(n) || len(n.typed) >= MaxPIN || !strings.ContainsRune("0123456789", c) {
			return
		}
		n.typed, n.weak, n.differ, n.problem = typed(n.typed, c), "", false, nil
		if len(n.typed) == len(n.first) {
			n.enter()
		}
	})
}

// Delete takes the last digit back.
func (n *NewPIN) Delete() {
	n.app.do(func() {
		if last := len(n.typed) - 1; !n.busy && last >= 0 {
			n.typed[last] = 0
			n.typed = n.typed[:last]
		}
	})
}

// Enter goes on with the PIN as it is.
func (n *NewPIN) Enter() { n.app.do(n.enter) }

func (n *NewPIN) enter() {
	switch {
	case n.busy || len(n.typed) < MinPIN:
	case n.first == nil:
		if n.weak = weak(n.typed); n.weak == "" {
			n.first, n.typed = n.typed, nil
			return
		}
		clear(n.typed)
		n.typed = nil
	case !bytes.Equal(n.first, n.typed):
		n.forget()
		n.differ = true
	default:
		n.set()
	}
}

func (n *NewPIN) set() {
	n.busy = true
	pin, lock := n.typed, n.app.phone.Lock
	set := func(ctx context.Context) (string, error) {
		defer clear(pin)
		return lock.SetPIN(ctx, pin)
	}
	work(n.app, set, func(recovery string, err error) {
		n.busy = false
		n.forget()
		if n.problem = problem(err); err == nil {
			n.app.watch()
			n.app.swap(n, &Recovery{app: n.app, passphrase: recovery})
		}
	})
}

func (n *NewPIN) forget() {
	clear(n.first)
	clear(n.typed)
	n.first, n.typed = nil, nil
}

// setting keeps the app from locking before the recovery passphrase was shown.
func (n *NewPIN) setting() bool { return n.busy }

func (n *NewPIN) errand() bool { return n.busy }

// back begins anew where the PIN was typed once, else leaves.
func (n *NewPIN) back() {
	switch {
	case n.busy:
	case n.first != nil:
		n.forget()
	default:
		n.forget()
		n.app.pop(n)
	}
}
