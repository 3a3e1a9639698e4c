//go:build linux && (amd64 || arm64)

package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
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
