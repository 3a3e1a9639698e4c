package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"kauth/core"
	"kauth/platform/unlock"
	"kauth/platform/unlock/unlocktest"
)

func init() {
	for name, failing := range map[string]string{"Unlock": "moment", "UnlockThatCrashed": "crashed"} {
		suites = append(suites, testing.InternalTest{Name: name, F: func(t *testing.T) {
			unlocktest.Suite(t, func(t *testing.T) unlocktest.Phone { return sensor(t, failing) })
		}})
	}
	suites = append(suites,
		testing.InternalTest{Name: "UnlockNeedsMoreThanAYes", F: yesAlone},
		testing.InternalTest{Name: "UnlockWhereStrongBoxBreaks", F: broken},
		testing.InternalTest{Name: "UnlockTakesItsPromptAway", F: away})
}

// sensor is Android's, whose keystore fails in that way.
func sensor(t *testing.T, failing string) unlocktest.Phone {
	world(t, "keystore works")
	world(t, "fingers yes")
	u := unlock.New(func() unlock.Words { return unlock.Words{Title: "Unlock\nkAuth", Other: "Use PIN"} })
	return unlocktest.Phone{Port: u, Say: func(t *testing.T, word string) {
		if word == "moment" {
			word = failing
		}
		say(t, word)
	}}
}

func say(t *testing.T, word string) {
	switch word {
	case "new finger":
		world(t, "fingers new")
	case "no finger":
		world(t, "fingers none")
	case "moment", "crashed", "works":
		world(t, "keystore "+word)
	default:
		for end := time.Now().Add(time.Minute); world(t, "prompt") != "yes"; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Error("nobody is asked")
				return
			}
		}
		world(t, "unlock "+word)
	}
}

// away: whoever gives up while the system asks leaves no prompt behind, and neither does an
// activity that is destroyed.
func away(t *testing.T) {
	for _, what := range []string{"the person", "the activity"} {
		p := sensor(t, "moment")
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		done := make(chan error, 1)
		go func() { done <- p.Seal(ctx, "kauth-away", []byte("secret")) }()
		for late := time.Now().Add(time.Minute); world(t, "prompt") != "yes"; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(late) {
				t.Fatal("nobody is asked")
			}
		}
		if what == "the person" {
			stop()
		} else {
			world(t, "recreate")
		}
		select {
		case err := <-done:
			if core.KindOf(err) != core.Cancelled {
				t.Errorf("%s: %v", what, err)
			}
		case <-time.After(time.Minute): // the system itself gives up after two
			t.Fatalf("%s is gone, and still asked", what)
		}
		if world(t, "prompt") != "no" {
			t.Errorf("%s is gone, and the prompt is still there", what)
		}
	}
}

// broken: a chip of its own that can make no key leaves that to the processor.
func broken(t *testing.T) {
	p := sensor(t, "moment")
	world(t, "strongbox breaks")
	t.Cleanup(func() { world(t, "strongbox no") })
	done := make(chan error, 1)
	go func() { done <- p.Seal(context.Background(), "kauth-broken", []byte("secret")) }()
	p.Say(t, "finger")
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := p.Forget(t.Context(), "kauth-broken"); err != nil {
		t.Error(err)
	}
}

// yesAlone: a system that is made to say that somebody was known opens nothing, since its
// chip saw no finger for this cipher.
func yesAlone(t *testing.T) {
	p := sensor(t, "moment")
	const name = "kauth-yes"
	defer func() {
		if !strings.Contains(world(t, "said ! unlock asked: "), "Unlock kAuth | Use PIN") {
			t.Error("it was asked in other words")
		}
	}()
	for _, word := range []string{"finger", "false"} {
		done := make(chan error, 1)
		go func() { done <- p.Seal(context.Background(), name, []byte("secret")) }()
		p.Say(t, word)
		if err := <-done; core.KindOf(err) != map[string]core.Kind{"false": core.UnlockBusy}[word] {
			t.Errorf("%s: %v", word, err)
		}
	}
	if err := p.Forget(t.Context(), name); err != nil {
		t.Error(err)
	}
}
