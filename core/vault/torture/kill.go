//go:build linux && (amd64 || arm64)

package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"time"
)

// life is one vault that is killed many times, from the moment before it is made.
type life struct {
	run    *run
	script script
	begin  state // what the next child begins with
	given  map[string]uint64
	former map[string]bool
	loose  []state
	fresh  bool
	copied bool // it was open once
	kills  int
	steps  int
}

const killsPerLife = 25

// random ends children by kill -9 at random moments, and looks after each.
func random(r *run, kills int) {
	lives := (kills + killsPerLife - 1) / killsPerLife
	r.each("kills", lives, func(i int) error {
		dir, err := os.MkdirTemp(*slow, "life-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		base := "none"
		switch i % 8 { // what opens older vaults is slow
		case 3:
			base = "v1"
		case 6:
			base = "v2"
		}
		l := life{run: r, given: map[string]uint64{}, former: map[string]bool{}, fresh: base == "none"}
		if l.begin, err = begin(home(dir), base); err != nil {
			return err
		}
		l.script = script{home: home(dir), seed: r.seed + uint64(i), count: 1 << 30, older: base != "none"}
		rnd := rand.New(rand.NewPCG(r.seed, uint64(i)))
		for n := range min(killsPerLife, kills-i*killsPerLife) {
			if r.over() {
				break
			}
			if err := l.kill(rnd); err != nil {
				return fmt.Errorf("life %d (%s), kill %d: %w%s", i, base, n, err, r.keep(home(dir)))
			}
		}
		r.count("killed", l.kills)
		r.count("acknowledged", l.steps)
		return nil
	})
}

// kill lets a child live for a while and looks at what it leaves.
func (l *life) kill(rnd *rand.Rand) error {
	l.script.lock = l.begin.lock
	text, err := spawn(l.script, rnd.IntN(12), time.Duration(rnd.IntN(8_000))*time.Microsecond)
	if err != nil {
		return err
	}
	h := hear(l.script, lines(text))
	if h.failed != "" {
		return errors.New(h.failed)
	}
	l.kills++
	done := h.acknowledged - l.script.from
	l.steps += done
	if h.opened {
		l.loose = nil
	}
	c := claim{states: l.script.states(l.begin, done+1), may: done, given: l.after(h, done), loose: l.loose, former: l.former, fresh: l.fresh && !h.opened}
	which := 0
	err = l.script.home.on(func(twin home) error {
		which, err = c.judge(twin)
		return err
	})
	if err != nil {
		return fmt.Errorf("after %d steps of %d: %w", done, l.script.from, err)
	}
	if which == noVault {
		return nil
	}
	l.fresh = false
	if l.copied = l.copied || h.opened; !l.copied {
		return nil // the first unlock makes the first copy
	}
	if err := l.script.home.on(c.judgeCopies); err != nil {
		return fmt.Errorf("after %d steps of %d: %w", done, l.script.from, err)
	}
	if which > done {
		l.loose = append(l.loose, c.states[done])
	}
	for _, s := range c.states {
		for _, a := range s.accounts {
			l.former[spelled(a)] = true
		}
	}
	l.begin, l.script.from, l.given = c.states[which], l.script.from+which, c.given
	return nil
}

// after is which number each account was given at last.
func (l *life) after(h said, done int) map[string]uint64 {
	given := maps.Clone(l.given)
	now := l.begin
	for n := l.script.from; n <= l.script.from+done; n++ { // one may be in and not yet said
		t := l.script.at(now, n)
		now = now.after(t)
		if told, ok := h.counters[n]; ok {
			given[string(t.id)] = told
		}
		if t.kind == remove {
			delete(given, string(t.id))
		}
	}
	return given
}

// spawn runs a child, lets it say so many lines, and kills it a time after that: so it
// gets as far on a slow machine as on a fast one. It gives what the child said.
func spawn(s script, say int, after time.Duration) (string, error) {
	c := exec.Command("/proc/self/exe", s.args()...)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := c.Start(); err != nil {
		return "", err
	}
	kill := func() { time.AfterFunc(after, func() { c.Process.Kill() }) }
	if say == 0 {
		kill()
	}
	var text []byte
	for part := make([]byte, 4096); err == nil; {
		n := 0
		n, err = out.Read(part)
		before := bytes.Count(text, []byte("\n"))
		text = append(text, part[:n]...)
		if before < say && bytes.Count(text, []byte("\n")) >= say {
			kill()
		}
	}
	c.Wait()
	return string(text), nil
}
