package stub

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// moving shows an offer to take that phone's place, and has a new phone register.
func (w *world) moving(b *browser, old *phone, name string) (offer api.LinkReply, next *phone) {
	w.t.Helper()
	b.do("POST", api.PathLinks, api.LinkRequest{Move: old.reg.Device}).want(201).into(&offer)
	next = w.phone(name)
	next.register(offer.Link).want(201)
	return offer, next
}

// move is how far the phone's move is.
func (p *phone) move() (reply api.MoveReply) {
	p.w.t.Helper()
	p.call("GET", api.PathMove+"?wait=0").want(200).into(&reply)
	return reply
}

// readerOf reads pages in that browser.
func (w *world) readerOf(b *browser) *reader {
	r := w.reader()
	r.client.Jar = b.client.Jar
	return r
}

// recovery are the backup codes that wait for the phone.
func (p *phone) recovery() []string {
	p.w.t.Helper()
	var reply api.RecoveryReply
	p.call("GET", api.PathRecovery).want(200).into(&reply)
	return reply.Codes
}

// mailed tells that there was such a mail.
func (w *world) mailed(what string, args ...any) {
	w.t.Helper()
	list, err := w.s.outbox()
	w.ok(err)
	want := pages.Text("en", "mail."+what+".text", args...)
	if !slices.ContainsFunc(list, func(m mail) bool { return m.Text == want && m.To == annaUser }) {
		w.t.Errorf("no mail says %q", want)
	}
}

// code is the phone's one-time code of now.
func (p *phone) code() string {
	p.w.t.Helper()
	secret, err := base32NoPad.DecodeString(p.reg.TOTP.Secret)
	p.w.ok(err)
	return string(codeSecret{secret}.at(p.w.s.now().Unix() / codePeriod))
}

// farewell is what a removed phone hears.
func (p *phone) farewell() api.Statement {
	p.w.t.Helper()
	reply := p.fetch()
	if len(reply.Statements) != 1 {
		p.w.t.Fatalf("%d statements", len(reply.Statements))
	}
	server, err := p.reg.Keys[0].Key()
	p.w.ok(err)
	s, err := api.OpenStatement(reply.Statements[0], api.StmtRevoked, api.OneKey(server), p.w.http.URL, p.reg.Device, api.Thumbprint(&p.key.PublicKey))
	p.w.ok(err)
	return s
}

// answers tells whether a sign-in can be approved on the phone, and with its code.
func (b *browser) answers(p *phone) {
	b.w.t.Helper()
	b.w.s.SetMode(modeConfirm)
	id, _ := b.ask()
	p.approve(p.only(), "").want(200)
	if b.state(id) != stateApproved {
		b.w.t.Fatal("its YES lets nobody in")
	}
	b.redeem(id).want(204)
	b.code(b.begin().ID, "totp", p.code()).want(200)
}

// events are what the account's activity says, newest first.
func (b *browser) events() (list []string) {
	b.w.t.Helper()
	var reply api.ActivityReply
	b.do("GET", api.PathOwnActivity, nil).want(200).into(&reply)
	for _, e := range reply.Events {
		list = append(list, e.What+" "+e.With)
	}
	return list
}

// phones are the names and states of all of the account's, oldest first.
func (b *browser) phones() (list []string) {
	b.w.t.Helper()
	var reply api.MethodsReply
	b.do("GET", api.PathMethods, nil).want(200).into(&reply)
	if !reply.TwoFactor {
		b.w.t.Error("two-factor is off")
	}
	for _, m := range reply.Methods {
		if m.Kind == kindKauth {
			list = append(list, m.Name)
		}
	}
	return list
}

