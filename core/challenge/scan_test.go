package challenge_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/coretest"
	"kauth/core/history"
	"kauth/core/link"
)

// page is what the waiting page shows of a request, for this phone.
func (s *scene) page(c *coretest.Challenge) string {
	return link.RequestURL(c.Signed(s.account.Device.ID))
}

// cut starts the phone anew, and takes the network from it.
func (s *scene) cut(o challenge.Options) {
	o.History = history.New(s.store, nil)
	s.Inbox = challenge.New(s.server, s.store, o)
	s.server.Before(coretest.Fail(core.E("test", core.Offline, nil)))
	s.Inbox.Observe(func(e challenge.Event) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.events = append(s.events, e)
	})
}

func (s *scene) scan(t *testing.T, text string) core.Challenge {
	t.Helper()
	c, err := s.Inbox.Scanned(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (s *scene) refused(t *testing.T, text string, want core.Kind) {
	t.Helper()
	before := len(s.Inbox.Pending())
	c, err := s.Inbox.Scanned(text)
	if core.KindOf(err) != want || len(s.Inbox.Pending()) != before {
		t.Errorf("%v instead of %q; %d wait", err, want, len(s.Inbox.Pending()))
	}
	if c != (core.Challenge{}) {
		t.Errorf("a refused request says %+v", c)
	}
}

func TestAScannedRequestIsShownLikeOneThatWasFetched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		asked := s.server.Ask(coretest.Anna, 2, 2*time.Minute)
		fetched := s.one(t)
		s.cut(challenge.Options{})
		time.Sleep(20 * time.Second)
		got := s.scan(t, s.page(asked))
		if !got.Scanned || s.Inbox.Remaining(got) != 100*time.Second {
			t.Fatalf("%+v, %s left", got, s.Inbox.Remaining(got))
		}
		got.Scanned = false
		if got != fetched {
			t.Errorf("%+v\ninstead of\n%+v", got, fetched)
		}
		if list := s.Inbox.Pending(); len(list) != 1 || list[0].ID != asked.ID {
			t.Error(list)
		}
	})
}

func TestAnAlteredRequestIsNotShown(t *testing.T) {
	s := newScene(t)
	asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
	jws := asked.Signed(s.account.Device.ID)
	s.cut(challenge.Options{})
	// Each bit of payload and signature that still leaves base64url is one forgery.
	parts := strings.Split(jws, ".")
	for part := range parts {
		for at := 0; at < len(parts[part])-1; at += 7 {
			altered := append([]string(nil), parts...)
			b := []byte(altered[part])
			b[at] = map[bool]byte{true: 'B', false: 'A'}[b[at] == 'A']
			altered[part] = string(b)
			text := link.RequestURL(strings.Join(altered, "."))
			if _, err := s.Inbox.Scanned(text); err == nil {
				t.Fatalf("part %d, character %d: shown", part, at)
			}
		}
	}
	claims := s.server.Claims(asked, s.account.Device.ID)
	other, err := core.NewDeviceKey()
	if err != nil {
		t.Fatal(err)
	}
	forged, err := api.Sign(api.TypeChallenge, other, claims)
	if err != nil {
		t.Fatal(err)
	}
	s.refused(t, link.RequestURL(forged), core.Forged)
	s.refused(t, link.RequestURL(s.server.Sign(api.TypeStatement, claims)), core.Forged)
	claims.Mode = "none"
	s.refused(t, link.RequestURL(s.server.Sign(api.TypeChallenge, claims)), core.Forged)
	if n := len(s.Inbox.Pending()); n != 0 {
		t.Errorf("%d requests are shown", n)
	}
}

func TestAForeignRequestIsNotShown(t *testing.T) {
	s := newScene(t)
	ben := coretest.NewPhone(s.server, coretest.NewStore(&coretest.Faults{})).Link(t, s.server, coretest.Ben)
	asked := s.server.Ask(coretest.Ben, 0, 2*time.Minute)
	s.cut(challenge.Options{})
	s.refused(t, link.RequestURL(asked.Signed(ben.Device.ID)), core.OtherPhone)
	s.refused(t, s.server.Offer(coretest.Anna).URL(), core.NotOurs)
	s.refused(t, "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP", core.NotOurs)
	s.refused(t, "https://example.ch", core.NotOurs)
	s.refused(t, "KAUTH://REQUEST/1/AAAA", core.Malformed)
	s.refused(t, "KAUTH://REQUEST/2/AAAA", core.TooNew)
}

func TestARequestOfAnotherKindIsNotScanned(t *testing.T) {
	s := newScene(t)
	asked := s.server.Ask(coretest.Anna, 6, 2*time.Minute)
	claims := s.server.Claims(asked, s.account.Device.ID)
	claims.Kind = "link"
	s.cut(challenge.Options{})
	s.refused(t, link.RequestURL(s.server.Sign(api.TypeChallenge, claims)), core.Unsupported)
}

func TestAnOldRequestIsNotShownWhateverThePhonesClockSays(t *testing.T) {
	for name, off := range map[string]time.Duration{"right": 0, "a day ahead": 24 * time.Hour, "an hour behind": -time.Hour} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newScene(t)
				known := true
				o := challenge.Options{
					Now:  func() time.Time { return time.Now().Add(off) },
					Time: func(string) (time.Time, bool) { return time.Now(), known },
				}
				asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
				s.cut(o)
				time.Sleep(119 * time.Second)
				if c := s.scan(t, s.page(asked)); s.Inbox.Remaining(c) != time.Second {
					t.Errorf("%s left", s.Inbox.Remaining(c))
				}
				s.cut(o)
				time.Sleep(time.Second)
				s.refused(t, s.page(asked), core.Expired)
			})
		})
	}
}

func TestAClockThatNobodyVouchesForIsGivenTenMinutes(t *testing.T) {
	for name, x := range map[string]struct {
		off   time.Duration
		left  time.Duration
		taken bool
	}{
		"right":                     {0, 90 * time.Second, true},
		"a little behind":           {-20 * time.Second, 110 * time.Second, true},
		"behind":                    {-9 * time.Minute, 2 * time.Minute, true},
		"ahead":                     {11 * time.Minute, 2 * time.Minute, true},
		"far behind":                {-11 * time.Minute, 0, false},
		"far ahead":                 {12 * time.Minute, 0, false},
		"as after an empty battery": {-56 * 365 * 24 * time.Hour, 0, false},
		"a year ahead":              {365 * 24 * time.Hour, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newScene(t)
				asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
				now := func() time.Time { return time.Now().Add(x.off) }
				s.cut(challenge.Options{Now: now, Time: func(string) (time.Time, bool) { return now(), false }})
				time.Sleep(30 * time.Second)
				if !x.taken {
					s.refused(t, s.page(asked), core.Stale)
					return
				}
				if c := s.scan(t, s.page(asked)); s.Inbox.Remaining(c) != x.left {
					t.Errorf("%s left instead of %s", s.Inbox.Remaining(c), x.left)
				}
			})
		})
	}
}

func TestWhatTheServerSaidOfTheTimeEndsTheDoubt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.Inbox = challenge.New(s.server, s.store, challenge.Options{Time: func(string) (time.Time, bool) { return time.Now(), false }})
		s.refresh(t)
		s.server.End(asked, "expired")
		s.refresh(t)
		other := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		time.Sleep(3 * time.Minute)
		s.refused(t, s.page(other), core.Expired)
	})
}
