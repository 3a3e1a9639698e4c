package client_test

import (
	"crypto/ecdsa"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/client"
)

func TestFirstCallLearnsTheNonceAndTheNextOnesUseIt(t *testing.T) {
	f, g := newGuarded(t, func(w http.ResponseWriter, r *http.Request) {
		send(w, 200, api.TypeJSON, `{"server_time":1,"cursor":"c"}`)
	})
	for range 3 {
		if _, err := f.client.Fetch(t.Context(), f.device, "a b&c", time.Second); err != nil {
			t.Fatal(err)
		}
	}
	if g.old != 1 {
		t.Fatalf("%d proofs were refused", g.old)
	}
	g.nonce = "two" // the server's key changed, or five minutes went by
	if _, err := f.client.Fetch(t.Context(), f.device, "", 0); err != nil || g.old != 2 {
		t.Fatalf("%d, %v", g.old, err)
	}
}

func TestServerThatRefusesItsOwnNonceIsAskedTwiceAndNoMore(t *testing.T) {
	n := 0
	f := newFar(t, func(w http.ResponseWriter, _ *http.Request) {
		n++
		w.Header().Set(api.HeaderNonce, strconv.Itoa(n))
		problem(w, 401, api.Problem{Code: api.CodeUseNonce})
	}, client.Options{})
	_, err := f.client.Fetch(t.Context(), f.device, "", 0)
	wantKind(t, err, core.Garbled)
	if n != 2 {
		t.Fatalf("%d times", n)
	}
}

func TestNoncesOfTwoDevicesAndServersStayApart(t *testing.T) {
	seen := map[string][]string{}
	h := func(name string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			jws := strings.TrimPrefix(r.Header.Get("Authorization"), "KA ")
			_, payload, _ := strings.Cut(jws, ".")
			payload, _, _ = strings.Cut(payload, ".")
			var p api.Proof
			if err := json.Unmarshal(unb64(payload), &p); err != nil {
				t.Error(err)
			}
			seen[name+p.Iss] = append(seen[name+p.Iss], p.Nonce)
			w.Header().Set(api.HeaderNonce, name+p.Iss)
			w.WriteHeader(http.StatusNoContent)
		}
	}
	a, b := newFar(t, h("a"), client.Options{}), newFar(t, h("b"), client.Options{})
	other := b.device
	other.ID = "dev_BBBBBBBBBBBBBBBBBBBBBA"
	for range 2 {
		for _, d := range []core.Device{a.device, b.device, other} {
			// Both servers have the one certificate of httptest.
			if _, err := b.client.Fetch(t.Context(), d, "", 0); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, name := range []string{"a" + deviceID, "b" + deviceID, "b" + other.ID} {
		if got := seen[name]; len(got) != 2 || got[0] != "" || got[1] != name {
			t.Fatalf("%s: %q", name, got)
		}
	}
}

// A connection that was kept may die with the request on it. net/http then sends a
// GET again by itself, proof and all, and the server has seen that proof.
func TestProofThatWasSeenBeforeIsMadeAnew(t *testing.T) {
	n := 0
	f := newFar(t, func(w http.ResponseWriter, _ *http.Request) {
		n++
		w.Header().Set(api.HeaderNonce, "x")
		if n == 1 {
			problem(w, 401, api.Problem{Code: api.CodeBadProof})
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}, client.Options{})
	if _, err := f.client.Fetch(t.Context(), f.device, "", 0); err != nil {
		t.Fatal(err)
	}
}

func TestManyCallsAtOnceShareNonces(t *testing.T) {
	var mu sync.Mutex
	var f *far
	f = newFar(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		jws := strings.TrimPrefix(r.Header.Get("Authorization"), "KA ")
		p, err := api.OpenProof(jws, f.device.Key.Public().(*ecdsa.PublicKey), deviceID, f.URL, r.Method, r.RequestURI, nil)
		w.Header().Set(api.HeaderNonce, "n")
		switch {
		case err != nil:
			problem(w, 401, api.Problem{Code: api.CodeBadProof})
		case p.Nonce != "n":
			problem(w, 401, api.Problem{Code: api.CodeUseNonce})
		default:
			w.WriteHeader(http.StatusNoContent)
		}
	}, client.Options{})
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := f.client.Fetch(t.Context(), f.device, "", 0); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestPollIsAskedForAsTheProtocolSays(t *testing.T) {
	for wait, want := range map[time.Duration]string{
		0: "0", time.Second: "1", 25 * time.Second: "25", time.Hour: "25", 1500 * time.Millisecond: "1", -time.Second: "0",
	} {
		f, _ := newGuarded(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method != "GET" || r.URL.Path != "/v1/devices/self/challenges" || r.URL.Query().Get("wait") != want ||
				r.URL.Query().Get("cursor") != "a b&c/+" {
				t.Errorf("%s %s", r.Method, r.RequestURI)
			}
			w.WriteHeader(http.StatusNoContent)
		})
		reply, err := f.client.Fetch(t.Context(), f.device, "a b&c/+", wait)
		if err != nil || reply.Cursor != "a b&c/+" || reply.ServerTime != 0 {
			t.Fatalf("%+v, %v", reply, err)
		}
	}
}

func TestHeldPollHasItsWaitOnTopOfTheAnswersTime(t *testing.T) {
	over := make(chan struct{})
	f := newFar(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("wait") == "0" {
			<-over
			return
		}
		time.Sleep(400 * time.Millisecond)
		w.WriteHeader(http.StatusNoContent)
	}, short)
	defer close(over)
	if _, err := f.client.Fetch(t.Context(), f.device, "", api.MaxWait); err != nil {
		t.Fatal(err)
	}
	_, err := f.client.Fetch(t.Context(), f.device, "", 0)
	wantKind(t, err, core.Slow)
}

