package stub

import (
	"net/http"
	"strings"
	"testing"

	"kauth/core/api"
)

func TestFirstBackupCodesAreShownHereUntilThePhoneHasThem(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	offer := b.link()
	codes := "/2fa/link/" + offer.ID + "/codes"
	p := w.phone("Pixel 9 · kAuth")
	p.register(offer.Link).want(201)
	if r := b.do("GET", codes, nil); strings.Contains(string(r.body), `class="codes`) {
		t.Fatal("there are codes before the phone is confirmed")
	}
	p.approve(p.only(), b.linkState(offer.ID).Digits).want(200)
	var phone api.RecoveryReply
	p.call("GET", api.PathRecovery).want(200).into(&phone)
	page := string(b.do("GET", codes, nil).want(200).body)
	if len(phone.Codes) != 10 {
		t.Fatalf("the phone has %d codes", len(phone.Codes))
	}
	for _, code := range phone.Codes {
		if !strings.Contains(page, code) {
			t.Errorf("the page has no %s", code)
		}
	}
	if done := string(b.do("GET", "/2fa/link/"+offer.ID, nil).want(200).body); !strings.Contains(done, codes) {
		t.Error("the last page does not offer them")
	}
	w.ok(w.s.AddPerson("other@example.ch", "other password", "external"))
	stranger := w.browser()
	var l api.LoginReply
	stranger.do("POST", api.PathLogins, api.LoginRequest{User: "other@example.ch", Password: "other password"}).want(201).into(&l)
	stranger.redeem(l.ID).want(204)
	stranger.do("GET", codes, nil).want(http.StatusNotFound)

	p.call("POST", api.PathRecovery).want(204)
	if r := b.do("GET", codes, nil).want(200); strings.Contains(string(r.body), phone.Codes[0]) {
		t.Error("they are here after the phone put them in a safe place")
	}
	if done := string(b.do("GET", "/2fa/link/"+offer.ID, nil).want(200).body); strings.Contains(done, codes) {
		t.Error("the last page offers what is gone")
	}
}
