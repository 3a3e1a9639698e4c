package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"

	"kauth/core/coretest/computer"
)

// fault has the server's answers go wrong, as a person at /qa would.
func fault(t *testing.T, s served, what map[string]any) {
	t.Helper()
	body, err := json.Marshal(what)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.Post(s.URL+"/qa/fault", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode/100 != 2 {
		t.Fatalf("POST /qa/fault: %s", r.Status)
	}
}

func TestThePhoneSaysWhyRequestsDoNotArrive(t *testing.T) {
	s := serve(t, "-qa")
	who := s.without(t, 0)
	c := computer.New(t, s.URL)
	c.Redeem(c.Login(who.User, who.Password))
	p := newPhone(t, t.TempDir())
	link(t, p, c)
	p.tap("Settings")
	p.see("settings", "Requests don’t arrive?")
	p.tap("Requests don’t arrive?")
	p.see("check", "Nothing shows notifications here", "Answers as it should", "Linked.", "Check again") // it has no system around it
	p.keep("07-check")

	fault(t, s, map[string]any{"kind": "redirect", "location": "http://192.0.2.1/login"})
	p.tap("Check again")
	p.see("check", "Something else answers for", "Not looked at")
	p.keep("08-check-wifi")
}
