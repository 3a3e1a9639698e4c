//go:build linux && (amd64 || arm64)

package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"kauth/core"
	"kauth/core/vault/torture/disk"
	"kauth/core/vault/torture/trace"
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

// fault is how the disk fails.
type fault struct {
	at      int
	call    string
	error   syscall.Errno
	forever bool
}

func (f fault) String() string {
	when := "once"
	if f.forever {
		when = "from then on"
	}
	return fmt.Sprintf("call %d (%s) answers %v %s", f.at, f.call, f.error, when)
}

// kind is how the vault has to call it.
func (f fault) kind() core.Kind {
	if f.error == syscall.ENOSPC {
		return core.StorageFull
	}
	return core.StorageDenied
}

// faultsOf are the ways in which a call may fail. What is said to the parent is no file,
// and a keyring is not the vault's.
func faultsOf(c trace.Call) []fault {
	if c.FD == syscall.Stdout || strings.Contains(c.Path, "/keyring") {
		return nil
	}
	all := []fault{{call: c.Name, error: syscall.EIO}, {call: c.Name, error: syscall.ENOSPC}}
	if c.Name == "unlink" {
		return all[:1]
	}
	return all
}

// failer has calls fail.
type failer struct {
	killer
	fault   fault
	done    int // that failed
	touched int
}

func (f *failer) begin(c trace.Call) trace.Verdict {
	touches := f.record.Touches(c) && f.ours(c)
	f.record.Begin(c)
	if f.record.Touches(c) {
		f.touched++
	}
	now := f.touched-1 == f.fault.at && f.done == 0 || f.fault.forever && f.done > 0
	if !touches || !now {
		return trace.Verdict{}
	}
	f.done++
	return trace.Verdict{Error: f.fault.error}
}

func (f *failer) ours(c trace.Call) bool {
	return c.FD != syscall.Stdout && !strings.Contains(c.Path, "/keyring") && !f.record.IsIn(c.FD, "keyring") &&
		!(f.fault.error == syscall.ENOSPC && c.Name == "unlink")
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

func (f *failer) run(s script) (said string, err error) {
	if f.record, err = disk.NewRecord(string(s.home)); err != nil {
		return "", err
	}
	_, err = trace.Run(trace.Program{
		Path: "/proc/self/exe", Args: s.args(), Env: os.Environ(), Limit: childLimit, Begin: f.begin, End: f.end,
	})
	return f.text(), errors.Join(err, f.err)
}

// fullDisks fills a disk that is full indeed, and not by an injected error.
func fullDisks(r *run, every int) {
	r.each("faults", len(scenes), func(i int) error {
		s := scenes[i]
		if s.base == "none" || s.ruin != nil || (i+int(r.seed))%every != 0 {
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
