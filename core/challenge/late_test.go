package challenge_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/coretest"
)

// late answers its first fetch a minute after it was begun, with what was so then:
// nothing waits.
type late struct {
	*coretest.Server
	begun bool
}

func (l *late) Fetch(ctx context.Context, d core.Device, cursor string, wait time.Duration) (api.FetchReply, error) {
	if l.begun {
		return l.Server.Fetch(ctx, d, cursor, wait)
	}
	l.begun = true
	then := time.Now()
	time.Sleep(time.Minute)
	return api.FetchReply{ServerTime: then.Unix(), Cursor: "old"}, nil
}

func TestOldReplyTakesNoNewerRequestAway(t *testing.T) {
	for name, relink := range map[string]bool{"of this phone": false, "of the phone before it was linked again": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newScene(t)
				inbox := challenge.New(&late{Server: s.server}, s.store, challenge.Options{})
				old := make(chan error)
				go func() { old <- inbox.Refresh(t.Context(), 0) }()
				synctest.Wait()
				if relink {
					s.Link(t, s.server, coretest.Anna)
				}
				asked := s.server.Ask(coretest.Anna, 0, 5*time.Minute)
				if err := inbox.Refresh(t.Context(), 0); err != nil || len(inbox.Pending()) != 1 {
					t.Fatalf("%d requests, %v", len(inbox.Pending()), err)
				}
				<-old
				list := inbox.Pending()
				if len(list) != 1 || list[0].ID != asked.ID {
					t.Fatalf("%d requests", len(list))
				}
				if left := inbox.Remaining(list[0]); left != 4*time.Minute {
					t.Fatalf("an old reply set the server's clock: %v left", left)
				}
				if o, err := inbox.Answer(t.Context(), asked.ID, core.Approve, "", ""); err != nil || o != core.Approved {
					t.Fatalf("%s, %v", o, err)
				}
			})
		})
	}
}
