package challenge_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/coretest"
)

// mute is a server that does not get answers: for a while it says so, then it hangs.
type mute struct {
	*coretest.Server
	hangs atomic.Bool
	asked atomic.Int64 // while it hangs
}

func (d *mute) Answer(ctx context.Context, _ core.Device, _, _ string) (api.AnswerReply, error) {
	if d.hangs.Load() {
		d.asked.Add(1)
		<-ctx.Done()
	}
	return api.AnswerReply{}, core.E("test", core.Offline, nil)
}

func TestNextRequestsAreShownWhileANoIsSaidAgain(t *testing.T) {
	for _, streams := range []bool{true, false} {
		t.Run(fmt.Sprint("streams ", streams), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newScene(t)
				s.server.Streams = streams
				d := &mute{Server: s.server}
				s.Phone = coretest.NewPhone(d, s.store)
				ctx, stop := context.WithCancel(t.Context())
				defer synctest.Wait()
				defer stop()
				go s.Inbox.Run(ctx)
				first := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
				time.Sleep(time.Second)
				if _, err := s.Inbox.Answer(t.Context(), first.ID, core.Deny, "", ""); core.KindOf(err) != core.Offline {
					t.Fatal(err)
				}
				d.hangs.Store(true)
				for n := 2; n < 5; n++ {
					s.server.Ask(coretest.Anna, 0, 2*time.Minute)
					time.Sleep(3 * time.Second)
					if got := len(s.Inbox.Pending()); got != n {
						t.Fatalf("%d of %d requests are shown", got, n)
					}
				}
				if d.asked.Load() != 1 {
					t.Errorf("the NO was said again %d times at once", d.asked.Load())
				}
			})
		})
	}
}
