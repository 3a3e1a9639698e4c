package enroll_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/coretest"
	"kauth/core/enroll"
)

const redirect = "http://127.0.0.1:5555/callback"

func TestLogInOnThisDeviceIsActiveAtOnce(t *testing.T) {
	s := newScene()
	at, err := s.Enroll.Login(t.Context(), s.server.Origin, redirect)
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.Enroll.FinishLogin(t.Context(), at, s.server.Authorize(at.URL, coretest.Anna))
	if err != nil || a.State != core.Active || !a.CodesWaiting || a.Device.LinkCode.Len() != 0 {
		t.Fatalf("%+v, %v", a, err)
	}
	s.whole(t)
}

func TestAuthorizeAddressIsAsTheProtocolSays(t *testing.T) {
	s := newScene()
	at, err := s.Enroll.Login(t.Context(), s.server.Origin, redirect)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(at.URL)
	if err != nil || u.Scheme+"://"+u.Host != s.server.Origin || u.Path != "/authorize" {
		t.Fatal(at.URL)
	}
	for name, want := range map[string]string{
		"response_type": "code", "client_id": "kauth-app", "redirect_uri": redirect, "scope": "authenticator:link",
		"state": string(at.State.Bytes()), "code_challenge_method": "S256", "device_name": "Pixel 9 · kAuth",
	} {
		if got := u.Query()[name]; len(got) != 1 || got[0] != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	verifier := at.Verifier.Bytes()
	if c := u.Query().Get("code_challenge"); c != api.Hash(verifier) || len(verifier) != 43 || strings.Contains(at.URL, string(verifier)) {
		t.Errorf("challenge %s", c)
	}
	again, err := s.Enroll.Login(t.Context(), s.server.Origin, redirect)
	if err != nil || again.State.Equal(at.State) || again.Verifier.Equal(at.Verifier) {
		t.Error("state or verifier is used twice")
	}
}

// RFC 7636 appendix B.
func TestChallengeIsThatOfRFC7636(t *testing.T) {
	if c := api.Hash([]byte("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")); c != "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" {
		t.Fatal(c)
	}
}

func TestOnlyTheAnswerToThisAttemptIsTaken(t *testing.T) {
	s := newScene()
	at, err := s.Enroll.Login(t.Context(), s.server.Origin, redirect)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(url.Values)
		want   core.Kind
	}{
		"another state":       {func(v url.Values) { v.Set("state", "x") }, core.Denied},
		"no state":            {func(v url.Values) { v.Del("state") }, core.Denied},
		"state twice":         {func(v url.Values) { v.Add("state", v.Get("state")) }, core.Denied},
		"another server":      {func(v url.Values) { v.Set("iss", "https://evil.example") }, core.Denied},
		"no iss":              {func(v url.Values) { v.Del("iss") }, core.Denied},
		"iss twice":           {func(v url.Values) { v.Add("iss", "https://evil.example") }, core.Denied},
		"refused":             {func(v url.Values) { v.Set("error", "access_denied"); v.Del("code") }, core.Denied},
		"refused, and a code": {func(v url.Values) { v.Set("error", "access_denied") }, core.Denied},
		"server error":        {func(v url.Values) { v.Set("error", "server_error"); v.Del("code") }, core.ServerDown},
		"another error":       {func(v url.Values) { v.Set("error", "invalid_scope"); v.Del("code") }, core.Garbled},
		"no code":             {func(v url.Values) { v.Del("code") }, core.Garbled},
		"code twice":          {func(v url.Values) { v.Add("code", "x") }, core.Garbled},
		"endless code":        {func(v url.Values) { v.Set("code", strings.Repeat("x", 2000)) }, core.Garbled},
		"somebody's own code": {func(v url.Values) { v.Set("code", coretest.Ben+".other-challenge") }, core.LinkExpired},
	} {
		t.Run(name, func(t *testing.T) {
			back := s.server.Authorize(at.URL, coretest.Anna)
			c.change(back)
			_, err := s.Enroll.FinishLogin(t.Context(), at, back)
			wantKind(t, err, c.want)
			s.none(t)
		})
	}
	_, err = s.Enroll.FinishLogin(t.Context(), enroll.Attempt{}, url.Values{"state": {""}, "iss": {""}, "code": {"x"}})
	wantKind(t, err, core.Denied)
}

// tokens is a server whose token reply is changed.
type tokens struct {
	*coretest.Server
	change func(*api.TokenReply)
}

func TestTokenThatCannotBeUsedIsRefused(t *testing.T) {
	for name, change := range map[string]func(*api.TokenReply){
		"no token":      func(r *api.TokenReply) { r.AccessToken = "" },
		"blank inside":  func(r *api.TokenReply) { r.AccessToken = "a b" },
		"another type":  func(r *api.TokenReply) { r.TokenType = "DPoP" },
		"another scope": func(r *api.TokenReply) { r.Scope = "everything" },
		"no key":        func(r *api.TokenReply) { r.KeyID = "" },
		"short key":     func(r *api.TokenReply) { r.KeyID = r.KeyID[:40] },
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene()
			s.Phone = coretest.NewPhone(&tokens{s.server, change}, s.store)
			at, err := s.Enroll.Login(t.Context(), s.server.Origin, redirect)
			if err != nil {
				t.Fatal(err)
			}
			_, err = s.Enroll.FinishLogin(t.Context(), at, s.server.Authorize(at.URL, coretest.Anna))
			wantKind(t, err, core.Garbled)
			s.none(t)
		})
	}
}

func TestLogInNeedsAServerOfOurs(t *testing.T) {
	s := newScene()
	for origin, want := range map[string]core.Kind{
		"http://login.example.ch": core.Insecure, "login.example.ch": core.Malformed, "https://login.example.ch/x": core.Malformed,
	} {
		_, err := s.Enroll.Login(t.Context(), origin, redirect)
		wantKind(t, err, want)
	}
	s.faults.Before(coretest.Fail(core.E("test", core.Garbled, nil), "Configuration"))
	_, err := s.Enroll.Login(t.Context(), s.server.Origin, redirect)
	wantKind(t, err, core.Garbled)
	s.faults.Before(nil)
	for _, bad := range []string{"", "callback", "http://127.0.0.1:5555/callback#x", "::"} {
		_, err := s.Enroll.Login(t.Context(), s.server.Origin, bad)
		wantKind(t, err, core.Internal)
	}
}

func (s *tokens) Token(ctx context.Context, origin, code, verifier, redirect string) (api.TokenReply, error) {
	r, err := s.Server.Token(ctx, origin, code, verifier, redirect)
	s.change(&r)
	return r, err
}