func TestReplyToAPollIsGivenWhole(t *testing.T) {
	f := newFar(t, func(w http.ResponseWriter, _ *http.Request) {
		send(w, 200, "application/json; charset=utf-8", `{"server_time":7,"cursor":"c","challenges":["a"],"gone":[{"cid":"x","state":"denied"}],"stmts":["s"],"later":1}`)
	}, client.Options{})
	r, err := f.client.Fetch(t.Context(), f.device, "", 0)
	if err != nil || r.ServerTime != 7 || r.Cursor != "c" || len(r.Challenges) != 1 || r.Gone[0].State != "denied" || r.Statements[0] != "s" {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, bad := range []string{`{"server_time":0,"cursor":"c"}`, `{"server_time":-1}`, `{"server_time":1,"cursor":"` + strings.Repeat("x", 300) + `"}`} {
		f := newFar(t, func(w http.ResponseWriter, _ *http.Request) { send(w, 200, api.TypeJSON, bad) }, client.Options{})
		_, err := f.client.Fetch(t.Context(), f.device, "", 0)
		wantKind(t, err, core.Garbled)
	}
}

func TestAnswerIsTheBareJWS(t *testing.T) {
	f := newFar(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Method != "POST" || r.URL.Path != "/v1/challenges/"+challengeID+"/answer" || string(body) != "a.b.c" ||
			r.Header.Get("Content-Type") != "application/jose" || r.Header.Get("Authorization") != "" || r.Header.Get("Idempotency-Key") != "" {
			t.Errorf("%s %s %v %s", r.Method, r.RequestURI, r.Header, body)
		}
		send(w, 200, api.TypeJSON, `{"cid":"`+challengeID+`","state":"approved","server_time":5,"recovery":true}`)
	}, client.Options{})
	r, err := f.client.Answer(t.Context(), f.device, challengeID, "a.b.c")
	if err != nil || r.State != "approved" || !r.Recovery {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, bad := range []string{"", "chl_x", "../../devices/self", "chl_ICEiIyQlJicoKSorLC0u?x"} {
		_, err := f.client.Answer(t.Context(), f.device, bad, "a.b.c")
		wantKind(t, err, core.Malformed)
	}
}

func TestReplyAboutAnotherChallengeIsGarbled(t *testing.T) {
	f := newFar(t, func(w http.ResponseWriter, r *http.Request) {
		send(w, 200, api.TypeJSON, `{"cid":"chl_AAAAAAAAAAAAAAAAAAAAAA","state":"approved","server_time":5}`)
	}, client.Options{})
	_, err := f.client.Answer(t.Context(), f.device, challengeID, "a.b.c")
	wantKind(t, err, core.Garbled)
}

func TestRegistrationIsPostedAsJSON(t *testing.T) {
	f := newFar(t, func(w http.ResponseWriter, r *http.Request) {
		var req api.RegisterRequest
		if err := json.NewDecoder(r.Body).Decode(&req); err != nil || req.Link != "code" || req.Reg != "a.b.c" || r.URL.Path != "/v1/devices" {
			t.Errorf("%+v %v", req.Link, err)
		}
		send(w, 201, api.TypeJSON, `{"device":"dev_x","totp":{"secret":"s","digits":6},"server_time":5}`)
	}, client.Options{})
	r, err := f.client.Register(t.Context(), f.URL, api.RegisterRequest{Link: "code", Reg: "a.b.c"})
	if err != nil || r.Device != "dev_x" || r.TOTP.Secret != "s" || r.TOTP.Digits != 6 {
		t.Fatalf("%v, %v", r.Device, err)
	}
}

func TestBackupCodesAreFitToBeShown(t *testing.T) {
	for body, want := range map[string]core.Kind{
		`{"codes":["abcd-efgh","1234"],"server_time":1}`:    "",
		`{"codes":[],"server_time":1}`:                      "",
		`{"codes":[""],"server_time":1}`:                    core.Garbled,
		`{"codes":["a\u202eb"],"server_time":1}`:            core.Garbled,
		`{"codes":["a\nb"],"server_time":1}`:                core.Garbled,
		`{"codes":["` + strings.Repeat("x", 65) + `"]}`:     core.Garbled,
		`{"codes":[` + strings.Repeat(`"x",`, 32) + `"x"]}`: core.Garbled,
	} {
		f, _ := newGuarded(t, func(w http.ResponseWriter, r *http.Request) { send(w, 200, api.TypeJSON, body) })
		_, err := f.client.RecoveryCodes(t.Context(), f.device)
		wantKind(t, err, want)
	}
}

func TestActivityIsFitToBeShown(t *testing.T) {
	f, _ := newGuarded(t, func(w http.ResponseWriter, r *http.Request) {
		send(w, 200, api.TypeJSON, `{"events":[{"at":1,"what":"signed_in","ua":"Fire\u202efox"}]}`)
	})
	list, err := f.client.Activity(t.Context(), f.device)
	if err != nil || len(list) != 1 || list[0].Agent != "Firefox" {
		t.Fatalf("%+v, %v", list, err)
	}
}

func TestAcknowledgingAndGivingUpHaveNoBody(t *testing.T) {
	var got []string
	f, _ := newGuarded(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Method+" "+r.RequestURI+" "+strconv.FormatInt(r.ContentLength, 10))
		w.WriteHeader(http.StatusNoContent)
	})
	if err := f.client.AckRecoveryCodes(t.Context(), f.device); err != nil {
		t.Fatal(err)
	}
	if err := f.client.GiveUp(t.Context(), f.device); err != nil {
		t.Fatal(err)
	}
	if want := "POST /v1/devices/self/recovery-codes 0|DELETE /v1/devices/self 0"; strings.Join(got, "|") != want {
		t.Fatal(got)
	}
}

