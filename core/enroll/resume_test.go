package enroll_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/coretest"
)

// whole wants every account to be one that a person can use, or that still waits
// for its digits and can then be used, and never two for one identity.
func (s *scene) whole(t *testing.T) {
	t.Helper()
	for _, a := range s.Accounts(t) {
		if a.State == core.Unconfirmed {
			if _, err := s.Enroll.Confirm(t.Context(), a.ID, s.server.Digits(a.Device.ID)); err != nil {
				t.Fatalf("an account that waits cannot be confirmed: %v", err)
			}
		}
	}
	seen := map[string]bool{}
	for _, a := range s.Accounts(t) {
		if a.State != core.Active || s.server.State(a.Device.ID) != "active" {
			t.Fatalf("half an account: %s here, %q there", a.State, s.server.State(a.Device.ID))
		}
		if a.OTP.Secret.Len() == 0 || a.Device.LinkCode.Len() != 0 || len(a.Device.ServerKeys) == 0 {
			t.Fatalf("parts are missing: %+v", a)
		}
		if seen[a.Device.Account] {
			t.Fatal("the same account twice")
		}
		seen[a.Device.Account] = true
	}
	s.usable(t)
}

// usable answers a request with every account.
func (s *scene) usable(t *testing.T) {
	t.Helper()
	for _, a := range s.Accounts(t) {
		asked := s.server.Ask(a.Device.Account, 0, time.Minute)
		if err := s.Inbox.Refresh(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if o, err := s.Inbox.Answer(t.Context(), asked.ID, core.Approve, "", ""); err != nil || o != core.Approved {
			t.Fatalf("a request is answered with %q, %v", o, err)
		}
	}
}

// survive runs what a person does with the phone killed at the n-th point, starts
// it again, and tells whether there was such a point.
func (s *scene) survive(t *testing.T, n int, act func()) (killed bool) {
	t.Helper()
	func() {
		defer func() {
			if r := recover(); r != nil {
				if _, ok := r.(coretest.Killed); !ok {
					panic(r)
				}
				killed = true
			}
		}()
		s.faults.KillAt(n)
		act()
	}()
	s.faults.KillAt(0)
	s.restart()
	if _, err := s.Enroll.Resume(t.Context()); err != nil {
		t.Fatalf("killed at %d, resuming: %v", n, err)
	}
	return killed
}

// everywhere kills the phone at every point of a flow, one run each.
func everywhere(t *testing.T, prepare func(*scene), act func(*scene), check func(*testing.T, *scene)) {
	for n := 1; ; n++ {
		more := true
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newScene()
				prepare(s)
				more = s.survive(t, n, func() { act(s) })
				s.whole(t)
				check(t, s)
			})
		})
		if !more || t.Failed() {
			if n < 10 {
				t.Errorf("only %d points", n)
			}
			return
		}
	}
}

// linkAll is the whole QR road. Errors are the phone's to live with.
func linkAll(s *scene) {
	a, err := s.Enroll.Begin(context.Background(), s.server.Offer(coretest.Anna))
	if err == nil {
		s.Enroll.Confirm(context.Background(), a.ID, s.server.Digits(a.Device.ID))
	}
}

func TestKillAnywhereWhileLinkingLeavesAWholeAccountOrNone(t *testing.T) {
	everywhere(t, func(*scene) {}, linkAll, func(t *testing.T, s *scene) {
		if n := len(s.Accounts(t)); n > 1 {
			t.Fatalf("%d accounts", n)
		}
	})
}

func TestKillAnywhereWithWrongDigitsLeavesNothingInTheEnd(t *testing.T) {
	for n := 1; ; n++ {
		more := true
		synctest.Test(t, func(t *testing.T) {
			s := newScene()
			more = s.survive(t, n, func() {
				if a, err := s.Enroll.Begin(context.Background(), s.server.Offer(coretest.Anna)); err == nil {
					s.Enroll.Confirm(context.Background(), a.ID, "000000")
				}
			})
			s.whole(t)
			if len(s.server.Devices("unconfirmed")) > 0 && len(s.Accounts(t)) > 0 {
				t.Fatalf("killed at %d: half an account", n)
			}
		})
		if !more {
			return
		}
	}
}

