package unlock

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
)

// slow is a phone whose prompt comes up only when the chip has made a key, and stays until
// it is taken away.
type slow struct {
	mu    sync.Mutex
	open  chan struct{} // nil: there is no prompt
	shown int
}

func (s *slow) ask() ([]byte, error) {
	time.Sleep(3 * time.Second)
	open := make(chan struct{})
	s.mu.Lock()
	s.open = open
	s.shown++
	s.mu.Unlock()
	<-open
	return nil, core.E("slow", core.Cancelled, nil)
}

func (s *slow) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open != nil {
		close(s.open)
		s.open = nil
	}
}

func TestPromptThatComesAfterItsPersonGaveUpGoesAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, one := &slow{}, make(turn, 1)
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		start := time.Now()
		_, err := one.ask(ctx, s.ask, s.stop)
		if core.KindOf(err) != core.Cancelled || s.shown != 1 || time.Since(start) > 3*time.Second+again {
			t.Errorf("%v, after %v", err, time.Since(start))
		}
	})
}

func TestWhoGivesUpTakesNobodyElsesPromptAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		one := make(turn, 1)
		first, stop := context.WithCancel(t.Context())
		a := make(chan struct{})
		go func() {
			_, _ = one.ask(first, func() ([]byte, error) { <-a; return nil, nil }, func() { close(a) })
		}()
		synctest.Wait()
		asked := false
		b := make(chan error, 1)
		go func() {
			_, err := one.ask(t.Context(), func() ([]byte, error) { asked = true; return nil, nil }, func() { t.Error("it was taken away") })
			b <- err
		}()
		synctest.Wait()
		if asked {
			t.Error("two are asked at once")
		}
		stop()
		if err := <-b; err != nil || !asked {
			t.Error(err)
		}
		third, stop := context.WithCancel(t.Context())
		stop()
		_, err := one.ask(third, func() ([]byte, error) { t.Error("asked"); return nil, nil }, func() {})
		if core.KindOf(err) != core.Cancelled {
			t.Error(err)
		}
	})
}
