package stub

import (
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

// sms sends a code for a login, and gives it.
func (b *browser) sms(id string) string {
	b.w.t.Helper()
	b.login("POST", id, "/sms").want(200)
	return b.w.lastSMS(annaNumber)
}

func TestSMSSignsIn(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	if done := b.addSMS(); done.Method.Number != "+41 ·· ··· ·· 67" || len(done.Codes) != 10 {
		t.Fatalf("%+v", done)
	}
	id := b.begin().ID
	b.code(id, "sms", "000000").refused(api.CodeExpired) // none was sent
	var asked api.SMSReply
	b.login("POST", id, "/sms").want(200).into(&asked)
	if asked != (api.SMSReply{Number: "+41 ·· ··· ·· 67", ExpiresIn: 300, ResendIn: 30}) {
		t.Fatalf("%+v", asked)
	}
	code := w.lastSMS(annaNumber)
	b.code(id, "sms", code[:3]+" "+code[3:]).want(200)
	b.code(id, "sms", code).refused(api.CodeAlreadyAnswered)
	b.redeem(id).want(204)
	w.pass(time.Minute)
	again := b.begin().ID
	b.sms(again)
	b.code(again, "sms", code).refused(api.CodeMismatch) // of before
}

func TestSMSCodeIsForItsOwnLogin(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	b.addSMS()
	mine, other := b.begin().ID, b.begin().ID
	code := b.sms(mine)
	b.code(other, "sms", code).refused(api.CodeExpired)
	b.code(mine, "sms", code).want(200)
}

func TestSMSCodeLivesFiveMinutes(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	b.addSMS()
	id := b.begin().ID
	code := b.sms(id)
	w.pass(smsLife * time.Second)
	b.code(id, "sms", code).refused(api.CodeExpired)
	code = b.sms(id)
	b.code(id, "sms", code).want(200)
}

func TestSMSAreThirtySecondsApart(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	b.addSMS()
	b.sms(b.begin().ID)
	if r := b.login("POST", b.begin().ID, "/sms"); r.header.Get("Retry-After") == "" {
		t.Fatalf("another login sends at once: %d", r.status)
	} else {
		r.refused(api.CodeRateLimited)
	}
	for range smsAnHour - 2 { // one confirmed the number, one signed in
		w.pass(smsGap * time.Second)
		b.sms(b.begin().ID)
	}
	w.pass(smsGap * time.Second)
	b.login("POST", b.begin().ID, "/sms").refused(api.CodeRateLimited)
	w.ok(w.s.ResetLimits()) // for tests alone
	b.sms(b.begin().ID)
	w.pass(time.Hour)
	b.sms(b.begin().ID)
}

func TestFiveWrongDigitsEndACodeAndANewOneForgivesNothing(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	b.addSMS()
	id := b.begin().ID
	code := b.sms(id)
	for range smsTries {
		b.code(id, "sms", otherDigits(code)).refused(api.CodeMismatch)
	}
	b.code(id, "sms", code).refused(api.CodeRateLimited)
	w.pass(time.Second)
	b.code(id, "sms", code).refused(api.CodeExpired)
	w.pass(smsGap * time.Second)
	code = b.sms(id)
	b.code(id, "sms", otherDigits(code)).refused(api.CodeMismatch)
	if r := b.code(id, "sms", code); r.header.Get("Retry-After") != "2" {
		t.Fatalf("a new code forgave the old failures: %s %s", r.header.Get("Retry-After"), r.body)
	}
	w.pass(2 * time.Second)
	b.code(id, "sms", code).want(200)
}

func TestNumberIsConfirmedByItsCode(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	b.do("POST", api.PathMethods, api.SetupRequest{Kind: "sms", Number: "+39 333 123 4567"}).want(400)
	one := b.setUp(api.SetupRequest{Kind: "sms", Number: "+41 79 123 45 67"})
	code := w.lastSMS(annaNumber)
	for range smsTries {
		b.confirm(one.ID, api.ConfirmRequest{Code: otherDigits(code)}).refused(api.CodeMismatch)
	}
	b.confirm(one.ID, api.ConfirmRequest{Code: code}).refused(api.CodeExpired)
	b.do("POST", api.Path(api.PathSetup, one.ID)+"/resend", nil).refused(api.CodeRateLimited)
	w.pass(smsGap * time.Second)
	b.do("POST", api.Path(api.PathSetup, one.ID)+"/resend", nil).want(204)
	b.confirm(one.ID, api.ConfirmRequest{Code: w.lastSMS(annaNumber)}).want(200)
	b.do("POST", api.PathMethods, api.SetupRequest{Kind: "sms", Number: annaNumber}).want(400)
}

func TestRemovedForeignNumberCannotComeBack(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.update(func(t *tx) error {
		p, err := t.personByUser(annaUser)
		p.addMethod(kindSMS, "SMS", t.now).Number = "+393331234567" // of before the four countries
		t.putPerson(p)
		return err
	}))
	b := w.browser()
	id := b.begin().ID
	b.login("POST", id, "/sms").want(200)
	b.code(id, "sms", w.lastSMS("+393331234567")).want(200)
	b.redeem(id).want(204)
	var m api.MethodsReply
	b.do("GET", api.PathMethods, nil).want(200).into(&m)
	b.do("DELETE", api.Path(api.PathMethod, m.Methods[0].ID), nil).want(204)
	if r := b.do("POST", api.PathMethods, api.SetupRequest{Kind: "sms", Number: "+39 333 123 4567"}); r.status != 400 || !strings.Contains(string(r.body), "Switzerland, France, Belgium and Germany") {
		t.Fatalf("%d %s", r.status, r.body)
	}
}
