//go:build linux && (amd64 || arm64)

package main

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"kauth/core"
)

// child does the steps, and says "ok" and the number of each that was acknowledged, with
// what a person was told. It ends at the first that fails, and says why. Each line is
// one write, so that it is said whole or not at all.
func child(s script) {
	if s.roof > 0 {
		signal.Ignore(syscall.SIGXFSZ)
		syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: s.roof, Max: s.roof})
	}
	v, err := s.home.open(s.lock)
	now := nothing()
	if err == nil {
		now, err = read(v)
	}
	if err != nil {
		fmt.Printf("failed %d open %s %v\n", s.from, core.KindOf(err), err)
		os.Exit(1)
	}
	fmt.Println("opened")
	for n := s.from; n < s.from+s.count; n++ {
		now, v, err = s.take(v, now, n)
		if err != nil {
			os.Exit(1)
		}
	}
	if err := v.Close(); err != nil {
		fmt.Printf("failed %d close %s %v\n", s.from+s.count, core.KindOf(err), err)
		os.Exit(1)
	}
	fmt.Println("closed")
}

// take does one step and says so.
func (s script) take(v *opened, now state, n int) (state, *opened, error) {
	t := s.at(now, n)
	told, err := "", error(nil)
	if t.kind == reopen {
		v, err = s.reopen(v, now.lock)
	} else {
		told, err = t.do(v, s.home.keyring())
	}
	if err != nil {
		fmt.Printf("failed %d %s %s %v\n", n, t.kind, core.KindOf(err), err)
	} else {
		fmt.Printf("ok %d %s\n", n, told)
	}
	if s.stay && v != nil {
		look(v, now, now.after(t), err != nil)
	}
	return now.after(t), v, err
}

// look says "serves" where a vault on a disk that fails serves another state than that
// after the step, or, where the step failed, that before it.
func look(v *opened, before, after state, failed bool) {
	v.by = after.lock // what it would be opened by is looked at later
	got, err := read(v)
	if kind := core.KindOf(err); err != nil && (kind == core.StorageDenied || kind == core.StorageFull) {
		return // it says that it cannot
	}
	wrong := errors.Join(err, got.differs(after))
	if failed && wrong != nil {
		got.lock = before.lock
		wrong = got.differs(before)
	}
	if wrong != nil {
		fmt.Printf("serves something else: %s\n", strings.ReplaceAll(wrong.Error(), "\n", " "))
	}
}

func (s script) reopen(v *opened, l lock) (*opened, error) {
	if err := v.Close(); err != nil {
		return v, err
	}
	return s.home.open(l)
}
