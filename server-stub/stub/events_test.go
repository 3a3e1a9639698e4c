package stub

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

// ear is the phone's end of a stream.
type ear struct {
	t    testing.TB
	resp *http.Response
	r    *bufio.Reader
	stop context.CancelFunc
}

// heard is one event; comments are left out.
type heard struct {
	id, name string
	hasID    bool
	data     string
}

func (h heard) snapshot(t testing.TB) (reply api.FetchReply) {
	t.Helper()
	if h.name != "snapshot" || !h.hasID {
		t.Fatalf("the event is %+v", h)
	}
	if err := json.Unmarshal([]byte(h.data), &reply); err != nil || reply.Cursor != h.id || reply.ServerTime == 0 {
		t.Fatalf("%v: %+v", err, h)
	}
	return reply
}

// ask asks for a stream.
func (p *phone) events(query string, header http.Header) *ear {
	p.w.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	path := api.PathEvents + query
	req, err := http.NewRequestWithContext(ctx, "GET", p.w.http.URL+path, nil)
	p.w.ok(err)
	for name, value := range header {
		req.Header[http.CanonicalHeaderKey(name)] = value
	}
	req.Header.Set("Authorization", api.AuthScheme+" "+p.proof("GET", path, p.nonce, api.NewCode()))
	resp, err := p.w.http.Client().Do(req)
	p.w.ok(err)
	if n := resp.Header.Get(api.HeaderNonce); n != "" {
		p.nonce = n
	}
	e := &ear{p.w.t, resp, bufio.NewReader(resp.Body), stop}
	p.w.t.Cleanup(e.close)
	return e
}

// listen is events that begin.
func (p *phone) listen(cursor string) *ear {
	p.w.t.Helper()
	e := p.events("?cursor="+cursor, nil)
	if e.resp.StatusCode == http.StatusUnauthorized { // the nonce was old
		e = p.events("?cursor="+cursor, nil)
	}
	if e.resp.StatusCode != 200 || e.resp.Header.Get("Content-Type") != api.TypeEvents {
		body, _ := io.ReadAll(e.resp.Body)
		p.w.t.Fatalf("no stream: %d %s", e.resp.StatusCode, body)
	}
	return e
}

func (e *ear) close() {
	e.stop()
	e.resp.Body.Close()
}

func (e *ear) refused(code api.Code) {
	e.t.Helper()
	read(e.t, e.resp, nil).refused(code)
}

// next reads one event; false at the end of the stream.
func (e *ear) next() (h heard, ok bool) {
	e.t.Helper()
	for {
		line, err := e.r.ReadString('\n')
		if err != nil {
			return h, false
		}
		field, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch field {
		case "":
			if h.data != "" {
				return h, true
			}
		case "id":
			h.id, h.hasID = value, true
		case "event":
			h.name = value
		case "data":
			h.data += value
		case "retry", ":":
		default:
			e.t.Errorf("a line %q", line)
		}
	}
}

func (e *ear) snapshot() api.FetchReply {
	e.t.Helper()
	h, ok := e.next()
	if !ok {
		e.t.Fatal("the stream ended")
	}
	return h.snapshot(e.t)
}

func (e *ear) ends() {
	e.t.Helper()
	if h, more := e.next(); more {
		e.t.Fatalf("the stream goes on with %+v", h)
	}
}

// listening waits until the device's stream is in nobody's hands.
func (w *world) listening(device string) {
	w.t.Helper()
	for start := time.Now(); time.Since(start) < within; runtime.Gosched() {
		w.s.polls.mu.Lock()
		st, _ := w.s.polls.held[device].(*stream)
		w.s.polls.mu.Unlock()
		if st == nil {
			continue
		}
		w.s.streams.mu.Lock()
		idle := !st.busy
		w.s.streams.mu.Unlock()
		if idle {
			return
		}
	}
	w.t.Fatal("no stream is held")
}

func TestStreamTellsARequestAndItsEnd(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	e := p.listen(p.fetch().Cursor)
	for name, want := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Accel-Buffering": "no"} {
		if got := e.resp.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if e.resp.Header.Get(api.HeaderNonce) == "" || e.resp.Header.Get("Date") == "" {
		t.Errorf("headers %v", e.resp.Header)
	}
	id, ask := b.ask()
	said := e.snapshot()
	if len(said.Challenges) != 1 || p.open(said.Challenges[0]).ID != ask.Challenge {
		t.Fatalf("the stream tells %+v", said)
	}
	if now := p.fetch(); now.Cursor != said.Cursor || now.Challenges[0] != said.Challenges[0] {
		t.Fatalf("the poll tells %+v", now)
	}
	e = p.listen(said.Cursor) // that poll ended the stream
	b.login("POST", id, "/cancel").want(204)
	said = e.snapshot()
	if len(said.Challenges) != 0 || said.Gone[0].ID != ask.Challenge || said.Gone[0].State != "cancelled" {
		t.Fatalf("the stream tells %+v", said)
	}
}