func TestMovedPhoneHandsOverAtOnce(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.linked()
	spare := old.recovery()
	old.call("POST", api.PathRecovery).want(204)
	b.do("PUT", api.Path(api.PathMethod, old.reg.Device)+"/default", nil).want(204)
	offer, next := w.moving(b, old, "Pixel 10")
	asked := old.open(old.only())
	if asked.Kind != kindMove || asked.Mode != modeMatch || asked.Digits != 6 || asked.Context.To != "Pixel 10" {
		t.Fatalf("the old phone is asked %+v", asked)
	}
	if link := b.linkState(offer.ID); link.State != offerRegistered || link.Digits != "" || link.From != old.name {
		t.Errorf("the page is told %+v", link)
	}
	told := next.move()
	if told.State != statePending || len(told.Digits) != 6 || told.From != old.name || told.ExpiresIn != 600 {
		t.Fatalf("the new phone is told %+v", told)
	}
	if again := next.reg.Move; next.reg.State != deviceUnconfirmed || again == nil || again.Digits != told.Digits {
		t.Errorf("with its registration it was told %+v", again)
	}
	b.code(b.begin().ID, "totp", next.code()).refused(api.CodeMismatch)
	oldCode := old.code()

	old.approve(old.only(), told.Digits).want(200)
	if told = next.move(); told.State != stateApproved || told.Recovery || told.Digits != "" {
		t.Errorf("the new phone is told %+v", told)
	}
	if s := old.farewell(); s.Why != api.WhyMoved || s.To != "Pixel 10" {
		t.Errorf("the old phone is told %+v", s)
	}
	if got := b.phones(); !slices.Equal(got, []string{"Pixel 10"}) {
		t.Errorf("the account has %v", got)
	}
	if link := b.linkState(offer.ID); link.State != offerActive || link.From != old.name {
		t.Errorf("the page is told %+v", link)
	}
	w.pass(time.Minute)
	b.code(b.begin().ID, "totp", oldCode).refused(api.CodeMismatch)
	b.code(b.begin().ID, "recovery", spare[0]).want(200)
	w.pass(time.Minute)
	b.answers(next)
	if got := b.events(); !slices.Contains(got, "moved Pixel 10") || slices.Contains(got, "removed "+old.name) {
		t.Errorf("the account's activity says %v", got)
	}
	w.mailed("phone_moved", old.name, "Pixel 10", annaUser)
}

func TestMoveByALogInOnTheNewPhone(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.linked()
	r := w.readerOf(b)
	var back *url.URL
	r.client.CheckRedirect = func(req *http.Request, _ []*http.Request) error {
		back = req.URL
		return http.ErrUseLastResponse
	}
	r.get("/authorize?"+authorizeQuery(nil).Encode()).wants("/authorize", "To take the place of "+old.name, "As a second phone")
	r.send("/authorize", "decision", "authorize", "move", old.reg.Device)
	var token api.TokenReply
	w.exchange(back.Query().Get("code"), nil).want(200).into(&token)
	next := w.phone("Pixel 10")
	next.registerCode(token.AccessToken).want(201)
	if next.reg.State != deviceUnconfirmed || next.reg.Move == nil {
		t.Fatalf("%+v", next.reg)
	}
	next.checkStatement(token.KeyID)
	w.restart()
	first := next.reg.Move.Digits
	if next.registerCode(token.AccessToken).want(201); next.reg.Move.Digits != first {
		t.Error("asked again it has other digits")
	}
	old.approve(old.only(), first).want(200)
	if next.move().State != stateApproved || !slices.Equal(b.phones(), []string{"Pixel 10"}) {
		t.Error("the account has not moved")
	}
}

// TestWhateverElseEndsAMoveLeavesTheOldPhone: only the right digits on the old phone
// take it away.
func TestWhateverElseEndsAMoveLeavesTheOldPhone(t *testing.T) {
	for name, c := range map[string]struct {
		end   func(w *world, b *browser, offer string, old, next *phone)
		state string
	}{
		"NO": {func(_ *world, _ *browser, _ string, old, _ *phone) { old.deny(old.only()).want(200) }, stateDenied},
		"wrong digits": {func(_ *world, _ *browser, _ string, old, next *phone) {
			wrong := "000000"
			if next.move().Digits == wrong {
				wrong = "000001"
			}
			old.approve(old.only(), wrong).refused(api.CodeMismatch)
		}, stateMismatch},
		"ten minutes": {func(w *world, _ *browser, _ string, _, _ *phone) { w.pass(10 * time.Minute) }, stateExpired},
		"the page": {func(_ *world, b *browser, offer string, _, _ *phone) {
			b.do("DELETE", api.Path(api.PathLink, offer), nil).want(204)
		}, stateCancelled},
		"the new phone":           {func(_ *world, _ *browser, _ string, _, next *phone) { next.call("DELETE", api.PathMove).want(204) }, stateCancelled},
		"the new phone's leaving": {func(_ *world, _ *browser, _ string, _, next *phone) { next.call("DELETE", api.PathSelf).want(204) }, stateCancelled},
		"another move":            {func(w *world, b *browser, _ string, old, _ *phone) { w.moving(b, old, "Pixel 11") }, stateSuperseded},
		"signing out everywhere": {func(_ *world, b *browser, _ string, _, _ *phone) {
			b.do("DELETE", api.PathSessions, nil).want(204)
		}, stateCancelled},
		"an organization that blocks": {func(w *world, _ *browser, _ string, _, _ *phone) {
			w.ok(w.s.Block(annaUser, true))
			w.ok(w.s.Block(annaUser, false))
		}, stateCancelled},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, Options{})
			b, old := w.linked()
			offer, next := w.moving(b, old, "Pixel 10")
			waited := old.only()
			c.end(w, b, offer.ID, old, next)
			if got := next.move(); got.State != c.state || got.Digits != "" {
				t.Errorf("the new phone is told %+v", got)
			}
			old.approve(waited, "123456").want(statusOf[map[string]api.Code{
				stateExpired: api.CodeExpired, stateSuperseded: api.CodeSuperseded, stateMismatch: api.CodeAlreadyAnswered,
				stateDenied: api.CodeAlreadyAnswered, stateCancelled: api.CodeAlreadyAnswered,
			}[c.state]])
			next.call("GET", api.PathActivity).refused(api.CodeNotFound)
			if c.state == stateSuperseded {
				return // the newer one waits
			}
			w.pass(time.Hour)
			w.browser().answers(old)
		})
	}
}