func TestKillAnywhereWhileLoggingInLeavesAWholeAccountOrNone(t *testing.T) {
	everywhere(t, func(*scene) {}, func(s *scene) {
		ctx := context.Background()
		if at, err := s.Enroll.Login(ctx, s.server.Origin, redirect); err == nil {
			s.Enroll.FinishLogin(ctx, at, s.server.Authorize(at.URL, coretest.Anna))
		}
	}, func(*testing.T, *scene) {})
}

func TestKillAnywhereWhileLinkingAgainLeavesExactlyOne(t *testing.T) {
	for _, road := range []struct {
		name string
		act  func(*scene)
	}{
		{"by QR code", linkAll},
		{"by log in", func(s *scene) {
			ctx := context.Background()
			if at, err := s.Enroll.Login(ctx, s.server.Origin, redirect); err == nil {
				s.Enroll.FinishLogin(ctx, at, s.server.Authorize(at.URL, coretest.Anna))
			}
		}},
	} {
		t.Run(road.name, func(t *testing.T) {
			everywhere(t, func(s *scene) {
				linkAll(s)
				a := s.Accounts(t)[0]
				a.Name, a.Order = "Mine", 7
				if err := s.store.PutAccount(a); err != nil {
					t.Fatal(err)
				}
			}, road.act, func(t *testing.T, s *scene) {
				all := s.Accounts(t)
				if len(all) != 1 || all[0].Name != "Mine" || all[0].Order != 7 {
					t.Fatalf("%d accounts, %+v", len(all), all)
				}
			})
		})
	}
}

// TestNeverTwoAndNeverNone looks at the store at every single point of linking again.
func TestNeverTwoAndNeverNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene()
		linkAll(s)
		s.faults.After(func(call string) error {
			active := 0
			for _, a := range s.store.Peek() {
				if a.State == core.Active {
					active++
				}
			}
			if active != 1 {
				t.Errorf("%d active accounts after %s", active, call)
			}
			return nil
		})
		linkAll(s)
	})
}

func TestResumeAsksAgainWithTheSameKey(t *testing.T) {
	s := newScene()
	s.faults.After(coretest.Fail(core.E("test", core.Offline, nil), "Register"))
	a, _ := s.Enroll.Begin(t.Context(), s.server.Offer(coretest.Anna))
	s.faults.After(nil)
	s.restart()
	waiting, err := s.Enroll.Resume(t.Context())
	if err != nil || len(waiting) != 1 || waiting[0].ID != a.ID || waiting[0].State != core.Unconfirmed {
		t.Fatalf("%+v, %v", waiting, err)
	}
	if n := len(s.server.Devices("unconfirmed")); n != 1 {
		t.Fatalf("%d phones at the server", n)
	}
	s.confirm(t, waiting[0])
}

func TestResumeWithoutANetworkKeepsWhatItFound(t *testing.T) {
	s := newScene()
	waits := s.begin(t)
	s.faults.Before(coretest.Fail(core.E("test", core.Offline, nil), "Register"))
	s.Enroll.Begin(t.Context(), s.server.Offer(coretest.Ben))
	s.faults.Before(coretest.Fail(core.E("test", core.Offline, nil), "Register", "Fetch"))
	s.restart()
	list, err := s.Enroll.Resume(t.Context())
	wantKind(t, err, core.Offline)
	if len(list) != 1 || list[0].ID != waits.ID || len(s.Accounts(t)) != 2 {
		t.Fatalf("%+v", list)
	}
}

func TestResumeRemovesLinksThatAreDead(t *testing.T) {
	s := newScene()
	unconfirmed := s.begin(t)
	s.server.Revoke(unconfirmed.Device.ID)
	s.faults.Before(coretest.Fail(core.E("test", core.Offline, nil), "Register"))
	s.Enroll.Begin(t.Context(), s.server.Offer(coretest.Ben))
	s.faults.Before(nil)
	s.server.Now = func() time.Time { return time.Now().Add(time.Hour) }
	s.restart()
	if list, err := s.Enroll.Resume(t.Context()); err != nil || len(list) != 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	s.none(t)
}

