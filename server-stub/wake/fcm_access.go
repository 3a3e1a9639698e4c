package wake

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	accessScope = "https://www.googleapis.com/auth/firebase.messaging"
	accessEarly = 5 * time.Minute  // before its end, the next is asked for
	accessPause = 10 * time.Second // after a refusal: it would be the same for each phone
)

// access is what Google lets us send by, for an hour each: RFC 7523 section 2.1 with
// the service account's key ("Using OAuth 2.0 for Server to Server Applications").
type access struct {
	client          *http.Client
	key             *rsa.PrivateKey
	keyID, email    string
	uri             string // where it is given
	now             func() time.Time
	turn            chan struct{} // holds one: who asks, asks for all
	value           string
	until, refusedT time.Time
	refused         Answer
}

// get gives what is there, or asks for it.
func (a *access) get(ctx context.Context) (string, *Answer) {
	select {
	case a.turn <- struct{}{}:
		defer func() { <-a.turn }()
	case <-ctx.Done():
		return "", unanswered(ctx.Err())
	}
	now := a.now()
	switch since := now.Sub(a.refusedT); {
	case a.value != "" && now.Before(a.until):
		return a.value, nil
	case a.refused.Outcome != "" && since >= 0 && since < accessPause:
		said := a.refused
		return "", &said
	}
	value, life, failed := a.ask(ctx, now)
	if failed != nil {
		failed.Why = "no access from Google: " + failed.Why
		if failed.Status != 0 {
			a.refused, a.refusedT = *failed, now
		}
		return "", failed
	}
	a.refused, a.value, a.until = Answer{}, value, now.Add(life-min(accessEarly, life/2))
	return value, nil
}

// forget has the next one asked for, where this is still what is there.
func (a *access) forget(ctx context.Context, value string) {
	select {
	case a.turn <- struct{}{}:
	case <-ctx.Done():
		return
	}
	if a.value == value {
		a.value = ""
	}
	<-a.turn
}

func (a *access) ask(ctx context.Context, now time.Time) (value string, life time.Duration, failed *Answer) {
	claim := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{
		"iss": a.email, "scope": accessScope, "aud": a.uri, "iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
	})
	claim.Header["kid"] = a.keyID
	assertion, err := claim.SignedString(a.key)
	if err != nil {
		return "", 0, &Answer{Outcome: Refused, Why: err.Error()}
	}
	form := url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "assertion": {assertion}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.uri, strings.NewReader(form.Encode()))
	if err != nil {
		return "", 0, &Answer{Outcome: Refused, Why: plain(err)}
	}
	req.Header = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "User-Agent": {userAgent}}
	r, failed := exchange(a.client, req)
	if failed != nil {
		return "", 0, failed
	}
	return r.access(now)
}

// access reads a reply by RFC 6749 sections 5.1 and 5.2.
func (r reply) access(now time.Time) (value string, life time.Duration, failed *Answer) {
	var said struct {
		Access string `json:"access_token"`
		Type   string `json:"token_type"`
		Life   int64  `json:"expires_in"`
		Error  string `json:"error"`
	}
	err := json.Unmarshal(r.body, &said)
	a := r.answer(now)
	switch {
	case a.Outcome == Delivered && err == nil && said.Access != "" && strings.EqualFold(said.Type, "Bearer") && said.Life > 0:
		return said.Access, time.Duration(min(said.Life, 24*3600)) * time.Second, nil
	case a.Outcome == Delivered:
		a.Outcome, a.Why = Refused, "a reply without it"
	case err == nil && said.Error != "":
		a.Why = safeWord(said.Error)
	}
	return "", 0, &a
}
