package wake_test

import (
	"bytes"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/wake"
)

func TestAMessageHasItsAccountLookedAtOnce(t *testing.T) {
	inWorld(t, func(w *world) {
		w.link("a", "dev_a")
		asked := w.only()
		w.link("b", "dev_b")
		p, _ := w.server.has("dev_a")
		m := w.message(p, "dev_a")
		w.service.Send(asked.ID, m)
		if got := w.looked(); len(got) != 1 || got[0] != "a" {
			t.Fatalf("looked at %v", got)
		}
		for range 20 { // said again, now and later
			w.service.Send(asked.ID, m)
			time.Sleep(5 * time.Second)
		}
		if got := w.looked(); len(got) != 1 {
			t.Errorf("a message that came again had it looked at %d times", len(got))
		}
	})
}

func TestManyMessagesAreOneLookInTwoSeconds(t *testing.T) {
	inWorld(t, func(w *world) {
		w.link("a", "dev_a")
		asked := w.only()
		p, _ := w.server.has("dev_a")
		begun := time.Now()
		for range 100 {
			w.service.Send(asked.ID, w.message(p, "dev_a"))
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(10 * time.Second)
		// One at once, one in each two seconds, and the last one is not lost.
		if got := len(w.looked()); got < 5 || got > 6 {
			t.Errorf("%d looks in %v", got, time.Since(begun))
		}
	})
}

func TestWhatIsNoMessageOfTheAccountsServerLeadsToNothing(t *testing.T) {
	inWorld(t, func(w *world) {
		w.link("a", "dev_a")
		asked := w.only()
		p, _ := w.server.has("dev_a")
		w.link("b", "dev_b")
		q, _ := w.server.has("dev_b")
		good := w.message(p, "dev_a")
		flipped := bytes.Clone(good)
		flipped[len(flipped)-1] ^= 1
		for name, m := range map[string][]byte{
			"garbled":                 bytes.Repeat([]byte{0xa5}, 200),
			"plain":                   []byte(`{"v":1,"k":"wake"}`),
			"changed":                 flipped,
			"cut":                     good[:len(good)-1],
			"the largest":             make([]byte, 4096),
			"for another account":     w.message(q, "dev_b"),
			"with another's hint":     w.message(p, "dev_b"),
			"no JSON":                 w.sealed(p, "wake"),
			"something else":          w.sealed(p, `{"v":1,"k":"approve","h":"x"}`),
			"no hint":                 w.sealed(p, `{"v":1,"k":"wake"}`),
			"to a name nobody gave":   nil,
			"an empty one, correctly": w.sealed(p, ""),
		} {
			w.service.Send(asked.ID, m)
			w.service.Send("0123456789", good)
			if got := w.looked(); len(got) != 0 {
				t.Fatalf("%s: looked at %v", name, got)
			}
		}
		// What another program says of registrations that are not ours changes none.
		w.service.Move("0123456789", "https://push.example.org/theirs")
		w.service.Drop("0123456789")
		synctest.Wait()
		w.stands("a", standing)
		w.service.Send(asked.ID, good)
		if got := w.looked(); len(got) != 1 {
			t.Errorf("the real one led to %v", got)
		}
	})
}

func TestAMessageIsHeardWhateverTheStoreSays(t *testing.T) {
	inWorld(t, func(w *world) {
		w.link("a", "dev_a")
		asked := w.only()
		p, _ := w.server.has("dev_a")
		if err := w.store.Put(wake.Bucket, "broken", []byte("{")); err != nil {
			t.Fatal(err)
		}
		w.restart()
		w.service.Send(asked.ID, w.message(p, "dev_a"))
		if got := w.looked(); len(got) != 1 {
			t.Errorf("looked at %v", got)
		}
	})
}

func TestRegistrationsNeverPrintTheirKeys(t *testing.T) {
	inWorld(t, func(w *world) {
		w.link("a", "dev_a")
		p, _ := w.server.has("dev_a")
		for _, f := range []string{"%v", "%+v", "%#v"} {
			if s := fmt.Sprintf(f, w.wakeups.Standing("a")); bytes.Contains([]byte(s), []byte(p.Auth)) {
				t.Error(s)
			}
		}
		if err := (&core.WakeRefused{Why: core.WakeBroken}); err.Error() == "" {
			t.Error("a refusal says nothing")
		}
	})
}