func TestLinkOfAServerThatNeverComesBackIsGivenUpAfterADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene()
		s.begin(t)
		s.faults.Before(coretest.Fail(core.E("test", core.Offline, nil), "Fetch", "Register"))
		s.Enroll.Begin(t.Context(), s.server.Offer(coretest.Ben))
		time.Sleep(23 * time.Hour)
		if list, err := s.Enroll.Resume(t.Context()); err == nil || len(list) != 1 || len(s.Accounts(t)) != 2 {
			t.Fatalf("%+v, %v", list, err)
		}
		time.Sleep(2 * time.Hour)
		if list, err := s.Enroll.Resume(t.Context()); err != nil || len(list) != 0 {
			t.Fatalf("%+v, %v", list, err)
		}
		s.none(t)
	})
}

func TestConfirmedLinkIsFoundOutLongAfter(t *testing.T) {
	for name, forget := range map[string]bool{"within ten minutes": false, "after": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newScene()
				a := s.begin(t)
				s.faults.After(coretest.Fail(core.E("test", core.Slow, nil), "Answer")) // every reply is lost
				_, err := s.Enroll.Confirm(t.Context(), a.ID, "482913")
				wantKind(t, err, core.Slow)
				s.faults.After(nil)
				if forget {
					s.server.ForgetEnded(a.Device.ID)
				}
				s.restart()
				if list, err := s.Enroll.Resume(t.Context()); err != nil || len(list) != 0 {
					t.Fatalf("%+v, %v", list, err)
				}
				now, err := s.store.Account(a.ID)
				if err != nil || now.State != core.Active || !now.CodesWaiting {
					t.Fatalf("%+v, %v", now, err)
				}
				if codes, err := s.Enroll.RecoveryCodes(t.Context(), a.ID); err != nil || len(codes) != 10 {
					t.Fatalf("%d codes, %v", len(codes), err)
				}
			})
		})
	}
}

func TestSlowResumeDoesNotSetAConfirmBack(t *testing.T) {
	s := newScene()
	s.faults.After(coretest.Fail(core.E("test", core.Offline, nil), "Register"))
	o := s.server.Offer(coretest.Anna)
	a, _ := s.Enroll.Begin(t.Context(), o)
	arrived, held := make(chan struct{}), make(chan struct{})
	var late sync.Once
	s.faults.After(func(call string) error {
		if call == "Register" { // the one of Resume hears its reply late
			late.Do(func() { close(arrived); <-held })
		}
		return nil
	})
	done := make(chan error)
	go func() { _, err := s.Enroll.Resume(context.Background()); done <- err }()
	<-arrived
	s.faults.After(nil)
	now, err := s.Enroll.Begin(t.Context(), o)
	if err != nil || now.ID != a.ID {
		t.Fatal(err)
	}
	s.confirm(t, now)
	close(held)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if now, _ = s.store.Account(a.ID); now.State != core.Active {
		t.Fatalf("it is %s again", now.State)
	}
}

func TestLaterRequestsAreNotTakenForTheEndOfALink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene()
		a := s.begin(t)
		s.faults.After(coretest.Fail(core.E("test", core.Slow, nil), "Answer"))
		s.Enroll.Confirm(t.Context(), a.ID, "482913")
		s.faults.After(nil)
		s.server.ForgetEnded(a.Device.ID)
		s.server.End(s.server.Ask(coretest.Anna, 0, time.Minute), "expired")
		s.server.RememberEnded(a.Device.ID, "login") // of the link it speaks no more
		s.restart()
		if _, err := s.Enroll.Resume(t.Context()); err != nil {
			t.Fatal(err)
		}
		if now, err := s.store.Account(a.ID); err != nil || now.State != core.Active {
			t.Fatalf("%+v, %v", now, err)
		}
	})
}

func TestRecordThatWasTakenOverGoesWithoutANetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene()
		linkAll(s)
		s.faults.Before(coretest.Fail(core.E("test", core.StorageFull, nil), "DeleteAccount")) // as if killed there
		linkAll(s)
		if n := len(s.store.Peek()); n != 2 {
			t.Fatalf("%d records", n)
		}
		s.faults.Before(coretest.Fail(core.E("test", core.Offline, nil), "Fetch", "Register", "Activity"))
		s.restart()
		if list, err := s.Enroll.Resume(t.Context()); err != nil || len(list) != 0 {
			t.Fatalf("%+v, %v", list, err)
		}
		s.faults.Before(nil)
		if len(s.Accounts(t)) != 1 {
			t.Fatal("two records of one phone")
		}
		s.usable(t)
	})
}