func TestMoveGoesOnAfterEachRestart(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.linked()
	var offer api.LinkReply
	b.do("POST", api.PathLinks, api.LinkRequest{Move: old.reg.Device}).want(201).into(&offer)
	w.restart()
	next := w.phone("Pixel 10")
	next.register(offer.Link).want(201)
	w.restart()
	digits := next.move().Digits
	jws := old.only()
	w.restart()
	cid, yes := old.answered(jws, func(a *api.Answer) { a.Match = digits })
	w.post(cid, yes).want(200)
	w.restart()
	w.post(cid, yes).want(200) // the reply was lost
	w.restart()
	if next.move().State != stateApproved || old.farewell().To != "Pixel 10" {
		t.Error("not both know how it ended")
	}
	b.answers(next)
}

func TestLockedPhoneRefusesAMoveAndDoesNoMore(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.twoKeys()
	_, next := w.moving(b, old, "Pixel 10")
	locked, jws := old.locked(), old.only()
	locked.approve(jws, next.move().Digits).refused(api.CodeListenOnly)
	if next.move().State != statePending {
		t.Fatal("the listening key ended it")
	}
	locked.deny(jws).want(200)
	if next.move().State != stateDenied {
		t.Error("its NO does not count")
	}
	_, next = w.moving(b, old, "Pixel 10")
	old.approve(old.only(), next.move().Digits).want(200)
	if s := old.farewell(); s.Listen != api.Thumbprint(&old.ear.PublicKey) {
		t.Error("a locked phone could not tell that this is for it")
	}
}

func TestOrganizationThatKeepsPhonesMovesNone(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.linked()
	_, next := w.moving(b, old, "Pixel 10")
	w.ok(w.s.SetPolicy(Policy{MayLeave: false}))
	old.fetch() // states it
	old.approve(old.only(), next.move().Digits).refused(api.CodePolicy)
	if next.move().State != statePending {
		t.Error("it does not wait for a NO")
	}
	old.deny(old.only()).want(200)
	b.do("POST", api.PathLinks, api.LinkRequest{Move: old.reg.Device}).refused(api.CodePolicy)
	w.readerOf(b).get("/2fa/kauth").wants("/2fa/kauth", "Your organization keeps your phone")
	w.linkPhone(b, "Pixel 10")
	if got := b.phones(); len(got) != 2 {
		t.Errorf("as a second phone there is %v", got)
	}
}

func TestUnlockedPhoneMovesWhereThePolicyAsksForThat(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.linked()
	w.ok(w.s.SetPolicy(Policy{MayLeave: true, VerifyRequired: true}))
	_, next := w.moving(b, old, "Pixel 10")
	old.approve(old.only(), next.move().Digits).refused(api.CodeUVRequired)
	old.answer(old.only(), func(a *api.Answer) { a.Match, a.Verified = next.move().Digits, "pin" }).want(200)
}

func TestMoveIsFromAPhoneThatAnswers(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.linked()
	w.ok(w.s.AddPerson("ben@example.ch", annaPass, "collaborator"))
	theirs, err := w.s.AddTestPhone("ben@example.ch", "Ben's")
	w.ok(err)
	offer := func(device string) result { return b.do("POST", api.PathLinks, api.LinkRequest{Move: device}) }
	for _, device := range []string{theirs, "dev_AAAAAAAAAAAAAAAAAAAAAA", "x", recoveryMethod} {
		offer(device).refused(api.CodeNotFound)
	}
	var open api.LinkReply
	offer(old.reg.Device).want(201).into(&open)
	w.ok(w.s.Suspend(old.reg.Device))
	offer(old.reg.Device).refused(api.CodeSuspended)
	w.phone("late").register(open.Link).refused(api.CodeSuspended)

	second := w.linkPhone(b, "Pixel 9 again")
	_, next := w.moving(b, second, "Pixel 10")
	w.ok(w.s.Suspend(second.reg.Device))
	if got := next.move(); got.State != stateCancelled {
		t.Errorf("a suspended phone is asked still: %+v", got)
	}
	// A phone cannot take its own place: it would end with the request that makes it.
	third := w.linkPhone(b, "Pixel 9 once more")
	offer(third.reg.Device).want(201).into(&open)
	third.register(open.Link).refused(api.CodeBadJWS)
}