func TestTokenIsAskedForWithAForm(t *testing.T) {
	f := newFar(t, func(w http.ResponseWriter, r *http.Request) {
		r.ParseForm()
		want := url.Values{
			"grant_type": {"authorization_code"}, "client_id": {"kauth-app"}, "code": {"c"},
			"code_verifier": {"v"}, "redirect_uri": {"http://127.0.0.1:1/callback"},
		}
		if r.PostForm.Encode() != want.Encode() || r.URL.Path != "/token" {
			t.Errorf("%s %v", r.RequestURI, r.PostForm)
		}
		send(w, 200, api.TypeJSON, `{"access_token":"t","token_type":"Bearer","expires_in":300,"scope":"authenticator:link","kid":"k"}`)
	}, client.Options{})
	r, err := f.client.Token(t.Context(), f.URL, "c", "v", "http://127.0.0.1:1/callback")
	if err != nil || r.AccessToken != "t" || r.KeyID != "k" {
		t.Fatal(err)
	}
}

func TestConfigurationIsThatOfThisServer(t *testing.T) {
	for body, want := range map[string]core.Kind{
		`{"issuer":"URL","versions":[1],"name":"Example"}`: "",
		`{"issuer":"URL","versions":[2,1]}`:                "",
		`{"issuer":"URL","versions":[2]}`:                  core.TooNew,
		`{"issuer":"URL"}`:                                 core.TooNew,
		`{"issuer":"URL/","versions":[1]}`:                 core.Garbled,
		`{"issuer":"https://evil.example","versions":[1]}`: core.Garbled,
		`{}`: core.Garbled,
	} {
		var f *far
		f = newFar(t, func(w http.ResponseWriter, r *http.Request) {
			send(w, 200, api.TypeJSON, strings.Replace(body, "URL", f.URL, 1))
		}, client.Options{})
		_, err := f.client.Configuration(t.Context(), f.URL)
		wantKind(t, err, want)
	}
}

