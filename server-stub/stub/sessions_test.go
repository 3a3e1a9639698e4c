package stub

import (
	"testing"
	"time"

	"kauth/core/api"
)

func (b *browser) sessions() (list []api.Session) {
	b.w.t.Helper()
	var reply api.SessionsReply
	b.do("GET", api.PathSessions, nil).want(200).into(&reply)
	return reply.Sessions
}

func TestSessionsSayWhereAndWhen(t *testing.T) {
	w := newWorld(t, Options{})
	first := w.browser().signIn()
	w.s.SetPlace(Place{IP: "203.0.113.24", Place: "Riga, Latvia", Agent: "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
	w.pass(time.Hour)
	second := w.browser().signIn()
	list := first.sessions()
	if len(list) != 2 || !list[0].Current || list[1].Current {
		t.Fatalf("%+v", list)
	}
	other := list[1]
	if other.Place != "Riga, Latvia" || other.IP != "203.0.113.24" || other.Agent != "Firefox on Windows" || other.Device != "computer" || other.With != "password" {
		t.Fatalf("%+v", other)
	}
	if now := w.s.Now().Unix(); now-list[0].Seen > 1 || now-list[0].Since < 3600 {
		t.Fatalf("its last use, or when it began: %+v", list[0])
	}
	first.do("DELETE", api.Path(api.PathSession, other.ID), nil).want(204)
	second.do("GET", api.PathSessions, nil).refused(api.CodeNoSession)
	if len(first.sessions()) != 1 {
		t.Fatal("it is still listed")
	}
	first.do("DELETE", api.Path(api.PathSession, other.ID), nil).refused(api.CodeNotFound)
}

func TestForeignSessionCannotBeEnded(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.AddPerson("eve@example.ch", "wicked horse", "external"))
	anna, eve := w.browser().signIn(), w.browser()
	var l api.LoginReply
	eve.do("POST", api.PathLogins, api.LoginRequest{User: "eve@example.ch", Password: "wicked horse"}).want(201).into(&l)
	eve.redeem(l.ID).want(204)
	eve.do("DELETE", api.Path(api.PathSession, anna.sessions()[0].ID), nil).refused(api.CodeNotFound)
	eve.do("DELETE", api.PathSessions, nil).want(204)
	anna.sessions()
}

func TestSignOutEverywhereEndsSessionsAndSignIns(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	thief, waits := w.browser(), w.browser()
	approved, ask := thief.ask()
	p.approve(p.only(), number(ask)).want(200)
	waiting, ask := waits.ask()
	late := p.only()
	b.do("DELETE", api.PathSessions, nil).want(204)
	b.do("GET", api.PathMethods, nil).refused(api.CodeNoSession)
	if got := thief.redeem(approved).refused(api.CodeNotApproved); got.State != "cancelled" {
		t.Fatalf("%+v", got)
	}
	p.approve(late, number(ask)).refused(api.CodeAlreadyAnswered)
	waits.login("POST", waiting, "/kauth").refused(api.CodeAlreadyAnswered)
	w.wantMail("You were signed out everywhere")
	w.pass(11 * time.Minute)
	id, ask := b.ask()
	p.approve(p.only(), number(ask)).want(200)
	b.redeem(id).want(204)
}

func TestNewPasswordStopsSignInsBegunWithTheOld(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	thief := w.browser()
	id, _ := thief.ask()
	b.newPassword(annaPass, "another horse")
	if len(p.fetch().Challenges) != 0 {
		t.Fatal("the request still waits on the phone")
	}
	thief.code(id, "totp", "000000").refused(api.CodeAlreadyAnswered)
	thief.redeem(id).refused(api.CodeNotApproved)
	b.sessions()
}

func TestSessionEndsByItself(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	w.pass(12 * time.Hour)
	b.do("GET", api.PathSessions, nil).refused(api.CodeNoSession)
	w.ok(w.s.view(func(t *tx) error {
		if k, _ := t.Bucket([]byte(inSessionsOf)).Cursor().First(); k != nil {
			w.t.Fatalf("%q stays behind", k)
		}
		return nil
	}))
}
