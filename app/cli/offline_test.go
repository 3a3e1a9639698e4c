package main

import (
	"encoding/base64"
	"testing"

	"kauth/core"
	"kauth/core/api"
)

// offline asks, and gives the request as the page shows it.
func (co *company) offline(mode string) (l api.LoginReply, a api.AskReply, page api.OfflinePhone) {
	co.t.Helper()
	l, a = co.ask(mode)
	var reply api.OfflineReply
	co.call(200, "GET", api.Path(api.PathOffline, l.ID), nil, &reply)
	return l, a, reply.Phones[0]
}

// typed has the page take digits. Nothing else was asked since the line was drained.
func (co *company) typed(l api.LoginReply, digits string) {
	co.t.Helper()
	co.call(200, "POST", api.Path(api.PathOffline, l.ID), map[string]string{"digits": digits}, nil)
}

func TestAnswerPrintsTheDigitsToType(t *testing.T) {
	co := newCompany(t)
	p, id := co.linked(t)
	login, _, page := co.offline("confirm")
	png, err := base64.StdEncoding.DecodeString(page.QR)
	if err != nil {
		t.Fatal(err)
	}
	picture := file(t, "page.png", png)
	r := p.do(done, "answer", "--qr", picture)
	if r["mode"] != "confirm" || r["account"] != id || r["label"] != anna || r["app"] != "Manager" {
		t.Errorf("request: %v", r)
	}
	if left, _ := r["expires_in"].(float64); left < 60 || left > 120 {
		t.Errorf("expires in %v", r["expires_in"])
	}
	d := p.do(done, "answer", "yes", "--qr", picture)
	if d["answer"] != "approve" || len(d.text("digits")) != 8 {
		t.Errorf("digits: %v", d)
	}
	co.typed(login, d.text("digits"))
	if s := co.state(login); s != "approved" {
		t.Errorf("the page says %s", s)
	}
	p.lines(done, "requests") // the network is back
	if kind := p.do(refused, "answer", "no", "--qr", page.Link).problem(); kind != core.AlreadyDone {
		t.Errorf("the same picture again: %s", kind)
	}
	h := p.lines(done, "history")
	if len(h) != 1 || h[0]["offline"] != true || h[0]["outcome"] != "approved" {
		t.Errorf("the history has %v", h)
	}
}

func TestAnswerWantsTheNumberAndSaysWhatItWasGiven(t *testing.T) {
	co := newCompany(t)
	p, _ := co.linked(t)
	login, ask, page := co.offline("match")
	if kind := p.do(misused, "answer", "yes", "--qr", page.Link).problem(); kind != wrongUse {
		t.Errorf("without a number: %s", kind)
	}
	d := p.do(done, "answer", "yes", "--qr", page.Link, "--number", *ask.Match)
	co.typed(login, d.text("digits"))
	if s := co.state(login); s != "approved" {
		t.Errorf("the page says %s", s)
	}
	for kind, args := range map[core.Kind][]string{
		core.NotOurs:     {"answer", "no", "--qr", "https://example.ch"},
		core.Malformed:   {"answer", "no", "--qr", page.Link + "!"},
		core.Unsupported: {"link", page.Link},
	} {
		if got := p.do(refused, args...).problem(); got != kind {
			t.Errorf("%q: %s", args, got)
		}
	}
	if got := newPhone(t).do(refused, "answer", "no", "--qr", page.Link).problem(); got != core.OtherPhone {
		t.Errorf("on another phone: %s", got)
	}
	for _, args := range [][]string{{"answer"}, {"answer", "maybe", "--qr", "x"}, {"answer", "yes", "--not-me", "--qr", "x"}} {
		if kind := p.do(misused, args...).problem(); kind != wrongUse {
			t.Errorf("%q: %s", args, kind)
		}
	}
}