func TestStreamBeginsWithWhatTheCursorDoesNotStandFor(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	b.ask()
	said := p.listen("").snapshot()
	if len(said.Challenges) != 1 {
		t.Fatalf("the stream begins with %+v", said)
	}
	w.pass(3 * time.Minute)  // it expires
	w.pass(11 * time.Minute) // and that is old
	said = p.listen(said.Cursor).snapshot()
	if said.Cursor != "" || len(said.Challenges)+len(said.Gone) != 0 {
		t.Fatalf("when nothing waits it says %+v", said)
	}
}

func TestLastEventIDGoesBeforeTheAddress(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	old := p.fetch().Cursor
	b.ask()
	now := p.fetch().Cursor
	e := p.events("?cursor="+old, http.Header{"Last-Event-ID": {now}})
	id, _ := b.ask()
	if said := e.snapshot(); len(said.Challenges) != 2 {
		t.Fatalf("the first event is %+v", said)
	}
	b.login("POST", id, "/cancel")
	if said := p.events("?cursor="+now, http.Header{"Last-Event-ID": {""}}).snapshot(); len(said.Challenges) != 1 {
		t.Fatalf("no cursor stands for nothing, and yet it says %+v", said)
	}
}

func TestOneStreamOrPollADevice(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	cursor := p.fetch().Cursor
	first := p.listen(cursor)
	second := p.listen(cursor)
	first.ends()
	poll := p.poll(t.Context(), "25", cursor)
	second.ends()
	w.held(p.reg.Device)
	third := p.listen(cursor)
	(<-poll).want(204)
	other := w.linkPhone(b, "Tablet").listen("")
	b.ask()
	third.snapshot()
	other.snapshot()
}

func TestUnconfirmedPhoneHearsItsLinkAlone(t *testing.T) {
	w := newWorld(t, Options{})
	b, old := w.linked()
	offer := b.link()
	p := w.phone("Tablet")
	p.register(offer.Link).want(201)
	b.ask()
	e := p.listen("")
	said := e.snapshot()
	if len(said.Challenges) != 1 || p.open(said.Challenges[0]).Kind != kindLink {
		t.Fatalf("it hears %+v", said)
	}
	p.deny(said.Challenges[0]).want(200)
	said = e.snapshot()
	if len(said.Statements) != 1 {
		t.Fatalf("destroyed, it hears %+v", said)
	}
	e.ends()
	if len(old.listen("").snapshot().Challenges) != 1 {
		t.Fatal("the other phone does not hear of the request")
	}
}

func TestRemovedPhoneHearsItAndTheStreamEnds(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	e := p.listen(p.fetch().Cursor)
	b.do("DELETE", api.Path(api.PathMethod, p.reg.Device), nil).want(204)
	said := e.snapshot()
	key, err := p.reg.Keys[0].Key()
	w.ok(err)
	if len(said.Statements) != 1 {
		t.Fatalf("it hears %+v", said)
	}
	if _, err := api.OpenStatement(said.Statements[0], api.StmtRevoked, api.OneKey(key), w.http.URL, p.reg.Device, api.Thumbprint(&p.key.PublicKey)); err != nil {
		t.Fatalf("it hears %v", err)
	}
	e.ends()
	late := p.listen("")
	late.snapshot()
	late.ends()
	if e := p.events("?cursor="+said.Cursor, nil); e.resp.StatusCode != 204 {
		t.Fatalf("told before, it gets %d", e.resp.StatusCode)
	}
}

func TestSuspendedPhoneHearsWhyItsStreamEnds(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	e := p.listen(p.fetch().Cursor)
	w.ok(w.s.update(func(t *tx) error {
		d, err := t.device(p.reg.Device)
		t.suspend(d)
		return err
	}))
	h, _ := e.next()
	var said api.Problem
	if err := json.Unmarshal([]byte(h.data), &said); err != nil || h.name != "problem" || h.hasID || said.Code != api.CodeSuspended {
		t.Fatalf("it hears %+v, %v", h, err)
	}
	e.ends()
	p.events("", nil).refused(api.CodeSuspended)
}

func TestStreamNeedsAProof(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	p.nonce = ""
	p.events("", nil).refused(api.CodeUseNonce)
	p.send(t.Context(), "GET", api.PathEvents, p.proof("GET", api.PathChallenges, p.nonce, api.NewCode())).refused(api.CodeBadProof)
	p.send(t.Context(), "GET", api.PathEvents, "").refused(api.CodeBadProof)
}

func TestCloseEndsStreamsAtOnce(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	streams := []*ear{p.listen("")}
	for range 20 {
		streams = append(streams, w.linkPhone(b, "Phone").listen(""))
	}
	start := time.Now()
	w.ok(w.s.Close())
	if took := time.Since(start); took > within { // a stream lives for ever
		t.Fatalf("closing took %v", took)
	}
	for _, e := range streams {
		for more := true; more; _, more = e.next() {
		}
	}
	w.start()
}
