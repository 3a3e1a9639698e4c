package stub

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/url"
	"regexp"

	"kauth/core/api"
)

// authorizeRequest and the rest: the authorization code grant with PKCE (RFC 6749,
// RFC 7636) for one public client, the app, which listens on loopback (RFC 8252).

// redirectError is a refusal that the app hears through the browser. A request
// whose redirect cannot be trusted gets a *problem instead.
type redirectError struct{ To string }

func (e *redirectError) Error() string { return "the request is refused by a redirect" }

// authCode is a code, found by its hash.
type authCode struct {
	Account   string
	Redirect  string
	Challenge string
	Expires   int64
	Used      bool
	Session   string // the one that authorized: the code ends with it
	From      string `json:",omitempty"` // the phone whose place the new one takes
	Visitor   visitor
}

const (
	codeLife  = 60
	tokenLife = int64(api.TokenLife / 1e9)
)

var s256 = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// checkAuthorize checks what the app asks the browser for.
func (s *Server) checkAuthorize(q url.Values) (authorizeRequest, error) {
	for name, values := range q {
		if len(values) > 1 { // RFC 6749 section 3.1
			return authorizeRequest{}, fail(api.CodeBadRequest, "the parameter "+name+" is there twice")
		}
	}
	if q.Get("client_id") != api.ClientID {
		return authorizeRequest{}, fail(api.CodeBadRequest, "this app is not known")
	}
	a := authorizeRequest{Redirect: q.Get("redirect_uri"), State: q.Get("state"), Challenge: q.Get("code_challenge")}
	if !loopbackRedirect(a.Redirect) && !appRedirect(a.Redirect) {
		return authorizeRequest{}, fail(api.CodeBadRequest, "the app does not listen on this device")
	}
	refused := ""
	switch {
	case q.Get("response_type") != "code":
		refused = "unsupported_response_type"
	case q.Get("scope") != api.ScopeLink:
		refused = "invalid_scope"
	case a.State == "" || len(a.State) > 512:
		refused = "invalid_request"
	case q.Get("code_challenge_method") != "S256" || !s256.MatchString(a.Challenge):
		refused = "invalid_request"
	}
	if refused != "" {
		return authorizeRequest{}, &redirectError{s.redirect(a, "error", refused)}
	}
	return a, nil
}

// loopbackRedirect takes http://127.0.0.1:PORT/... and http://[::1]:PORT/... alone:
// a code sent there does not leave this device (RFC 8252 section 7.3).
func loopbackRedirect(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" || u.User != nil || u.Fragment != "" || u.Port() == "" {
		return false
	}
	return u.Hostname() == "127.0.0.1" || u.Hostname() == "::1"
}

// inApp is a redirect that opens the app on a phone (RFC 8252 section 7.1). Another app may
// claim the scheme too: what it would get is a code without its verifier.
var inApp = regexp.MustCompile(`^` + regexp.QuoteMeta(api.RedirectApp) + `[A-Za-z0-9_-]{16,64}$`)

// appRedirect takes what the app's own scheme leads to, and nothing besides.
func appRedirect(raw string) bool { return inApp.MatchString(raw) }

// redirect goes back to the app, and says who answers (RFC 9207).
func (s *Server) redirect(a authorizeRequest, name, value string) string {
	u, err := url.Parse(a.Redirect)
	if err != nil {
		panic(err) // checked before
	}
	q := u.Query()
	q.Set(name, value)
	q.Set("iss", s.Origin())
	if a.State != "" {
		q.Set("state", a.State)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// issueCode is the person pressing Authorize.
func (s *Server) issueCode(v visitor, who signedIn, a authorizeRequest) (redirect string, err error) {
	if err := s.proven(who); err != nil {
		return "", err
	}
	err = s.update(func(t *tx) error {
		p, err := t.changer(who)
		if err == nil {
			err = t.mayMoveTo(p, a.From)
		}
		if err != nil {
			return err
		}
		code := newSecret()
		id := api.Hash([]byte(code))
		t.put(inCodes, id, authCode{
			Account: who.Account, Redirect: a.Redirect, Challenge: a.Challenge, Expires: t.now + codeLife, Visitor: v,
			Session: who.Session, From: a.From,
		})
		t.due(t.now+tokenLife, "code", id)
		redirect = s.redirect(a, "code", code)
		return nil
	})
	return redirect, err
}

// refuseAuthorize is the person pressing Cancel.
func (s *Server) refuseAuthorize(a authorizeRequest) (redirect string) {
	return s.redirect(a, "error", "access_denied")
}

// oauthError is an error as RFC 6749 section 5.2 has it.
type oauthError struct {
	Code        string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

func (e *oauthError) Error() string { return e.Code + ": " + e.Description }

// exchange gives an access token for a code, once.
func (s *Server) exchange(form url.Values) (reply api.TokenReply, err error) {
	switch {
	case form.Get("grant_type") != "authorization_code":
		return reply, &oauthError{"unsupported_grant_type", ""}
	case form.Get("client_id") != api.ClientID:
		return reply, &oauthError{"invalid_client", ""}
	case form.Get("code") == "" || form.Get("code_verifier") == "" || form.Get("redirect_uri") == "":
		return reply, &oauthError{"invalid_request", "code, code_verifier and redirect_uri are needed"}
	}
	err = s.update(func(t *tx) error {
		c, err := t.takeCode(form)
		if err != nil {
			return err
		}
		r, err := t.ring()
		if err != nil {
			return err
		}
		reply = api.TokenReply{
			AccessToken: t.addGrant(grant{Account: c.Account, Kid: r.keys[0].id, Expires: t.now + tokenLife, Visitor: c.Visitor, Session: c.Session, From: c.From}),
			TokenType:   "Bearer", ExpiresIn: int(tokenLife), Scope: api.ScopeLink, KeyID: r.keys[0].id,
		}
		return nil
	})
	return reply, err
}

// takeCode spends a code, whatever comes of it: a wrong verifier is no mistake that
// the app makes.
func (t *tx) takeCode(form url.Values) (*authCode, error) {
	id := api.Hash([]byte(form.Get("code")))
	c, err := load[authCode](t, inCodes, id)
	if err != nil {
		return nil, &oauthError{"invalid_grant", "unknown code"}
	}
	spent := c.Used
	c.Used = true
	t.put(inCodes, id, c)
	sum := sha256.Sum256([]byte(form.Get("code_verifier")))
	verified := subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(sum[:])), []byte(c.Challenge)) == 1
	switch {
	case spent:
		return nil, &oauthError{"invalid_grant", "the code was used already"}
	case t.now >= c.Expires:
		return nil, keep{&oauthError{"invalid_grant", "the code is too old"}}
	case !t.lasts(c.Session):
		return nil, keep{&oauthError{"invalid_grant", "its session has ended"}}
	case c.Redirect != form.Get("redirect_uri"):
		return nil, keep{&oauthError{"invalid_grant", "another redirect_uri"}}
	case !verified:
		return nil, keep{&oauthError{"invalid_grant", "the verifier does not fit"}}
	}
	return c, nil
}
