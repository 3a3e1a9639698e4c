package enroll

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/url"
	"strings"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/link"
)

// Attempt is a log in on this device, under way in the system's browser. It lives
// in memory only: killed, the person starts it again, and nothing was kept.
type Attempt struct {
	URL      string // to open in the system's browser
	Origin   string
	Redirect string
	State    core.Secret    // comes back with the browser (RFC 6749 section 10.12)
	Verifier core.Secret    // PKCE (RFC 7636)
	Again    core.AccountID // the account that is linked again; "" for a new one
}

// Login begins a log in on this device: it makes sure that a server of ours is at
// origin, and gives the address to open. redirect is where the browser comes back
// to, a loopback address or a scheme of ours (RFC 8252).
func (e *Enroller) Login(ctx context.Context, origin, redirect string) (Attempt, error) {
	if err := link.CheckOrigin(origin); err != nil {
		return Attempt{}, err
	}
	if u, err := url.Parse(redirect); err != nil || u.Scheme == "" || u.Fragment != "" {
		return Attempt{}, core.Errorf("enroll.Login", core.Internal, "no address for the browser to come back to")
	}
	if _, err := e.server.Configuration(ctx, origin); err != nil {
		return Attempt{}, err
	}
	state, verifier := random(), random()
	sum := sha256.Sum256([]byte(verifier))
	q := url.Values{
		"response_type": {"code"}, "client_id": {api.ClientID}, "redirect_uri": {redirect},
		"scope": {api.ScopeLink}, "state": {state}, "device_name": {e.phone.Name},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"},
	}
	return Attempt{
		URL: origin + api.PathAuthorize + "?" + q.Encode(), Origin: origin, Redirect: redirect,
		State: core.NewSecret([]byte(state)), Verifier: core.NewSecret([]byte(verifier)),
	}, nil
}

// random is 256 bits in base64url: 43 characters, the least that RFC 7636 section
// 4.1 allows.
func random() string {
	var b [32]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// FinishLogin takes what the browser came back with and links the account, which is
// Active at once. core.Denied: the person refused, or what came back is not the
// answer to this attempt.
func (e *Enroller) FinishLogin(ctx context.Context, a Attempt, callback url.Values) (core.Account, error) {
	code, err := checkCallback(a, callback)
	if err != nil {
		return core.Account{}, err
	}
	t, err := e.server.Token(ctx, a.Origin, code, string(a.Verifier.Bytes()), a.Redirect)
	if err != nil {
		return core.Account{}, err
	}
	if err := checkToken(t); err != nil {
		return core.Account{}, err
	}
	return e.begin(ctx, link.Offer{Origin: a.Origin, Code: t.AccessToken, KeyID: t.KeyID}, true, a.Again)
}

// checkCallback looks at the state before anything else: without it the rest may
// be anybody's.
func checkCallback(a Attempt, callback url.Values) (code string, err error) {
	state, ok := once(callback, "state")
	if !ok || a.State.Len() == 0 || subtle.ConstantTimeCompare([]byte(state), a.State.Bytes()) != 1 {
		return "", core.Errorf("enroll.FinishLogin", core.Denied, "the browser came back from another log in")
	}
	// RFC 9207: another server's answer must not be taken to this one.
	if iss, ok := once(callback, "iss"); !ok || iss != a.Origin {
		return "", core.Errorf("enroll.FinishLogin", core.Denied, "the browser came back from another server")
	}
	if callback.Has("error") {
		return "", callbackError(callback.Get("error"))
	}
	code, ok = once(callback, "code")
	if !ok || len(code) > maxCode {
		return "", core.Errorf("enroll.FinishLogin", core.Garbled, "the browser came back without a code")
	}
	return code, nil
}

// maxCode is the most characters that a code or an access token may have.
const maxCode = 1024

func once(v url.Values, name string) (string, bool) {
	if len(v[name]) != 1 || v[name][0] == "" {
		return "", false
	}
	return v[name][0], true
}

// callbackError reads an error of RFC 6749 section 4.1.2.1.
func callbackError(name string) error {
	switch name {
	case "access_denied":
		return core.Errorf("enroll.FinishLogin", core.Denied, "access denied")
	case "server_error", "temporarily_unavailable":
		return core.Errorf("enroll.FinishLogin", core.ServerDown, "the server could not log in")
	}
	return core.Errorf("enroll.FinishLogin", core.Garbled, "the server refused the log in as wrongly asked for")
}

func checkToken(t api.TokenReply) error {
	kid, err := base64.RawURLEncoding.Strict().DecodeString(t.KeyID)
	switch {
	case !isToken(t.AccessToken) || !strings.EqualFold(t.TokenType, "Bearer"):
		return core.Errorf("enroll.FinishLogin", core.Garbled, "no token that can be used")
	case t.Scope != "" && t.Scope != api.ScopeLink:
		return core.Errorf("enroll.FinishLogin", core.Garbled, "a token for something else")
	case err != nil || len(kid) != 32 || len(t.KeyID) != 43:
		return core.Errorf("enroll.FinishLogin", core.Garbled, "no key to expect")
	}
	return nil
}

// isToken tells what RFC 6749 appendix A.12 allows, without the space.
func isToken(s string) bool {
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return s != "" && len(s) <= maxCode
}