func TestServersTimeIsPassedOn(t *testing.T) {
	type seen struct {
		origin               string
		server, sent, gotten time.Time
	}
	var got []seen
	o := client.Options{Observe: func(origin string, server, sent, received time.Time) {
		got = append(got, seen{origin, server, sent, received})
	}}
	hold := time.Duration(0)
	f := newFar(t, func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(hold)
		w.Header().Set("Date", time.Unix(500, 0).UTC().Format(http.TimeFormat))
		switch r.URL.Path {
		case api.PathChallenges:
			send(w, 200, api.TypeJSON, `{"server_time":700}`)
		case api.PathActivity:
			problem(w, 404, api.Problem{Code: api.CodeNotFound})
		default:
			w.WriteHeader(http.StatusNoContent)
		}
	}, o)
	f.client.Fetch(t.Context(), f.device, "", 0)
	f.client.GiveUp(t.Context(), f.device)
	f.client.Activity(t.Context(), f.device)
	hold = 1500 * time.Millisecond
	f.client.Fetch(t.Context(), f.device, "", 5*time.Second)
	if len(got) != 4 {
		t.Fatalf("%d times", len(got))
	}
	for i, want := range []int64{700, 500, 500, 700} {
		if g := got[i]; g.origin != f.URL || g.server.Unix() != want || g.sent.After(g.gotten) || time.Since(g.gotten) > time.Minute {
			t.Errorf("%d: %+v", i, g)
		}
	}
	// A held poll was answered when it was let go, not half-way.
	if last := got[3]; last.gotten.Sub(last.sent) > time.Second {
		t.Errorf("a window of %v", last.gotten.Sub(last.sent))
	}
}

func TestWakeUpRegistrationsArePutAsJSON(t *testing.T) {
	for want, list := range map[string][]api.Push{
		`{"push":[]}`: nil,
		`{"push":[{"kind":"webpush","endpoint":"https://push.example.org/x","p256dh":"P","auth":"A"}]}`: {
			{Kind: "webpush", Endpoint: "https://push.example.org/x", P256DH: "P", Auth: "A"},
		},
	} {
		f := newFar(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if r.Method != "PUT" || r.URL.Path != "/v1/devices/self/push" || r.Header.Get("Content-Type") != api.TypeJSON || string(body) != want {
				t.Errorf("%s %s %s", r.Method, r.RequestURI, body)
			}
			w.WriteHeader(http.StatusNoContent)
		}, client.Options{})
		if err := f.client.PutPush(t.Context(), f.device, list); err != nil {
			t.Fatal(err)
		}
	}
}
