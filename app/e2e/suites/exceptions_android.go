package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kauth/core"
)

// What the system throws ends in an error of the ability, or in nothing where nobody waits
// for an answer; the app lives, and the next try works. exceptions are by the call that
// throws: each of our Java classes makes some.
func init() {
	suites = append(suites, testing.InternalTest{Name: "Exceptions", F: func(t *testing.T) {
		for _, of := range []func(*testing.T) []exception{ofKeys, ofSigner, ofUnlock, ofCamera, ofTheRest} {
			for _, x := range of(t) {
				t.Run(x.ability+" "+x.at, func(t *testing.T) { thrown(t, x) })
			}
		}
		t.Run("ThoseThatNobodyWaitsFor", unheard)
	}})
}

// exception is one system call, and what of ours makes it.
type exception struct {
	ability, at string
	do          func(t *testing.T) error
	kinds       []core.Kind // that the error may have; none: there is no error
}

// ways that a call can throw: what it may, what it may not, and what is no Exception.
var ways = []string{"runtime", "security", "error"}

func thrown(t *testing.T, x exception) {
	for _, how := range ways {
		before := throws(t)
		world(t, "throw "+x.at+" "+how)
		err := x.do(t)
		world(t, "throw")
		if throws(t) == before {
			t.Errorf("%s: nothing called it", how)
		}
		if len(x.kinds) == 0 && err != nil || len(x.kinds) > 0 && !slices.Contains(x.kinds, core.KindOf(err)) {
			t.Errorf("%s: %v, of kind %q", how, err, core.KindOf(err))
		}
		if err := x.do(t); err != nil {
			t.Errorf("after %s: %v", how, err)
		}
	}
}

// throws counts what was thrown.
func throws(t *testing.T) int {
	t.Helper()
	said := world(t, "said ! throws ")
	if said == "" {
		return 0
	}
	return 1 + strings.Count(said, "\n")
}

// until waits.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("not in time: " + what)
		}
	}
}

// same is an error where what is read is not what was kept.
func same(got []byte, err error, want string) error {
	if err == nil && string(got) != want {
		return errors.New("it gives " + strconv.Quote(string(got)))
	}
	return err
}
