//go:build linux && (amd64 || arm64)

package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"syscall"
	"time"
)

// atEveryFault has each scene meet a disk that fails, or is full, at every call in turn:
// that one alone, or all from there on.
func atEveryFault(r *run, every int) {
	end := r.until
	r.until = time.Now().Add(time.Until(end) * 2 / 3)
	defer func() {
		r.until = end
		fullDisks(r, min(every, 4))
	}()
	order := r.shuffled(len(scenes))
	r.each("faults", len(scenes), func(i int) error {
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
			for n, f := range faultsOf(all[at]) {
				if r.over() {
					r.cutShort("faults")
					return nil
				}
				f.at, f.forever = at, (at/every+n)%2 == 1
				if err := s.failAt(r, origin, before, f); err != nil {
					r.fail("faults", fmt.Errorf("%s, %s: %w", s.name, f, err))
				}
			}
		}
		return nil
	})
}

// failAt plays the scene on a disk that fails, and wants nothing lost, and an error that
// says what happened.
func (s scene) failAt(r *run, origin home, before state, f fault) error {
	h, gone, err := r.stage("home")
	if err != nil {
		return err
	}
	defer gone()
	if err := origin.copyTo(h); err != nil {
		return err
	}
	todo := s.script(r, h, before)
	todo.stay = true
	k := &failer{fault: f}
	text, err := k.run(todo)
	if err != nil || k.done == 0 {
		return err
	}
	r.count("faults", 1)
	heard := hear(todo, lines(text))
	if err := heard.tells(r, f); err != nil {
		return fmt.Errorf("%w%s", err, r.keep(h))
	}
	c := claim{
		states: todo.states(before, 1), may: heard.acknowledged, fresh: s.base == "none" && heard.acknowledged == 0,
		ruined: s.ruin != nil, unread: f.error == syscall.EIO && f.call == "open", alone: true, // a copy may have been what failed; Snapshots says so
	}
	return c.holds(h, r)
}

// tells wants an error of the right kind where a step was not done, and a vault that goes
// on serving what it has.
func (h said) tells(r *run, f fault) error {
	if h.failed == "" {
		r.count("faults borne", 1)
	} else if got := strings.Fields(h.failed); !slices.Contains(got, string(f.kind())) {
		return fmt.Errorf("it says %q; want %s", strings.TrimSpace(h.failed), f.kind())
	}
	if h.serves != "" {
		return errors.New(h.serves)
	}
	return nil
}

// fullDisks fills a disk that is full indeed, and not by an injected error.
func fullDisks(r *run, every int) {
	r.each("faults", len(scenes), func(i int) error {
		s := scenes[i]
		slow := s.base != "worn" || s.only == setPIN // Argon2id with 64 MiB
		if s.base == "none" || s.ruin != nil || every > 1 && (slow || (i+int(r.seed))%every != 0) {
			return nil
		}
		h, gone, err := r.stage("home")
		if err != nil {
			return err
		}
		defer gone()
		before, err := s.play(h, r.seed+7)
		if err != nil {
			return err
		}
		todo := s.script(r, h, before)
		todo.stay = true
		rnd := rand.New(rand.NewPCG(r.seed, uint64(i)))
		text, err := onLittleRoom(todo, rnd.IntN(64<<10))
		if err != nil {
			return fmt.Errorf("%s on a full disk: %w", s.name, err)
		}
		r.count("full disks", 1)
		heard := hear(todo, lines(text))
		if err := heard.tells(r, fault{error: syscall.ENOSPC}); err != nil {
			return fmt.Errorf("%s on a full disk: %w%s", s.name, err, r.keep(h))
		}
		c := claim{states: todo.states(before, 1), may: heard.acknowledged}
		if err := c.holds(h, r); err != nil {
			return fmt.Errorf("%s on a full disk: %w", s.name, err)
		}
		return nil
	})
}