func TestBackupCodesThatWaitGoWithTheMove(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.linked()
	codes := old.recovery()
	_, next := w.moving(b, old, "Pixel 10")
	old.approve(old.only(), next.move().Digits).want(200)
	if !next.move().Recovery || !slices.Equal(next.recovery(), codes) {
		t.Error("the new phone shows other codes, or none")
	}
}

func TestNotMeSignsOutWhoeverWantedToMove(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.linked()
	_, next := w.moving(b, old, "Thief's phone")
	old.answer(old.only(), func(a *api.Answer) { a.Decision, a.Why = "deny", "not_me" }).want(200)
	if next.move().State != stateDenied {
		t.Error("it goes on")
	}
	b.do("GET", api.PathMethods, nil).refused(api.CodeNoSession)
	w.mailed("move_refused", "Thief's phone", annaUser)
}

func TestOnlyThePhoneThatMovesHearsOfIt(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.linked()
	other := w.linkPhone(b, "Tablet")
	_, next := w.moving(b, old, "Pixel 10")
	if got := other.fetch(); len(got.Challenges) != 0 {
		t.Error("another phone is asked")
	}
	old.call("GET", api.PathMove).refused(api.CodeNotFound)
	stranger := w.phone("stranger")
	stranger.reg = next.reg
	stranger.call("GET", api.PathMove).refused(api.CodeBadProof)
	jws := old.only()
	c := old.open(jws)
	yes := other.sign(api.TypeAnswer, api.Answer{
		Iss: other.reg.Device, Aud: w.http.URL, Challenge: c.ID, Hash: api.Hash([]byte(jws)), Decision: "approve",
		Match: next.move().Digits, Iat: 1, Jti: api.NewCode(), Counter: 9, Verified: "pin",
	})
	w.post(c.ID, yes).refused(api.CodeNotFound)
}

// TestCancelThatComesTooLateChangesNothing: else both phones would be gone.
func TestCancelThatComesTooLateChangesNothing(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.linked()
	old.call("DELETE", api.PathMove).refused(api.CodeNotFound)
	_, next := w.moving(b, old, "Pixel 10")
	if next.move().Device != old.reg.Device {
		t.Error("the new phone is not told which phone it is")
	}
	old.approve(old.only(), next.move().Digits).want(200)
	if p := next.call("DELETE", api.PathMove).refused(api.CodeAlreadyAnswered); p.State != stateApproved {
		t.Errorf("%+v", p)
	}
	b.answers(next)
}

func TestNotMeIsHeardAfterTheMoveHasEnded(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.linked()
	_, next := w.moving(b, old, "Thief's phone")
	jws := old.only()
	next.call("DELETE", api.PathMove).want(204)
	old.answer(jws, func(a *api.Answer) { a.Decision, a.Why = "deny", "not_me" }).refused(api.CodeAlreadyAnswered)
	b.do("GET", api.PathMethods, nil).refused(api.CodeNoSession)
	w.mailed("move_refused", "Thief's phone", annaUser)
}

// TestOfferWithoutABodyAddsAPhone: scripts of before there were moves send none, or a null.
func TestOfferWithoutABodyAddsAPhone(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.linked()
	for _, body := range []any{nil, json.RawMessage("null"), json.RawMessage("{}"), api.LinkRequest{}} {
		var offer api.LinkReply
		b.do("POST", api.PathLinks, body).want(201).into(&offer)
		next := w.phone("Tablet")
		if next.register(offer.Link).want(201); next.reg.Move != nil || next.reg.State != deviceUnconfirmed {
			t.Errorf("%v: %+v", body, next.reg)
		}
	}
	b.do("POST", api.PathLinks, json.RawMessage(`{"move":7}`)).refused(api.CodeBadRequest)
	b.answers(old)
}

func TestMovesCountAsRequests(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.linked()
	for i := range maxSoon {
		_, next := w.moving(b, old, fmt.Sprint("Pixel ", i))
		next.call("DELETE", api.PathSelf).want(204)
	}
	b.do("POST", api.PathLinks, api.LinkRequest{Move: old.reg.Device}).refused(api.CodePushPaused)
}
