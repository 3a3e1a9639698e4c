//go:build linux && (amd64 || arm64)

package main

import (
	"errors"
	"fmt"

	"kauth/core/vault/torture/disk"
)

// tape is the record of a child that did its steps undisturbed, and what it had to keep.
type tape struct {
	script script
	record *disk.Record
	states []state
	fresh  bool
}

func recordTape(r *run, i int) (*tape, error) {
	h, gone, err := r.stage("home")
	if err != nil {
		return nil, err
	}
	defer gone()
	base := map[int]string{3: "v1", 7: "v2"}[i%10]
	if base == "" {
		base = "none"
	}
	t := &tape{fresh: base == "none", script: script{home: h, seed: r.seed + uint64(i)<<16, count: stepsPerTape, older: base != "none"}}
	before, err := begin(h, base)
	if err != nil {
		return nil, err
	}
	t.script.lock = before.lock
	t.states = t.script.states(before, stepsPerTape)
	k := killer{at: -1}
	text, err := k.trace(t.script)
	if err != nil {
		return nil, err
	}
	if heard := hear(t.script, lines(text)); !heard.closed {
		return nil, errors.New(heard.failed)
	}
	t.record = k.record
	return t, t.faithful(h)
}

// faithful wants the model to end where the folder ended.
func (t *tape) faithful(h home) error {
	d := t.record.Disk()
	for _, e := range t.record.Events {
		d.Do(e)
	}
	real, err := disk.Read(string(h))
	if err != nil {
		return err
	}
	if err := d.Now().Differs(real); err != nil {
		return fmt.Errorf("the record is not what happened: %w", err)
	}
	return nil
}

// slowly is how often an image is changed too, and looked at without its file, which
// takes three times as long as the rest.
const slowly = 4

// look holds an image against what had been acknowledged when the power went.
func (t *tape) look(h home, image disk.Image, told string, all bool) error {
	heard := hear(t.script, lines(told))
	done := heard.acknowledged - t.script.from
	c := claim{
		states: t.states[:min(done+2, len(t.states))], may: done,
		given: t.given(heard, done), fresh: t.fresh && !heard.opened, quick: !all,
	}
	if err := image.Write(string(h)); err != nil {
		return err
	}
	which, err := c.judge(h)
	if err != nil || which == noVault || !heard.opened || !all {
		return err
	}
	if err := image.Write(string(h)); err != nil {
		return err
	}
	return c.judgeCopies(h)
}

// given is which number each account was given at last.
func (t *tape) given(heard said, done int) map[string]uint64 {
	l := life{script: t.script, begin: t.states[0], given: map[string]uint64{}}
	return l.after(heard, done)
}
