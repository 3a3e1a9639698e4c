//go:build linux && (amd64 || arm64)

package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"kauth/core"
)

// script is what a child does: the steps from one number on, of a seed.
type script struct {
	home  home
	seed  uint64
	from  int
	count int
	only  string // where not "": every step is of this kind
	lock  lock   // what opens the vault before the first step
	stay  bool   // after a step that failed, look what the vault serves
	roof  uint64 // where above 0: no file may grow beyond, in bytes
	// older says that the vault was made by an older version, whose lock costs 64 MiB
	// and a good part of a second: the first step replaces it.
	older bool
}

// asChild is the first argument of a process that is a child.
const asChild = "child"

func (s script) args() []string {
	return []string{
		asChild, string(s.home), fmt.Sprint(s.seed), fmt.Sprint(s.from), fmt.Sprint(s.count),
		s.only, s.lock.Kind, s.lock.Secret, fmt.Sprint(s.stay), fmt.Sprint(s.roof), fmt.Sprint(s.older),
	}
}

func scriptOf(args []string) script {
	seed, _ := strconv.ParseUint(args[1], 10, 64)
	from, _ := strconv.Atoi(args[2])
	count, _ := strconv.Atoi(args[3])
	roof, _ := strconv.ParseUint(args[8], 10, 64)
	return script{home(args[0]), seed, from, count, args[4], lock{args[5], args[6]}, args[7] == "true", roof, args[9] == "true"}
}

// at is the step of that number.
func (s script) at(now state, n int) step {
	if s.older && n == 0 {
		return now.step(rand.New(rand.NewPCG(s.seed, 0)), setPass)
	}
	if s.only == "" {
		return now.next(s.seed, n)
	}
	return now.step(rand.New(rand.NewPCG(s.seed, uint64(n))), s.only)
}

// states are what the vault has to hold before the first step, after it, and so on.
func (s script) states(begin state, steps int) []state {
	all := []state{begin}
	for i := range steps {
		all = append(all, all[i].after(s.at(all[i], s.from+i)))
	}
	return all
}

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

// said is what a child said before it ended.
type said struct {
	opened, closed bool
	acknowledged   int            // steps, from the script's first
	counters       map[int]uint64 // by step: the number that was given
	recovery       map[int]string // by step: the recovery passphrase that was shown
	failed         string         // the whole line
	serves         string         // what it should not
}

func hear(s script, lines []string) said {
	h := said{acknowledged: s.from, counters: map[int]uint64{}, recovery: map[int]string{}}
	for _, line := range lines {
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case words[0] == "opened":
			h.opened = true
		case words[0] == "closed":
			h.closed = true
		case words[0] == "serves":
			h.serves = line
		case words[0] == "failed":
			h.failed = line
		case words[0] == "ok" && len(words) > 1:
			n, err := strconv.Atoi(words[1])
			if err != nil {
				continue
			}
			h.acknowledged = n + 1
			if len(words) == 3 {
				if given, err := strconv.ParseUint(words[2], 10, 64); err == nil {
					h.counters[n] = given
				} else {
					h.recovery[n] = words[2]
				}
			}
		}
	}
	return h
}

// lines are those that ended: a child may be killed within one.
func lines(text string) []string {
	all := strings.SplitAfter(text, "\n")
	return all[:max(len(all)-1, 0)]
}
