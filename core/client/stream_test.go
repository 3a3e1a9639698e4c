package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/client"
	"kauth/server-stub/stub"
)

const snapshot1 = "id: c1\nevent: snapshot\ndata: {\"server_time\":1800000000,\"cursor\":\"c1\",\"challenges\":[],\"gone\":[],\"stmts\":[]}\n\n"

// streaming answers a stream with these bytes, and then ends it or holds it.
func streaming(t *testing.T, hold bool, o client.Options, said ...string) (*far, <-chan *http.Request) {
	t.Helper()
	asked := make(chan *http.Request, 9)
	over := make(chan struct{})
	f := newFar(t, func(w http.ResponseWriter, r *http.Request) {
		asked <- r
		w.Header().Set("Content-Type", "text/event-stream")
		for _, s := range said {
			io.WriteString(w, s)
			w.(http.Flusher).Flush()
		}
		if hold {
			select {
			case <-over:
			case <-r.Context().Done():
			}
		}
	}, o)
	t.Cleanup(func() { close(over) })
	return f, asked
}

// listen collects what a stream gives.
func (f *far) listen(t *testing.T, cursor string) (got []api.FetchReply, err error) {
	t.Helper()
	err = f.client.Stream(t.Context(), f.device, cursor, func(r api.FetchReply) error {
		got = append(got, r)
		return nil
	})
	return got, err
}

func TestStreamGivesEachSnapshotOnceItIsWhole(t *testing.T) {
	half := strings.Replace(snapshot1, "c1", "c2", 2)
	f, asked := streaming(t, false, client.Options{}, "retry: 1000\n\n:\n", snapshot1, "event: later\ndata: ?\n\n", snapshot1, half[:len(half)-20])
	got, err := f.listen(t, "c0")
	wantKind(t, err, core.Offline)
	if len(got) != 2 || got[0].Cursor != "c1" || got[0].ServerTime != 1800000000 {
		t.Fatalf("%+v", got)
	}
	r := <-asked
	if r.Header.Get("Last-Event-ID") != "c0" || r.URL.Path != api.PathEvents || !strings.HasPrefix(r.Header.Get("Accept"), "text/event-stream") {
		t.Fatalf("%s %v", r.URL, r.Header)
	}
	if _, err := f.listen(t, "c\n0"); core.KindOf(err) != core.Offline || (<-asked).Header.Get("Last-Event-ID") != "" {
		t.Fatalf("a cursor that is no header: %v", err)
	}
}

func TestStreamThatBreaksTheProtocolIsLeft(t *testing.T) {
	for name, said := range map[string]string{
		"no JSON":               "id: c1\nevent: snapshot\ndata: hello\n\n",
		"null":                  "id: c1\nevent: snapshot\ndata: null\n\n",
		"a member twice":        strings.Replace(snapshot1, `"gone":[]`, `"gone":[],"gone":[]`, 1),
		"no time":               strings.Replace(snapshot1, "1800000000", "0", 1),
		"another id":            strings.Replace(snapshot1, "id: c1", "id: c2", 1),
		"no id":                 strings.Replace(snapshot1, "id: c1\n", "", 1),
		"a long cursor":         strings.ReplaceAll(snapshot1, "c1", strings.Repeat("c", 257)),
		"a huge event":          "event: snapshot\ndata: " + strings.Repeat("x", 300<<10),
		"a huge comment":        ":" + strings.Repeat("x", 300<<10),
		"many lines":            strings.Repeat("data: "+strings.Repeat("x", 1000)+"\n", 300),
		"a problem that is not": "event: problem\ndata: {\"code\":\"x\"}\n\n",
	} {
		f, _ := streaming(t, true, client.Options{}, said)
		got, err := f.listen(t, "")
		if core.KindOf(err) != core.Garbled || len(got) > 0 {
			t.Errorf("%s: %v, %d taken", name, err, len(got))
		}
	}
}

func TestProblemOnTheStreamIsTheServersWord(t *testing.T) {
	f, _ := streaming(t, true, client.Options{}, snapshot1, "event: problem\ndata: {\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,\"code\":\"device_suspended\"}\n\n")
	got, err := f.listen(t, "")
	wantKind(t, err, core.Suspended)
	if len(got) != 1 || refusal(t, err).Code != api.CodeSuspended {
		t.Fatalf("%d taken, %v", len(got), err)
	}
}

