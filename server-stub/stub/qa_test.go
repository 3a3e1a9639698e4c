package stub

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kauth/core/api"
)

func TestKnobsAreAbsentWithoutTheFlag(t *testing.T) {
	b := newWorld(t, Options{}).browser()
	for _, path := range []string{"/qa/", "/qa/outbox", "/qa/people"} {
		b.do("GET", path, nil).want(404)
	}
	b.do("POST", "/qa/clock", map[string]int{"offset_s": 1}).want(404)
}

func TestKnobsAreForThisMachineAlone(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	for name, change := range map[string]func(*http.Request){
		"another machine": func(r *http.Request) { r.RemoteAddr = "203.0.113.24:1234" },
		"another name":    func(r *http.Request) { r.Host = "evil.example" },
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("GET", w.http.URL+"/qa/outbox", nil)
			r.RemoteAddr = "127.0.0.1:1234"
			change(r)
			rec := httptest.NewRecorder()
			w.s.Handler().ServeHTTP(rec, r)
			if rec.Code != 404 {
				t.Fatalf("status %d", rec.Code)
			}
		})
	}
	var list map[string]string
	w.browser().do("GET", "/qa/", nil).want(200).into(&list)
	if len(list) < 10 {
		t.Fatalf("%v", list)
	}
	w.browser().do("GET", "/qa/nothing", nil).refused(api.CodeNotFound)
}

func TestKnobsOverHTTP(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	b, p := w.linked()
	id, ask := b.ask()
	b.do("POST", "/qa/expire", map[string]string{"challenge": ask.Challenge}).want(204)
	if got := b.state(id); got != "expired" {
		t.Fatalf("the login is %q", got)
	}
	b.do("POST", "/qa/expire", map[string]string{"challenge": api.NewID("chl_")}).refused(api.CodeNotFound)
	b.do("POST", "/qa/reset-limits", nil).want(204)
	if _, ask := b.ask(); ask.Match != nil {
		t.Fatal("with the limits reset it asks for a number")
	}
	p.deny(p.only()).want(200)
	b.do("POST", "/qa/mode", map[string]string{"mode": "confirm"}).want(204)
	id, ask = b.ask()
	if ask.Match != nil {
		t.Fatal("the mode is not forced")
	}
	b.do("POST", "/qa/expire", map[string]string{"login": id}).want(204)
	if got := b.state(id); got != "expired" {
		t.Fatalf("the login is %q", got)
	}
	b.do("POST", "/qa/place", Place{IP: "203.0.113.24", Place: "Lausanne, Switzerland", Agent: "Firefox/142.0 Windows"}).want(204)
	b.ask()
	if ctx := p.open(p.only()).Context; ctx.IP != "203.0.113.24" || ctx.Place != "Lausanne, Switzerland" || ctx.Agent != "Firefox on Windows" || ctx.App != "Manager" {
		t.Fatalf("the phone shows %+v", ctx)
	}
	var clock struct {
		Offset int64 `json:"offset_s"`
		Now    int64 `json:"now"`
	}
	b.do("POST", "/qa/clock", map[string]int{"offset_s": -3600}).want(200).into(&clock)
	if off := w.o.Now().Unix() - clock.Now; clock.Offset != -3600 || off != 3600 {
		t.Fatalf("%+v", clock)
	}
	var mails struct{ Mails []mail }
	b.do("GET", "/qa/outbox", nil).want(200).into(&mails)
	if len(mails.Mails) == 0 || mails.Mails[0].To != annaUser {
		t.Fatalf("%+v", mails)
	}
}

