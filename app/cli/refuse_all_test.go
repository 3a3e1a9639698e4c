package main

import (
	"testing"
	"time"
)

func TestRefuseAllHasRequestsRestUntilResume(t *testing.T) {
	co := newCompany(t)
	p, _ := co.linked(t)
	first, _ := co.ask("confirm")
	r := p.do(done, "refuse-all")
	until, _ := r["resting_until"].(float64)
	if r["refused"] != 1.0 || until < float64(time.Now().Add(50*time.Minute).Unix()) {
		t.Fatalf("%v", r)
	}
	if s := co.state(first); s != "denied" {
		t.Errorf("the page says %s", s)
	}
	co.ask("confirm")
	if all := p.lines(done, "requests"); len(all) != 0 {
		t.Errorf("while they rest: %v", all)
	}
	if r := p.do(done, "resume"); r["resting_until"] != 0.0 {
		t.Errorf("%v", r)
	}
	if all := p.lines(done, "requests"); len(all) != 1 {
		t.Errorf("after that: %v", all)
	}
}
