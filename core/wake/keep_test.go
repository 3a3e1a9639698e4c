package wake_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/wake"
)

var standing = wake.Standing{State: wake.Stands, Service: "Next"}

func TestNothingIsAskedWhileNoAccountIsLinked(t *testing.T) {
	inWorld(t, func(w *world) {
		if err := w.store.PutAccount(core.Account{ID: "codes", State: core.Active}); err != nil {
			t.Fatal(err)
		}
		w.wakeups.Changed()
		time.Sleep(48 * time.Hour)
		if len(w.service.Registered()) != 0 || w.service.Calls != 0 || w.server.confs != 0 || w.server.puts != 0 {
			t.Error("somebody was asked")
		}
	})
}

func TestALinkedAccountIsRegisteredAndItsServerTold(t *testing.T) {
	inWorld(t, func(w *world) {
		w.link("a", "dev_a")
		asked := w.only()
		p, puts := w.server.has("dev_a")
		if asked.Sender != vapid || len(asked.ID) > 100 || len(asked.ID) < 32 || strings.Contains(asked.About, "@") {
			t.Errorf("the service was asked %+v", asked)
		}
		if p.Kind != "webpush" || p.Endpoint != "https://push.example.org/"+asked.ID || len(p.P256DH) != 87 || len(p.Auth) != 22 || puts != 1 {
			t.Errorf("the server was told %+v, %d times", p, puts)
		}
		w.stands("a", standing)
		w.link("b", "dev_b")
		q, _ := w.server.has("dev_b")
		if all := w.service.Registered(); len(all) != 2 || q.Endpoint == p.Endpoint || q.P256DH == p.P256DH || q.Auth == p.Auth {
			t.Errorf("two accounts share something: %v, %v", p, q)
		}
	})
}

func TestEachStartAsksAgainAndTellsTheServerOnlyWhatChanged(t *testing.T) {
	inWorld(t, func(w *world) {
		w.link("a", "dev_a")
		asked, before := w.only(), w.service.Calls
		w.restart()
		if w.only() != asked || w.service.Calls != before+1 {
			t.Error("not asked again by the same name")
		}
		if _, puts := w.server.has("dev_a"); puts != 1 {
			t.Errorf("the server was told %d times", puts)
		}
		w.service.Move(asked.ID, "https://push.example.org/elsewhere")
		synctest.Wait()
		if p, puts := w.server.has("dev_a"); puts != 2 || p.Endpoint != "https://push.example.org/elsewhere" {
			t.Errorf("the server has %+v", p)
		}
		// It may have forgotten it since, and cannot say so.
		time.Sleep(25 * time.Hour)
		synctest.Wait()
		if _, puts := w.server.has("dev_a"); puts != 3 {
			t.Errorf("after a day the server was told %d times", puts)
		}
	})
}

func TestARegistrationThatIsDroppedIsTakenBackAtTheServer(t *testing.T) {
	inWorld(t, func(w *world) {
		w.link("a", "dev_a")
		asked := w.only()
		w.service.Drop(asked.ID)
		synctest.Wait()
		if p, puts := w.server.has("dev_a"); p.Kind != "" || puts != 2 {
			t.Errorf("the server still has %+v", p)
		}
		w.stands("a", wake.Standing{State: wake.Gone, Service: "Next"})
		w.wakeups.Changed()
		synctest.Wait()
		if len(w.service.Registered()) != 0 {
			t.Error("it is forced upon a service that has just dropped it")
		}
		w.restart()
		if w.only().ID == asked.ID {
			t.Error("a name that was dropped is used again")
		}
		w.stands("a", standing)
	})
}

func TestARefusalIsKeptWithItsReason(t *testing.T) {
	for _, why := range []core.WakeWhy{core.WakeNoNetwork, core.WakeUnauthorized, core.WakeNeedsAction, core.WakeNeedsKey, core.WakeBroken} {
		inWorld(t, func(w *world) {
			w.service.Refuse(why)
			w.link("a", "dev_a")
			w.stands("a", wake.Standing{State: wake.Failed, Why: why, Service: "Next"})
			if _, puts := w.server.has("dev_a"); puts != 0 {
				t.Error("the server was told of nothing")
			}
			w.service.Refuse("")
			time.Sleep(2 * time.Minute)
			synctest.Wait()
			if again := len(w.service.Registered()) == 1; again != why.Passing() {
				t.Errorf("%s: asked again by itself: %v", why, again)
			}
			w.wakeups.Again()
			w.stands("a", standing)
		})
	}
}