func TestWhatIsNoStreamIsNotRead(t *testing.T) {
	for name, c := range map[string]struct {
		h    http.HandlerFunc
		want core.Kind
	}{
		"JSON":       {func(w http.ResponseWriter, _ *http.Request) { send(w, 200, api.TypeJSON, "{}") }, core.Unsupported},
		"a page":     {func(w http.ResponseWriter, _ *http.Request) { send(w, 200, "text/html", "<h1>Log in</h1>") }, core.Unsupported},
		"nothing":    {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, core.Unsupported},
		"elsewhere":  {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Location", "/x"); w.WriteHeader(302) }, core.Redirected},
		"not there":  {func(w http.ResponseWriter, _ *http.Request) { problem(w, 404, api.Problem{Code: api.CodeNotFound}) }, core.NotLinked},
		"not that":   {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusNotAcceptable) }, core.Garbled},
		"overloaded": {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusServiceUnavailable) }, core.ServerDown},
	} {
		f := newFar(t, c.h, client.Options{})
		if got, err := f.listen(t, ""); core.KindOf(err) != c.want || len(got) > 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSilentStreamIsDeadAndABeatingOneIsNot(t *testing.T) {
	t.Parallel()
	quick := client.Options{Silence: 3 * time.Second} // many beats long: a machine may stand still for some
	f, _ := streaming(t, true, quick, snapshot1)
	got, err := f.listen(t, "")
	wantKind(t, err, core.Slow)
	if len(got) != 1 {
		t.Fatal(len(got))
	}
	over := make(chan struct{})
	defer close(over)
	f = newFar(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		for range 35 { // 3.5 s in all
			io.WriteString(w, ":\n")
			w.(http.Flusher).Flush()
			time.Sleep(100 * time.Millisecond)
		}
		io.WriteString(w, snapshot1)
	}, quick)
	if got, err := f.listen(t, ""); len(got) != 1 || core.KindOf(err) != core.Offline {
		t.Fatalf("%d taken, %v", len(got), err)
	}
}

func TestStreamIsProvenAndStopsWithItsReader(t *testing.T) {
	f, g := newGuarded(t, func(w http.ResponseWriter, r *http.Request) {
		send(w, 200, "text/event-stream", snapshot1)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	enough := errors.New("enough")
	err := f.client.Stream(t.Context(), f.device, "", func(api.FetchReply) error { return enough })
	if !errors.Is(err, enough) || g.old != 1 {
		t.Fatalf("%v, %d nonces refused", err, g.old)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = f.client.Stream(ctx, f.device, "", func(api.FetchReply) error { cancel(); return nil })
	wantKind(t, err, core.Cancelled)
}

// running runs the inbox until the test ends.
func (p *phone) running() {
	p.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); p.inbox.Run(ctx) }()
	p.t.Cleanup(func() { stop(); <-done })
}

// arrives waits for one request.
func (p *phone) arrives() core.Challenge {
	p.t.Helper()
	news := make(chan struct{}, 1)
	p.inbox.Observe(func(challenge.Event) {
		select {
		case news <- struct{}{}:
		default:
		}
	})
	for late := time.After(within); ; {
		if list := p.inbox.Pending(); len(list) == 1 {
			return list[0]
		}
		select {
		case <-news:
			continue
		case <-late:
		}
		break
	}
	p.t.Fatalf("no request within %v: %v", within, p.inbox.Trouble())
	return core.Challenge{}
}

func TestStubRequestsArriveByTheStream(t *testing.T) {
	w, p := linked(t)
	p.running()
	for range 5 {
		w.stub.ResetLimits()
		asked := w.ask()
		c := p.arrives()
		if o := p.answer(c, core.Approve, ""); o != core.Approved || w.state(asked) != "approved" {
			t.Fatal(o)
		}
	}
	// The server goes and comes: the phone listens again, and misses nothing.
	w.stop()
	w.start()
	w.stub.ResetLimits()
	w.ask()
	p.arrives()
}

func TestStubRequestsArriveWhateverBecomesOfTheStream(t *testing.T) {
	for _, kind := range []stub.Fault{
		{Kind: "drop"},
		{Kind: "garbage"},
		{Kind: "huge"},
		{Kind: "status", Status: 404},
		{Kind: "status", Status: 503},
		{Kind: "redirect", Location: "https://evil.example/"},
	} {
		t.Run(fmt.Sprint(kind.Kind, kind.Status), func(t *testing.T) {
			t.Parallel()
			w, p := linked(t)
			kind.Path = api.PathEvents
			if err := w.stub.Fault(kind); err != nil {
				t.Fatal(err)
			}
			p.running()
			for range 3 {
				w.stub.ResetLimits()
				asked := w.ask()
				c := p.arrives()
				if o := p.answer(c, core.Deny, ""); o != core.Refused || w.state(asked) != "denied" {
					t.Fatal(o)
				}
			}
			if len(p.inbox.AccountTrouble()) != 0 {
				t.Fatal(p.inbox.AccountTrouble())
			}
		})
	}
}
