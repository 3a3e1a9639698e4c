package main

import (
	"strings"
	"testing"
	"time"
)

func TestHistoryTellsWhatBecameOfEachRequest(t *testing.T) {
	co := newCompany(t)
	p, id := co.linked(t)
	co.ask("confirm")
	yes := p.do(done, "requests", "--wait", "60s")
	p.do(done, "approve", yes.text("id"))
	co.ask("confirm")
	no := p.do(done, "requests", "--wait", "60s")
	p.do(done, "deny", no.text("id"), "--not-me")
	got := p.lines(done, "history")
	if len(got) != 2 || got[0]["id"] != no["id"] || got[1]["id"] != yes["id"] || got[0]["not_me"] != true || got[1]["outcome"] != "approved" {
		t.Fatalf("%v", got)
	}
	if got[1]["browser"] != yes["device"] || got[1]["place"] != yes["place"] || got[1]["ip"] != yes["ip"] || got[1]["account"] != anna {
		t.Errorf("%v of %v", got[1], yes)
	}
	if n := len(p.lines(done, "history", "--account", id, "--since", "1h")); n != 2 {
		t.Errorf("%d of the last hour", n)
	}
	if n := len(p.lines(done, "history", "--since", time.Now().AddDate(0, 0, 2).Format(time.DateOnly))); n != 0 {
		t.Errorf("%d since the day after tomorrow", n)
	}
	if v := p.do(done, "history", "--verify"); v["ok"] != true || v["records"] != 2.0 {
		t.Errorf("%v", v)
	}
	out, _, status := p.text("history")
	if status != done || strings.Count(out, "\n") != 2 || !strings.Contains(out, "refused, not me") {
		t.Errorf("%d:\n%s", status, out)
	}
}

func TestNotMeAfterYesStopsTheSignIn(t *testing.T) {
	co := newCompany(t)
	p, _ := co.linked(t)
	login, _ := co.ask("confirm")
	r := p.do(done, "requests", "--wait", "60s")
	p.do(done, "approve", r.text("id"))
	if o := p.do(done, "deny", r.text("id"), "--not-me"); o["outcome"] != "denied" || co.state(login) != "denied" {
		t.Fatalf("%v, and the page says %s", o, co.state(login))
	}
	if got := p.do(done, "history"); got["outcome"] != "denied" || got["not_me"] != true || got["reported"] == nil {
		t.Errorf("%v", got)
	}
}

func TestSinceIsReadInEachOfItsForms(t *testing.T) {
	now := time.Date(2026, 3, 3, 12, 0, 0, 0, time.Local)
	for said, want := range map[string]time.Time{
		"": {}, "24h": now.Add(-24 * time.Hour), "7d": now.AddDate(0, 0, -7), "2026-03-01": time.Date(2026, 3, 1, 0, 0, 0, 0, time.Local),
		"2026-03-01T09:00:00Z": time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC),
	} {
		if got, err := sinceWhen(said, now); err != nil || !got.Equal(want) {
			t.Errorf("%q: %v, %v", said, got, err)
		}
	}
	p := newPhone(t)
	for _, bad := range []string{"yesterday", "-1h", "d", "-7d", "2026-13-01", "9999999d"} {
		if kind := p.do(misused, "history", "--since", bad).problem(); kind != wrongUse {
			t.Errorf("%q: %s", bad, kind)
		}
	}
	if len(p.lines(done, "history")) != 0 {
		t.Error("an empty history has lines")
	}
}
