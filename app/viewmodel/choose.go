package viewmodel

import (
	"context"
)

// Choose chooses a passphrase, typed twice: for a new vault where no keyring answers,
// or for the lock.
type Choose struct {
	app     *App
	create  bool // there is no vault yet
	busy    bool
	short   bool
	differ  bool
	problem *Problem
}

// ChooseState shows it.
type ChooseState struct {
	Create  bool // there is no vault yet, and no way back
	Short   bool // it is under MinPassphrase characters
	Differ  bool // the two are not the same
	Busy    bool
	Problem *Problem
}

// Screen names it.
func (ChooseState) Screen() string { return "choose" }

func (c *Choose) state() State {
	return ChooseState{Create: c.create, Short: c.short, Differ: c.differ, Busy: c.busy, Problem: c.problem}
}

// MinPassphrase is the fewest characters of a new passphrase.
const MinPassphrase = 8

// Submit takes it, where it is long enough and was typed the same twice.
func (c *Choose) Submit(passphrase, again string) {
	c.app.do(func() {
		if c.busy || !c.app.on(c) {
			return
		}
		c.problem = nil
		c.short = len([]rune(passphrase)) < MinPassphrase
		if c.differ = !c.short && passphrase != again; c.short || c.differ {
			return
		}
		c.busy = true
		if c.create {
			c.app.openWith([]byte(passphrase), c.done)
			return
		}
		lock, secret := c.app.phone.Lock, []byte(passphrase)
		work(c.app, func(ctx context.Context) (struct{}, error) {
			defer clear(secret)
			return struct{}{}, lock.SetPassphrase(ctx, secret)
		}, func(_ struct{}, err error) { c.done(err) })
	})
}

func (c *Choose) done(err error) {
	c.busy, c.problem = false, problem(err)
	if err == nil && !c.create {
		c.app.watch()
		c.app.pop(c)
	}
}

func (c *Choose) setting() bool { return c.busy }

func (c *Choose) errand() bool { return c.busy }

func (c *Choose) back() {
	if !c.busy && !c.create {
		c.app.pop(c)
	}
}
