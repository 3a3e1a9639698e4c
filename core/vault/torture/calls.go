//go:build linux && (amd64 || arm64)

package main

import (
	"errors"
	"fmt"
	"syscall"

	"kauth/core/vault/torture/disk"
	"kauth/core/vault/torture/trace"
)

// atEveryCall ends each scene at every call that changes a file, before it is made and,
// where it writes, in its midst.
func atEveryCall(r *run, every int) {
	order := r.shuffled(len(scenes))
	r.each("calls", len(scenes), func(i int) error {
		s := scenes[order[i]]
		origin, gone, err := r.stage("origin")
		if err != nil {
			return err
		}
		defer gone()
		before, err := s.play(origin, r.seed)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		all, err := s.rehearse(r, origin, before)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		for at := int(r.seed) % every; at < len(all); at += every {
			for _, midst := range []bool{false, true} {
				if r.over() {
					r.cutShort("calls")
					return nil
				}
				if midst && !tears(all[at]) {
					continue
				}
				if err := s.killAt(r, origin, before, at, midst); err != nil {
					r.fail("calls", fmt.Errorf("%s, killed at call %d of %d, %s (in its midst: %v): %w", s.name, at, len(all), all[at].Name, midst, err))
				}
			}
		}
		return nil
	})
}

// rehearse plays the scene to its end, and gives its calls.
func (s scene) rehearse(r *run, origin home, before state) ([]trace.Call, error) {
	h, gone, err := r.stage("home")
	if err != nil {
		return nil, err
	}
	defer gone()
	if err := origin.copyTo(h); err != nil {
		return nil, err
	}
	k := killer{at: -1}
	text, err := k.trace(s.script(r, h, before))
	if heard := hear(script{}, lines(text)); err == nil && !heard.closed {
		err = fmt.Errorf("it did not come to its end: %s", text)
	}
	return k.all, err
}

func (s scene) script(r *run, h home, before state) script {
	return script{home: h, seed: r.seed, count: 1, only: s.only, lock: before.lock}
}

// tears says that a call may be cut off in its midst.
func tears(c trace.Call) bool {
	return c.Name == "write" && c.FD != syscall.Stdout && len(c.Data) > disk.Sector
}

// killAt ends the scene at one of its calls and judges what it leaves.
func (s scene) killAt(r *run, origin home, before state, at int, midst bool) error {
	h, gone, err := r.stage("home")
	if err != nil {
		return err
	}
	defer gone()
	if err := origin.copyTo(h); err != nil {
		return err
	}
	todo := s.script(r, h, before)
	k := killer{at: at, midst: midst}
	text, err := k.trace(todo)
	if err != nil || !k.done { // a few calls more or less are made each time
		return err
	}
	heard := hear(todo, lines(text))
	if heard.failed != "" {
		return errors.New(heard.failed)
	}
	r.count("calls", 1)
	c := claim{
		states: todo.states(before, 1), may: heard.acknowledged, given: map[string]uint64{"acc_0": 1},
		fresh: s.base == "none" && !heard.opened, ruined: s.ruin != nil, alone: s.base != "worn" && !heard.opened,
	}
	if s.base != "worn" {
		c.given = nil
	}
	return c.holds(h, r)
}

// holds judges the folder and its copies, and keeps it where they fail.
func (c claim) holds(h home, r *run) error {
	which := 0
	err := h.on(func(twin home) (err error) {
		which, err = c.judge(twin)
		return err
	})
	if err == nil && which != noVault && !c.ruined && !c.alone {
		err = h.on(c.judgeCopies)
	}
	if err != nil {
		return fmt.Errorf("%w%s", err, r.keep(h))
	}
	return nil
}
