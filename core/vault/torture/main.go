//go:build linux && (amd64 || arm64)

package main

import (
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"kauth/core/vault/torture/trace"
)

var (
	scale  = flag.String("scale", "full", "full or small")
	seed   = flag.Uint64("seed", 0, "where chance begins; 0: 1 where it is small, else another one each day")
	parts  = flag.String("parts", "kills,cuts,damage,calls,faults", "which parts to run")
	times  = flag.Float64("times", 1, "how many times as much as the scale says")
	longer = flag.Float64("longer", 1, "how many times as long each part may take")
	fast   = flag.String("fast", "", "where images lie, whose disk does not matter; empty: memory where there is room")
	slow   = flag.String("slow", os.TempDir(), "where processes are killed: a real disk")
	kept   = flag.String("kept", "out/torture", "where folders go that something went wrong with")
)

func main() {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case asChild:
			child(scriptOf(os.Args[2:]))
			return
		case asMeeter:
			meet()
			return
		case asNothing:
			return
		}
	}
	flag.Parse()
	if err := torture(); err != nil {
		fmt.Fprintln(os.Stderr, "torture:", err)
		os.Exit(1)
	}
}

func torture() error {
	if *fast == "" {
		*fast = roomy()
	}
	if *seed == 0 && *scale == "small" {
		*seed = 1
	}
	if *seed == 0 {
		*seed = uint64(time.Now().Unix() / 86400)
	}
	for _, base := range []**string{&fast, &slow} {
		dir, err := os.MkdirTemp(**base, "kauth-torture-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		*base = &dir
	}
	go cleanUp(*fast, *slow)
	s, ok := scales[*scale]
	if !ok {
		return fmt.Errorf("no scale %q", *scale)
	}
	fmt.Printf("torture: scale %s, seed %d (TORTURE_SEED), images in %s, kills in %s\n", *scale, *seed, filepath.Dir(*fast), filepath.Dir(*slow))
	if err := permitted(); err != nil {
		return err
	}
	r := &run{seed: *seed, counts: map[string]int{}}
	begun := time.Now()
	for _, name := range strings.Split(*parts, ",") {
		i := slices.IndexFunc(all, func(p part) bool { return p.name == name })
		if i < 0 {
			return fmt.Errorf("no part %q", name)
		}
		a := s[name]
		n := int(float64(a.amount) * *times)
		if all[i].every {
			n = max(1, int(float64(a.amount) / *times))
		}
		r.part(all[i], time.Duration(float64(a.limit)**longer), n)
	}
	r.last(time.Since(begun))
	return r.err()
}

// cleanUp leaves nothing behind where a person ends the run.
func cleanUp(dirs ...string) {
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, os.Interrupt, syscall.SIGTERM)
	<-ended
	for _, dir := range dirs {
		os.RemoveAll(dir)
	}
	os.Exit(1)
}

// asNothing is the first argument of a process that ends at once.
const asNothing = "nothing"

// traced are the parts that need ptrace.
var traced = []string{"cuts", "calls", "faults"}

// permitted leaves out of a small run what this machine does not permit, and says so; a
// full one has to do it all.
func permitted() error {
	goOn := func(trace.Call) trace.Verdict { return trace.Verdict{} }
	_, err := trace.Run(trace.Program{Path: "/proc/self/exe", Args: []string{asNothing}, Begin: goOn, End: goOn})
	if err == nil {
		return nil
	}
	wanted := strings.Split(*parts, ",")
	left := slices.DeleteFunc(slices.Clone(wanted), func(p string) bool { return slices.Contains(traced, p) })
	if len(left) == len(wanted) {
		return nil
	}
	if *scale == "full" {
		return fmt.Errorf("this machine does not permit ptrace (%w), and without it nothing is killed at a call, no power is cut and no disk fails. In a container: --cap-add SYS_PTRACE", err)
	}
	fmt.Printf("NOT DONE, since this machine does not permit ptrace (%v): %s. `make torture` fails here.\n", err, strings.Join(traced, ", "))
	*parts = strings.Join(left, ",")
	return nil
}

// part is one way of ending a vault.
type part struct {
	name string
	do   func(r *run, amount int)
	tell func(r *run) string
	// every says that the amount is no number of times: each n-th call is done.
	every bool
}

var all = []part{
	{"kills", random, func(r *run) string {
		return fmt.Sprintf("%d kills of %d acknowledged steps", r.get("killed"), r.get("acknowledged"))
	}, false},
	{"cuts", powerCuts, func(r *run) string {
		return fmt.Sprintf("%d power cuts (found out: %s)", r.get("cuts"), controlled(r))
	}, false},
	{"damage", damaged, func(r *run) string {
		return fmt.Sprintf("%d damaged folders: %d whole, %d whole and told, %d told, %d refused, %d silent, %d hangs, %d crashes", r.get("damaged"),
			r.get("whole"), r.get("whole, and told"), r.get("told"), r.get("refused"), r.get("silent"), r.get("hangs"), r.get("crashes"))
	}, false},
	{"faults", atEveryFault, func(r *run) string {
		return fmt.Sprintf("%d failing disks, of which %d were borne, %d full ones", r.get("faults"), r.get("faults borne"), r.get("full disks"))
	}, true},
	{"calls", atEveryCall, func(r *run) string { return fmt.Sprintf("%d kills at a call", r.get("calls")) }, true},
}

// amount is how much of a part is done, and how long it may take.
type amount struct {
	amount int
	limit  time.Duration
}

var scales = map[string]map[string]amount{
	"full": {
		"kills": {1000, 120 * time.Second}, "cuts": {10_000, 150 * time.Second}, "damage": {500, 150 * time.Second},
		"calls": {1, 150 * time.Second}, "faults": {1, 150 * time.Second},
	},
	"small": {
		"kills": {30, 5 * time.Second}, "cuts": {300, 5 * time.Second}, "damage": {30, 5 * time.Second},
		"calls": {11, 5 * time.Second}, "faults": {17, 5 * time.Second},
	},
}

// last is the line of figures.
func (r *run) last(took time.Duration) {
	var told []string
	for _, p := range all {
		if slices.Contains(strings.Split(*parts, ","), p.name) {
			told = append(told, p.tell(r))
		}
	}
	cut := ""
	if len(r.cut) > 0 {
		cut = "; cut short by the clock: " + strings.Join(r.cut, ", ")
	}
	fmt.Printf("torture seed %d: %s; %d failures; %.0f s%s\n", r.seed, strings.Join(told, "; "), len(r.failures), took.Seconds(), cut)
}

// free is how many bytes are left there.
func free(dir string) uint64 {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return 0
	}
	return s.Bavail * uint64(s.Bsize)
}