func TestAServiceThatComesLaterIsUsed(t *testing.T) {
	inWorld(t, func(w *world) {
		w.service.Come()
		w.link("a", "dev_a")
		w.stands("a", wake.Standing{State: wake.None})
		w.service.Come("Late")
		w.stands("a", wake.Standing{State: wake.Stands, Service: "Late"})
		w.service.Come()
		w.stands("a", wake.Standing{State: wake.Failed, Why: core.WakeSilent, Service: "Late"})
		if p, _ := w.server.has("dev_a"); p.Kind == "" {
			t.Error("a service that is away for a while costs the registration")
		}
	})
}

func TestTheChosenServiceIsUsedAndOffMeansNone(t *testing.T) {
	inWorld(t, func(w *world) {
		w.link("a", "dev_a")
		first := w.only()
		w.choose("Other")
		if w.only().ID == first.ID {
			t.Error("two services share a name")
		}
		w.stands("a", wake.Standing{State: wake.Stands, Service: "Other"})
		w.choose(wake.Off)
		if p, _ := w.server.has("dev_a"); p.Kind != "" || len(w.service.Registered()) != 0 {
			t.Errorf("still registered: %+v", p)
		}
		w.stands("a", wake.Standing{State: wake.Unused})
		w.restart()
		if len(w.service.Registered()) != 0 {
			t.Error("registered again")
		}
		w.choose("Missing")
		if len(w.service.Registered()) != 0 {
			t.Error("registered with one that was not chosen")
		}
		w.choose("")
		w.stands("a", standing)
	})
}

func TestAnAccountThatGoesTakesItsRegistrationAlong(t *testing.T) {
	inWorld(t, func(w *world) {
		w.link("a", "dev_a")
		w.link("b", "dev_b")
		if err := w.store.DeleteAccount("a"); err != nil {
			t.Fatal(err)
		}
		w.shut = true // a locked phone knows fewer accounts
		w.choose("")
		if len(w.service.Registered()) != 2 {
			t.Error("given up while the phone is locked")
		}
		w.shut = false
		w.choose("")
		if ids, err := w.store.List(wake.Bucket); len(w.service.Registered()) != 1 || len(ids) != 1 || err != nil {
			t.Errorf("kept: %v, %v", ids, err)
		}
	})
}

func TestAnAccountLinkedAnewHasARegistrationOfItsOwn(t *testing.T) {
	inWorld(t, func(w *world) {
		w.link("a", "dev_a")
		first := w.only()
		p, _ := w.server.has("dev_a")
		w.link("a", "dev_b")
		if q, _ := w.server.has("dev_b"); w.only().ID == first.ID || q.P256DH == p.P256DH || q.Kind == "" {
			t.Error("the new device has the old one's registration")
		}
	})
}

func TestAServerThatCannotBeToldIsToldLater(t *testing.T) {
	inWorld(t, func(w *world) {
		w.link("a", "dev_a")
		w.server.fail(core.E("test", core.Offline, nil))
		w.service.Move(w.only().ID, "https://push.example.org/elsewhere")
		w.stands("a", wake.Standing{State: wake.Failed, Why: core.WakeUntold, Service: "Next"})
		w.restart()
		w.server.fail(nil)
		time.Sleep(time.Hour)
		synctest.Wait()
		if p, _ := w.server.has("dev_a"); p.Endpoint != "https://push.example.org/elsewhere" {
			t.Errorf("the server has %+v", p)
		}
		w.stands("a", standing)
	})
}

func TestAServersOtherKeyMeansAnotherRegistration(t *testing.T) {
	inWorld(t, func(w *world) {
		w.server.vapid = "not a key"
		w.link("a", "dev_a")
		first := w.only()
		if first.Sender != "" {
			t.Errorf("registered for %q", first.Sender)
		}
		w.server.vapid = vapid
		w.restart()
		if now := w.only(); now.Sender != vapid || now.ID == first.ID {
			t.Errorf("registered as %+v", now)
		}
		w.stands("a", standing)
	})
}

func TestAProcessForOneMessageAsksNoService(t *testing.T) {
	inWorld(t, func(w *world) {
		w.link("a", "dev_a")
		asked := w.only()
		w.restart()
		w.wakeups.Doze(true)
		synctest.Wait()
		calls, confs := w.service.Calls, w.server.confs
		w.wakeups.Again()
		w.service.Drop(asked.ID)
		synctest.Wait()
		if p, _ := w.server.has("dev_a"); p.Kind != "" {
			t.Error("the server is not told that it is over")
		}
		if w.service.Calls != calls || w.server.confs != confs {
			t.Error("somebody was asked")
		}
		w.wakeups.Doze(false)
		w.stands("a", standing)
	})
}
