package main

import (
	"strings"
	"testing"

	"kauth/core"
	"kauth/core/api"
)

// TestScriptMovesAnAccountFromOnePhoneToAnother goes all the way by commands alone.
func TestScriptMovesAnAccountFromOnePhoneToAnother(t *testing.T) {
	co := newCompany(t)
	old, next := newPhone(t), newPhone(t)
	offer := co.offer()
	a := old.do(0, "link", offer.Link)
	old.do(0, "confirm", a.text("account"), co.linkState(offer).Digits)
	var methods api.MethodsReply
	co.call(200, "GET", api.PathMethods, nil, &methods)
	device := methods.Methods[0].ID
	begin := func() (digits, id string) {
		t.Helper()
		co.call(201, "POST", api.PathLinks, api.LinkRequest{Move: device}, &offer)
		m := next.do(0, "link", offer.Link)
		if m.text("move") != "pending" || len(m.text("digits")) != 6 || m.text("state") != "unconfirmed" || m.text("from") == "" {
			t.Fatalf("%v", m)
		}
		if again := next.do(0, "move", anna); again.text("digits") != m.text("digits") {
			t.Errorf("asked again: %v", again)
		}
		r := old.do(0, "requests")
		if r.text("kind") != "move" || r.text("to") == "" || r.text("digits") != "6" {
			t.Fatalf("%v", r)
		}
		return m.text("digits"), r.text("id")
	}
	digits, id := begin()
	wrong := strings.Map(func(r rune) rune { return '0' + (r-'0'+1)%10 }, digits)
	if o := old.do(1, "approve", id, "--number", wrong); o.problem() != core.Mismatch {
		t.Errorf("%v", o)
	}
	if m := next.do(1, "move", anna); m.text("move") != "mismatch" || m.problem() != core.Mismatch {
		t.Errorf("%v", m)
	}
	if left := next.lines(0, "list"); len(left) != 0 {
		t.Errorf("left on the new phone: %v", left)
	}

	digits, id = begin()
	if o := old.do(0, "approve", id, "--number", digits); o.text("outcome") != "approved" || o.text("moved_to") == "" {
		t.Errorf("%v", o)
	}
	if left := old.lines(0, "list"); len(left) != 0 {
		t.Errorf("left on the old phone: %v", left)
	}
	if m := next.do(0, "move", anna, "--wait", "1m"); m.text("move") != "approved" || m.text("state") != "active" {
		t.Errorf("%v", m)
	}
	l, ask := co.ask("confirm")
	next.do(0, "approve", ask.Challenge)
	if got := co.state(l); got != "approved" {
		t.Errorf("after its YES the page says %q", got)
	}
}
