package challenge_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/coretest"
)

// hearing keeps with which keys a phone asked last.
type hearing struct {
	*coretest.Server
	mu   sync.Mutex
	last core.Device
}

func (h *hearing) Fetch(ctx context.Context, d core.Device, cursor string, wait time.Duration) (api.FetchReply, error) {
	h.mu.Lock()
	h.last = d
	h.mu.Unlock()
	return h.Server.Fetch(ctx, d, cursor, wait)
}

func (h *hearing) withKey() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.last.Key.IsZero()
}

// Whatever listens when the phone is shut holds the key that approves, for as long as
// its stream lasts, unless it begins anew.
func TestPhoneThatIsShutListensAnewWithoutItsKey(t *testing.T) {
	for _, streams := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			s.server.Streams = streams
			h := &hearing{Server: s.server}
			inbox := challenge.New(h, s.store, challenge.Options{})
			ctx, stop := context.WithCancel(t.Context())
			go inbox.Run(ctx)
			synctest.Wait()
			open := s.now(t)
			heard := open.Device.Listening()
			for _, step := range []struct {
				device *core.Device
				then   func()
			}{{&heard, inbox.Shut}, {open.Device, inbox.Reload}} {
				err := s.store.UpdateAccount(open.ID, func(a *core.Account) error { a.Device = step.device; return nil })
				if err != nil {
					t.Fatal(err)
				}
				step.then()
				synctest.Wait()
				if h.withKey() == step.device.Key.IsZero() {
					t.Errorf("streams %t: it listens as it did before", streams)
				}
				s.server.Ask(coretest.Anna, 0, time.Minute)
				synctest.Wait()
				if len(inbox.Pending()) == 0 {
					t.Errorf("streams %t: it hears nothing", streams)
				}
				time.Sleep(2 * time.Minute)
			}
			stop()
			synctest.Wait()
		})
	}
}
