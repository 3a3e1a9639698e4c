package stub

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core/api"
)

// second is another person with a phone.
func (w *world) second() (*browser, *phone) {
	w.t.Helper()
	w.ok(w.s.AddPerson("ben@example.ch", annaPass, "collaborator"))
	b := w.browser()
	var l api.LoginReply
	b.do("POST", api.PathLogins, api.LoginRequest{User: "ben@example.ch", Password: annaPass}).want(201).into(&l)
	b.redeem(l.ID).want(204)
	return b, w.linkPhone(b, "Pixel 9 · kAuth")
}

// listener is a phone's part of a bundle.
func (p *phone) listener(cursor string) api.Listener {
	return api.Listener{Proof: p.proof("GET", api.PathEvents, p.nonce, api.NewCode()), Cursor: cursor}
}

// bundle asks for one, by that client.
func (w *world) bundle(c *http.Client, origin string, all ...api.Listener) *ear {
	w.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	body, err := json.Marshal(api.BundleRequest{Listen: all})
	w.ok(err)
	req, err := http.NewRequestWithContext(ctx, "POST", origin+api.PathBundle, bytes.NewReader(body))
	w.ok(err)
	req.Header.Set("Content-Type", api.TypeJSON)
	resp, err := c.Do(req)
	w.ok(err)
	e := &ear{w.t, resp, bufio.NewReader(resp.Body), stop}
	w.t.Cleanup(e.close)
	return e
}

// of takes the next event, which is about this phone.
func (e *ear) of(p *phone, name string) (reply api.FetchReply, code api.Code) {
	e.t.Helper()
	h, ok := e.next()
	var said struct {
		api.BundleEvent
		api.FetchReply
		Code api.Code
	}
	if err := json.Unmarshal([]byte(h.data), &said); !ok || err != nil || h.name != name || said.Device != p.reg.Device {
		e.t.Fatalf("%s of %s was to come: %+v, %v", name, p.reg.Device, h, err)
	}
	return said.FetchReply, said.Code
}

func TestAccountsOfOneServerListenOverOneConnection(t *testing.T) {
	for name, two := range map[string]bool{"HTTP/1.1": false, "HTTP/2": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, Options{})
			anna, p := w.linked()
			_, q := w.second()
			secure := httptest.NewUnstartedServer(w.s.Handler())
			secure.EnableHTTP2 = two
			secure.StartTLS()
			defer secure.Close()
			pc, qc := p.fetch().Cursor, q.fetch().Cursor
			e := w.bundle(secure.Client(), secure.URL, p.listener(pc), q.listener(qc))
			if e.resp.StatusCode != 200 || e.resp.Header.Get("Content-Type") != api.TypeEvents || e.resp.ProtoMajor == 2 != two {
				t.Fatalf("%s %d", e.resp.Proto, e.resp.StatusCode)
			}
			_, ask := anna.ask()
			now, _ := e.of(p, "snapshot")
			if len(now.Challenges) != 1 || p.open(now.Challenges[0]).ID != ask.Challenge {
				t.Fatalf("Anna's phone hears %+v", now)
			}
			elsewhere := q.listen(qc)
			e.of(q, "end")
			anna.do("DELETE", api.Path(api.PathMethod, p.reg.Device), nil).want(204)
			for now, _ = e.of(p, "snapshot"); len(now.Statements) == 0; now, _ = e.of(p, "snapshot") {
			}
			e.ends() // nobody listens there any more
			elsewhere.close()
		})
	}
}

func TestWhatABundleSaysFirstIsWhatEachDoesNotKnow(t *testing.T) {
	w := newWorld(t, Options{})
	anna, p := w.linked()
	_, q := w.second()
	anna.ask()
	p.fetch()
	e := w.bundle(w.http.Client(), w.http.URL, q.listener(q.fetch().Cursor), p.listener("another"))
	if now, _ := e.of(p, "snapshot"); len(now.Challenges) != 1 {
		t.Fatalf("%+v", now)
	}
}

