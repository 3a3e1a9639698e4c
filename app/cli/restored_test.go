package main

import (
	"slices"
	"strings"
	"testing"

	"kauth/core/api"
	"kauth/core/checkup"
)

func TestDoctorSaysWhatTurnsRequestsOnAfterARestoreAndLinkingDoesIt(t *testing.T) {
	co := newCompany(t)
	p, _ := co.linked(t)
	password := file(t, "some", []byte("a good one\n"))
	saved := p.do(done, "backup", t.TempDir(), "--password-file", password)
	another := newPhone(t)
	another.lines(done, "restore", saved.text("file"), "--password-file", password)
	id := another.lines(done, "list")[0].text("account")

	restored := func(l line) bool { return l["cause"] == string(checkup.Restored) }
	told := another.lines(refused, "doctor")
	i := slices.IndexFunc(told, restored)
	if i < 0 || !strings.Contains(told[i].text("message"), anna) || !strings.Contains(told[i].text("message"), "kauth-cli link") {
		t.Fatalf("%v", told)
	}
	l, offer := co.login(), api.LinkReply{} // with the code that the backup brought
	co.call(200, "POST", co.loginPath(l)+"/totp", api.CodeRequest{Code: another.do(done, "code", anna).text("code")}, nil)
	co.call(204, "POST", co.loginPath(l)+"/redeem", nil, nil)
	co.call(201, "POST", api.PathLinks, nil, &offer)
	waits := another.do(done, "link", offer.Link)
	now := another.do(done, "confirm", waits.text("account"), co.linkState(offer).Digits)
	if all := another.lines(done, "list"); len(all) != 1 || all[0].text("account") != id || now.text("account") != id {
		t.Fatalf("%v", all)
	}
	if told := another.lines(done, "doctor"); slices.ContainsFunc(told, restored) {
		t.Errorf("%v", told)
	}
}
