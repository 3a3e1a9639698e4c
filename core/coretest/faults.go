package coretest

import "sync"

// Killed is what a fake panics with where a test has the phone killed.
type Killed struct{ Call int }

// Faults makes the calls of a fake go wrong. Every call has two points: before it
// does anything, and after it has done all but come back.
type Faults struct {
	mu     sync.Mutex
	points int
	killAt int
	before func(call string) error
	after  func(call string) error
}

// KillAt has the phone killed at the n-th point from now on, counted from 1; 0 never.
func (f *Faults) KillAt(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.points, f.killAt = 0, n
}

// Points counts the points passed since KillAt.
func (f *Faults) Points() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.points
}

// Before has calls fail without doing anything; nil ends it.
func (f *Faults) Before(fail func(call string) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.before = fail
}

// After has calls fail after doing all: their reply is lost; nil ends it.
func (f *Faults) After(fail func(call string) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.after = fail
}

func (f *Faults) start(call string) error {
	if f == nil {
		return nil
	}
	return f.point(call, func() func(string) error { return f.before })
}

func (f *Faults) finish(call string) error {
	if f == nil {
		return nil
	}
	return f.point(call, func() func(string) error { return f.after })
}

func (f *Faults) point(call string, which func() func(string) error) error {
	f.mu.Lock()
	f.points++
	at, kill, fail := f.points, f.points == f.killAt, which()
	f.mu.Unlock()
	if kill {
		panic(Killed{at})
	}
	if fail != nil {
		return fail(call)
	}
	return nil
}

// Fail makes a Before or After that fails the named calls with err; no name is all.
func Fail(err error, calls ...string) func(string) error {
	return func(call string) error {
		for _, c := range calls {
			if c == call {
				return err
			}
		}
		if len(calls) == 0 {
			return err
		}
		return nil
	}
}