// A proof serves for its own device, once, and for nothing else than to listen.
func TestProofInABundleIsForItsAccountAlone(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	_, q := w.second()
	pc := p.fetch().Cursor
	q.fetch()
	used := p.listener(pc)
	w.bundle(w.http.Client(), w.http.URL, used).close()
	forged := *q // Ben's phone says that it is Anna's
	forged.reg.Device = p.reg.Device
	forged.nonce = p.nonce
	for name, bad := range map[string]api.Listener{
		"another key":  forged.listener(pc),
		"used before":  used,
		"another path": {Proof: p.proof("POST", api.PathBundle, p.nonce, api.NewCode())},
		"the poll":     {Proof: p.proof("GET", api.PathChallenges, p.nonce, api.NewCode())},
	} {
		e := w.bundle(w.http.Client(), w.http.URL, bad, q.listener("x"))
		if _, code := e.of(p, "problem"); code != api.CodeBadProof {
			t.Errorf("%s: %s", name, code)
		}
		e.of(p, "end")
		e.of(q, "snapshot")
		e.close()
		q.fetch()
	}
}

func TestBundleWithAnOldNonceIsToldAllNewOnes(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	_, q := w.second()
	p.fetch()
	q.nonce = "old"
	e := w.bundle(w.http.Client(), w.http.URL, p.listener("x"), q.listener("x"))
	var r api.BundleProblem
	if json.NewDecoder(e.resp.Body).Decode(&r) != nil || e.resp.StatusCode != 401 || r.Code != api.CodeUseNonce || len(r.Nonces) != 2 {
		t.Fatalf("%d %+v", e.resp.StatusCode, r)
	}
	p.nonce, q.nonce = r.Nonces[p.reg.Device], r.Nonces[q.reg.Device]
	e = w.bundle(w.http.Client(), w.http.URL, p.listener("x"), q.listener("x"))
	e.of(p, "snapshot")
	e.of(q, "snapshot")
}

func TestBundleOfNobodyTwiceOrTooManyIsRefused(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	p.fetch()
	for name, all := range map[string][]api.Listener{
		"nobody":   {},
		"twice":    {p.listener("x"), p.listener("x")},
		"no proof": {{Proof: "x"}},
		"too many": make([]api.Listener, api.MaxBundle+1),
		"too long": {{Proof: strings.Repeat("x", api.MaxBundleBody)}},
	} {
		e := w.bundle(w.http.Client(), w.http.URL, all...)
		if e.resp.StatusCode != 400 && e.resp.StatusCode != 413 {
			t.Errorf("%s: %d", name, e.resp.StatusCode)
		}
	}
}

func TestBundleHasOneHeartbeatForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBoard()
		ours, theirs := net.Pipe()
		of := b.bundle(ours)
		for range 10 {
			st := b.begin("dev", "0")
			b.open(st, of.share("dev"))
			b.add(st)
		}
		beats := 0
		go func() {
			r := bufio.NewReader(theirs)
			for line, err := r.ReadString('\n'); err == nil; line, err = r.ReadString('\n') {
				if line == heartbeat {
					beats++
				}
			}
		}()
		time.Sleep(10*time.Minute + time.Second)
		synctest.Wait()
		b.close()
		synctest.Wait()
		if beats < 39 || beats > 41 {
			t.Errorf("%d heartbeats in ten minutes", beats)
		}
	})
}

// A phone may listen elsewhere before the others have taken their parts.
func TestBundleOutlivesAPhoneThatLeavesWhileItBegins(t *testing.T) {
	ours, theirs := net.Pipe()
	go io.Copy(io.Discard, theirs)
	of := newBoard().bundle(ours)
	if err := of.share("dev_a").Close(); err != nil {
		t.Error(err)
	}
	if _, err := of.share("dev_b").Write([]byte("event: snapshot\ndata: {}\n\n")); err != nil {
		t.Errorf("the next one is told nothing: %v", err)
	}
}
