package stub

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core/api"
)

func (b *broadcaster) topics() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.waiting)
}

// topicsOf counts those of logins and links, or whatever begins so: the server's own work
// has topics too, which come a moment after its start.
func (b *broadcaster) topicsOf(starts ...string) (n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for topic := range b.waiting {
		if slices.ContainsFunc(starts, func(s string) bool { return strings.HasPrefix(topic, s) }) {
			n++
		}
	}
	return n
}

func TestUnknownIdsLeaveNoTopics(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	for range 50 {
		b.login("GET", api.NewID("lgn_"), "?wait=25").refused(api.CodeNotFound)
		b.do("GET", api.Path(api.PathLink, api.NewID("lnk_"))+"?wait=25", nil).refused(api.CodeNotFound)
	}
	if n := w.s.wakes.topicsOf("lgn_", "lnk_"); n != 0 {
		t.Fatalf("%d topics are left", n)
	}
}

func TestTopicIsThereAsLongAsSomebodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		life, end := context.WithCancel(t.Context())
		s := &Server{life: life}
		var waiting sync.WaitGroup
		gone, leaves := context.WithCancel(t.Context())
		looks, broken := 0, errors.New("broken")
		for name, h := range map[string]struct {
			ctx  context.Context
			wait time.Duration
			look func() (bool, error)
		}{
			"woken":          {t.Context(), time.Hour, func() (bool, error) { looks++; return looks == 3, nil }},
			"over":           {t.Context(), time.Second, func() (bool, error) { return false, nil }},
			"caller is gone": {gone, time.Hour, func() (bool, error) { return false, nil }},
			"server ends":    {t.Context(), time.Hour, func() (bool, error) { return false, nil }},
			"failed":         {t.Context(), time.Hour, func() (bool, error) { return false, broken }},
			"not held":       {t.Context(), 0, func() (bool, error) { return false, nil }},
		} {
			waiting.Go(func() {
				if err := s.hold(h.ctx, "one topic", h.wait, h.look); (err != nil) != (name == "failed") {
					t.Errorf("%s: %v", name, err)
				}
			})
		}
		wants := func(polls, looked int) {
			t.Helper()
			synctest.Wait()
			s.wakes.mu.Lock()
			defer s.wakes.mu.Unlock()
			if n := len(s.wakes.waiting["one topic"]); n != polls || looks != looked {
				t.Fatalf("%d polls are held, and %d looks", n, looks)
			}
		}
		wants(4, 1)
		time.Sleep(2 * time.Second)
		wants(3, 1)
		leaves()
		wants(2, 1)
		s.wakes.wake("one topic")
		wants(2, 2)
		s.wakes.wake("one topic")
		wants(1, 3)
		end()
		waiting.Wait()
		if n := s.wakes.topics(); n != 0 {
			t.Fatalf("%d topics are left", n)
		}
	})
}