func TestDemoPeopleKeepTheirState(t *testing.T) {
	w := newWorld(t, Options{QA: true, Demo: true})
	type listed struct{ People []DemoPerson }
	var first, again listed
	w.browser().do("GET", "/qa/people", nil).want(200).into(&first)
	var max DemoPerson
	for _, p := range first.People {
		if p.User == "max@example.ch" {
			max = p
		}
	}
	if len(first.People) != 5 || !max.TwoFactor || len(max.Codes) != 10 || !strings.HasPrefix(max.OTPAuth, "otpauth://totp/Infomaniak:max@example.ch?secret=") {
		t.Fatalf("%+v", first)
	}
	begin := func() (*browser, api.LoginReply) {
		b := w.browser()
		var l api.LoginReply
		b.do("POST", api.PathLogins, api.LoginRequest{User: max.User, Password: max.Password}).want(201).into(&l)
		return b, l
	}
	b, l := begin()
	if strings.Join(l.Methods, " ") != "totp recovery help" || l.Default != "totp" {
		t.Fatalf("%+v", l)
	}
	b.login("POST", l.ID, "/kauth").refused(api.CodeNotFound)
	b.code(l.ID, "recovery", max.Codes[0]).want(200)
	w.restart()
	w.browser().do("GET", "/qa/people", nil).want(200).into(&again)
	if again.People[2].OTPAuth != max.OTPAuth {
		t.Fatal("another secret after a restart")
	}
	b, l = begin()
	b.code(l.ID, "recovery", max.Codes[0]).refused(api.CodeMismatch)
	p := &phone{w: w, reg: api.RegisterReply{TOTP: api.TOTP{Secret: query(max.OTPAuth, "secret")}}}
	b.code(l.ID, "totp", p.oathtool(w.s.Now())).want(200)
	b.redeem(l.ID).want(204)

	var m api.MethodsReply
	b.do("GET", api.PathMethods, nil).want(200).into(&m)
	b.do("DELETE", api.Path(api.PathMethod, m.Methods[0].ID), nil).want(204)
	b.do("GET", api.PathMethods, nil).want(200).into(&m)
	if m.TwoFactor || len(m.Methods) > 0 {
		t.Fatalf("%+v", m)
	}
}

func TestFaults(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	b := w.browser()
	get := func() (*http.Response, error) { return http.Get(w.http.URL + api.PathConfiguration) }
	fault := func(f Fault) {
		t.Helper()
		f.Path, f.Times = api.PathConfiguration, 1
		b.do("POST", "/qa/fault", f).want(204)
	}
	for _, status := range []int{500, 503, 429} {
		fault(Fault{Kind: "status", Status: status, Seconds: 7})
		resp, err := get()
		if r := read(t, resp, err).want(status); r.header.Get("Retry-After") != "7" {
			t.Fatalf("%v", r.header)
		}
	}
	fault(Fault{Kind: "garbage"})
	resp, err := get()
	if r := read(t, resp, err).want(200); json.Valid(r.body) {
		t.Fatalf("%s", r.body)
	}
	fault(Fault{Kind: "huge"})
	resp, err = get()
	if r := read(t, resp, err).want(200); len(r.body) < 10<<20 {
		t.Fatalf("%d bytes", len(r.body))
	}
	fault(Fault{Kind: "redirect", Location: "/elsewhere"})
	resp, err = get()
	read(t, resp, err).want(404)
	fault(Fault{Kind: "drop"})
	if resp, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Get(w.http.URL + api.PathConfiguration); err == nil {
		t.Fatalf("dropped and still %d", resp.StatusCode)
	}
	resp, err = get()
	read(t, resp, err).want(200)
	b.do("POST", "/qa/fault", Fault{Kind: "nonsense"}).refused(api.CodeBadRequest)
	b.do("POST", "/qa/fault", Fault{Kind: "status", Status: 7}).refused(api.CodeBadRequest)
}

func TestLostReplyIsRepeated(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, _ := b.ask()
	cid, jws := p.answered(p.only(), func(*api.Answer) {})
	w.ok(w.s.Fault(Fault{Kind: "drop_reply", Method: "POST", Path: "/v1/challenges/", Times: 1}))
	if resp, err := http.Post(w.http.URL+api.Path(api.PathAnswer, cid), api.TypeJOSE, strings.NewReader(jws)); err == nil {
		t.Fatalf("the reply came: %d", resp.StatusCode)
	}
	w.post(cid, jws).want(200)
	b.redeem(id).want(204)
}

func TestHeldRequestGoesOnWhenCleared(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.Fault(Fault{Kind: "hold", Seconds: 60}))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", w.http.URL+api.PathConfiguration, nil)
	w.ok(err)
	got := make(chan result, 1)
	go func() {
		resp, err := http.DefaultClient.Do(req)
		got <- read(t, resp, err)
	}()
	for held := false; !held; {
		w.s.faults.mu.Lock()
		held = w.s.faults.cleared != nil
		w.s.faults.mu.Unlock()
	}
	w.s.ClearFaults()
	(<-got).want(200)
}
