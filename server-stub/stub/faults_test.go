package stub

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

// Every kind of fault has words on the QA page.
func TestAnswerCarriedOutTwiceCountsOnce(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, ask := b.ask()
	cid, jws := p.answered(p.only(), func(a *api.Answer) { a.Match = number(ask) })
	w.ok(w.s.Fault(Fault{Kind: "duplicate", Method: "POST", Path: "/v1/challenges/", Times: 1}))
	w.post(cid, jws).want(200)
	b.redeem(id).want(204)
	events, err := w.s.activity(p.reg.Account.ID)
	w.ok(err)
	approved := 0
	for _, e := range events {
		if e.What == "approved" {
			approved++
		}
	}
	if approved != 1 {
		t.Fatalf("approved %d times", approved)
	}
}

func TestReplyBreaksOff(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.Fault(Fault{Kind: "truncate", Path: api.PathConfiguration, Times: 1}))
	resp, err := http.Get(w.http.URL + api.PathConfiguration)
	w.ok(err)
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err == nil || len(body) == 0 {
		t.Fatalf("%d bytes, %v", len(body), err)
	}
}

// noting tells when a reply begins. What its reader sees first is up to the machine.
type noting struct {
	http.ResponseWriter
	begun func()
}

func (n *noting) WriteHeader(status int) {
	n.begun()
	n.ResponseWriter.WriteHeader(status)
}

func (n *noting) Unwrap() http.ResponseWriter { return n.ResponseWriter }

func TestSecondReplyComesFirst(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.Fault(Fault{Kind: "reorder", Path: api.PathConfiguration, Times: 1}))
	order := make(chan string, 2)
	inner := *w.serves.Load()
	var h http.Handler = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		inner.ServeHTTP(&noting{rw, func() { order <- r.URL.RawQuery }}, r)
	})
	w.serves.Store(&h)
	get := func(name string) {
		resp, err := http.Get(w.http.URL + api.PathConfiguration + "?" + name)
		if r := read(t, resp, err); r.status != 200 {
			t.Errorf("%s: %d", name, r.status)
		}
	}
	go get("first")
	for held := false; !held; { // the first has to be there
		w.s.faults.mu.Lock()
		held = w.s.faults.list[0].held != nil
		w.s.faults.mu.Unlock()
	}
	get("second")
	if a, b := <-order, <-order; a != "second" || b != "first" {
		t.Fatalf("%s, then %s", a, b)
	}
	if len(w.s.Faults()) != 0 {
		t.Fatal("the fault is not used up")
	}
}

func TestDelayedReplyWaitsForItsTime(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.Fault(Fault{Kind: "delay", Seconds: 60, Path: "/v1/", Times: 1}))
	done := make(chan result, 1)
	b := w.browser()
	go func() { done <- b.do("POST", api.PathLogins, api.LoginRequest{User: annaUser, Password: annaPass}) }()
	for begun := 0; begun == 0; { // it is carried out at once
		w.ok(w.s.view(func(t *tx) error {
			return t.Bucket([]byte(inLogins)).ForEach(func([]byte, []byte) error {
				begun++
				return nil
			})
		}))
	}
	select {
	case r := <-done:
		t.Fatalf("the reply came at once: %d", r.status)
	default:
	}
	w.s.ClearFaults()
	select {
	case r := <-done:
		r.want(201)
	case <-time.After(within):
		t.Fatal("the reply did not go on")
	}
}

func TestFaultKindsHaveWordsInEveryLanguage(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	for _, lang := range []string{"en", "fr", "de", "it", "es"} {
		page := w.reader().get("/qa/?lang=" + lang).page
		for kind := range faultKinds {
			if strings.Contains(page, "qa.fault."+kind) || !strings.Contains(page, `value="`+kind+`"`) {
				t.Errorf("%s: no words for %s", lang, kind)
			}
		}
	}
}

func TestFaultOfRepliesLeavesStreamsAlone(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	for _, kind := range notOfStreams {
		if err := w.s.Fault(Fault{Path: api.PathEvents, Kind: kind, Seconds: 1}); codeOf(err) != api.CodeBadRequest {
			t.Errorf("%s for a stream: %v", kind, err)
		}
		w.ok(w.s.Fault(Fault{Kind: kind, Seconds: 1}))
	}
	r := httptest.NewRequest("GET", api.PathEvents, nil)
	if b := w.s.faults.take(w.s, r); b != nil {
		t.Errorf("%s strikes a stream", b.Kind)
	}
	if b := w.s.faults.take(w.s, httptest.NewRequest("GET", api.PathChallenges, nil)); b == nil {
		t.Error("no fault strikes a reply")
	}
}
