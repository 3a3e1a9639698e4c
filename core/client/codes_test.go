package client_test

import (
	"encoding/base64"
	"net/http"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/client"
)

func unb64(s string) []byte {
	b, _ := base64.RawURLEncoding.DecodeString(s)
	return b
}

func TestCodesBecomeKinds(t *testing.T) {
	type want map[string]core.Kind // by call; "" is every other one
	for _, c := range []struct {
		status int
		code   api.Code
		want   want
	}{
		{400, api.CodeBadRequest, want{"": core.Internal}},
		{400, api.CodeBadJWS, want{"": core.Internal}},
		{401, api.CodeBadProof, want{"": core.NotLinked, "Register": core.Denied, "Token": core.Denied}},
		{403, api.CodeUnconfirmed, want{"": core.Denied}},
		{403, api.CodeSuspended, want{"": core.Suspended}},
		{403, api.CodeAccountBlocked, want{"": core.Blocked}},
		{403, api.CodePushPaused, want{"": core.Paused}},
		{403, api.CodeRelink, want{"": core.Relink}},
		{403, api.CodeUVRequired, want{"": core.Unverified}},
		{403, api.CodePolicy, want{"": core.Forbidden}},
		{404, api.CodeNotFound, want{"": core.NotLinked, "Answer": core.NotFound, "Register": core.LinkExpired, "Token": core.LinkExpired}},
		{409, api.CodeAlreadyAnswered, want{"": core.AlreadyDone}},
		{409, api.CodeSuperseded, want{"": core.AlreadyDone}},
		{409, api.CodeLinkUsed, want{"": core.LinkUsed}},
		{409, api.CodeCounterReuse, want{"": core.Suspended}},
		{410, api.CodeExpired, want{"": core.Expired, "Register": core.LinkExpired, "Token": core.LinkExpired}},
		{422, api.CodeMismatch, want{"": core.Mismatch}},
		{429, api.CodeRateLimited, want{"": core.RateLimited}},
		{503, api.CodeUnavailable, want{"": core.ServerDown}},
		{403, "new_rule", want{"": core.Denied}},
		{500, "internal", want{"": core.ServerDown}},
	} {
		f := newFar(t, func(w http.ResponseWriter, r *http.Request) { problem(w, c.status, api.Problem{Code: c.code}) }, client.Options{})
		for name, call := range f.calls(t) {
			kind, ok := c.want[name]
			if !ok {
				kind = c.want[""]
			}
			err := call()
			if core.KindOf(err) != kind {
				t.Errorf("%s with %s: %q instead of %q", c.code, name, core.KindOf(err), kind)
			} else if p := refusal(t, err); p.Code != c.code || p.Status != c.status {
				t.Errorf("%s with %s: %+v", c.code, name, p)
			}
		}
	}
}

func TestWhatStandsInFrontOfAServerMayAnswerForIt(t *testing.T) {
	for _, status := range []int{500, 502, 503, 504, 520} {
		f := newFar(t, func(w http.ResponseWriter, _ *http.Request) { send(w, status, "text/html", "<h1>Bad Gateway</h1>") }, client.Options{})
		each(t, f, core.ServerDown)
	}
	f := newFar(t, func(w http.ResponseWriter, _ *http.Request) { send(w, 429, "text/plain", "slow down") }, client.Options{})
	each(t, f, core.RateLimited)
}

func TestWhoAnsweredBeforeIsTold(t *testing.T) {
	f := newFar(t, func(w http.ResponseWriter, _ *http.Request) {
		problem(w, 409, api.Problem{Code: api.CodeAlreadyAnswered, State: "denied", By: "other_device"})
	}, client.Options{})
	_, err := f.client.Answer(t.Context(), f.device, challengeID, "a.b.c")
	wantKind(t, err, core.AlreadyDone)
	if p := refusal(t, err); p.State != "denied" || p.By != "other_device" {
		t.Fatalf("%+v", p)
	}
}

func TestRetryAfterIsRead(t *testing.T) {
	date := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, status := range []int{429, 503} {
		for header, want := range map[string]time.Duration{
			"": 0, "7": 7 * time.Second, "-5": 0, "soon": 0, "99999999999999999999": 0, "86400": time.Hour, "2000000000": time.Hour,
			date.Add(30 * time.Second).Format(http.TimeFormat): 30 * time.Second,
			date.Add(-time.Hour).Format(http.TimeFormat):       0,
		} {
			f := newFar(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Date", date.Format(http.TimeFormat))
				if header != "" {
					w.Header().Set("Retry-After", header)
				}
				problem(w, status, api.Problem{Code: api.CodeRateLimited})
			}, client.Options{})
			_, err := f.client.Fetch(t.Context(), f.device, "", 0)
			if got := refusal(t, err).RetryAfter; got != want {
				t.Errorf("%d with %q: %v", status, header, got)
			}
		}
	}
}

func TestErrorsOfOAuthAreUnderstood(t *testing.T) {
	for body, want := range map[string]core.Kind{
		`{"error":"invalid_grant","error_description":"used"}`: core.LinkExpired,
		`{"error":"invalid_request"}`:                          core.Internal,
		`{"error":""}`:                                         core.Garbled,
		`{}`:                                                   core.Garbled,
	} {
		f := newFar(t, func(w http.ResponseWriter, _ *http.Request) { send(w, 400, api.TypeJSON, body) }, client.Options{})
		_, err := f.client.Token(t.Context(), f.URL, "c", "v", "r")
		wantKind(t, err, want)
		// Elsewhere they are no answer.
		_, err = f.client.Fetch(t.Context(), f.device, "", 0)
		wantKind(t, err, core.Garbled)
	}
}
