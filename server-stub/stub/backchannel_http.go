package stub

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"kauth/core/api"
)

// Client is a relying party. It proves itself by client_secret_basic (RFC 6749
// section 2.3.1): see docs/decisions/011.
type Client struct {
	ID     string `json:"client_id"`
	Name   string `json:"name"` // as phones show it
	Secret string `json:"client_secret"`
}

// demoClient is there with the demo people and for tests.
var demoClient = Client{ID: "demo-shop", Name: "Demo shop", Secret: "demo-shop-keeps-this-to-itself"}

const (
	pathOpenID = "/.well-known/openid-configuration"
	pathJWKS   = "/.well-known/jwks.json"
)

func (s *Server) backchannelRoutes(mux *http.ServeMux) {
	mux.HandleFunc("POST "+api.PathBackchannel, s.handle(s.postBackchannel))
	mux.HandleFunc("GET "+pathOpenID, s.handle(s.getOpenID))
	mux.HandleFunc("GET "+pathJWKS, s.handle(s.getJWKS))
}

// clients are the relying parties that this server knows.
func (s *Server) clients() []Client {
	if s.o.Demo || s.o.QA {
		return append(s.o.Clients[:len(s.o.Clients):len(s.o.Clients)], demoClient)
	}
	return s.o.Clients
}

// client checks who calls. Both hashes are made and compared whoever it says it is.
func (s *Server) client(r *http.Request) (found Client, err error) {
	id, secret, _ := r.BasicAuth()
	id, errID := url.QueryUnescape(id)
	secret, errSecret := url.QueryUnescape(secret)
	ok := 0
	for _, c := range s.clients() {
		same := subtle.ConstantTimeCompare([]byte(api.Hash([]byte(c.ID+"\x00"+c.Secret))), []byte(api.Hash([]byte(id+"\x00"+secret))))
		if same == 1 {
			found, ok = c, 1
		}
	}
	if ok != 1 || errID != nil || errSecret != nil || found.Secret == "" {
		return Client{}, &oauthError{"invalid_client", "client_secret_basic is needed"}
	}
	return found, nil
}

func (s *Server) postBackchannel(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	client, err := s.client(r)
	var reply backchannelReply
	if err == nil {
		reply, err = s.askBackchannel(s.visitorOf(r), client, form)
	}
	if err != nil {
		return s.oauthFailed(w, r, err)
	}
	return writeJSON(w, http.StatusOK, reply)
}

// readForm reads a form of at most 16 KiB.
func readForm(r *http.Request) (url.Values, error) {
	body, err := readTyped(r, "application/x-www-form-urlencoded")
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, fail(api.CodeBadRequest, "that is no form")
	}
	return form, nil
}

// oauthFailed answers with an error of RFC 6749 section 5.2: also for limits, whose
// own shape no client of that protocol reads.
func (s *Server) oauthFailed(w http.ResponseWriter, r *http.Request, err error) error {
	var refused *oauthError
	p := problemOf(err)
	switch {
	case errors.As(err, &refused):
	case p.Code == api.CodePushPaused || p.Code == api.CodeRateLimited:
		refused = &oauthError{"temporarily_unavailable", p.Detail}
		w.Header().Set("Retry-After", strconv.Itoa(max(p.RetryAfter, 1)))
	case p.Status == http.StatusForbidden:
		refused = &oauthError{"access_denied", p.Detail}
	default:
		return err
	}
	w.Header().Set("Pragma", "no-cache")
	return writeJSON(w, refused.status(w, r), refused)
}

// status is 400 but for who the client is, and for what OpenID CIBA Core 1.0 section
// 13 gives another.
func (e *oauthError) status(w http.ResponseWriter, r *http.Request) int {
	switch e.Code {
	case "invalid_client":
		w.Header().Set("WWW-Authenticate", `Basic realm="clients"`)
		return http.StatusUnauthorized
	case "temporarily_unavailable":
		return http.StatusTooManyRequests
	case "access_denied":
		if r.URL.Path == api.PathBackchannel {
			return http.StatusForbidden
		}
	}
	return http.StatusBadRequest
}

// postBackchannelToken is POST /token for a relying party.
func (s *Server) postBackchannelToken(w http.ResponseWriter, r *http.Request, form url.Values) error {
	client, err := s.client(r)
	var reply tokenReply
	if err == nil {
		reply, err = s.pollBackchannel(client, form)
	}
	if err != nil {
		return s.oauthFailed(w, r, err)
	}
	w.Header().Set("Pragma", "no-cache")
	return writeJSON(w, http.StatusOK, reply)
}

// getOpenID is what OpenID Connect Discovery 1.0 asks for, of what there is.
func (s *Server) getOpenID(w http.ResponseWriter, _ *http.Request) error {
	at := s.Origin()
	return writeJSON(w, http.StatusOK, map[string]any{
		"issuer": at, "jwks_uri": at + pathJWKS,
		"authorization_endpoint": at + api.PathAuthorize, "token_endpoint": at + api.PathToken,
		"backchannel_authentication_endpoint":            at + api.PathBackchannel,
		"backchannel_token_delivery_modes_supported":     []string{"poll"},
		"backchannel_user_code_parameter_supported":      false,
		"grant_types_supported":                          []string{"authorization_code", grantCIBA},
		"response_types_supported":                       []string{"code"},
		"scopes_supported":                               []string{"openid", api.ScopeLink},
		"subject_types_supported":                        []string{"public"},
		"id_token_signing_alg_values_supported":          []string{"ES256"},
		"token_endpoint_auth_methods_supported":          []string{"client_secret_basic", "none"},
		"code_challenge_methods_supported":               []string{"S256"},
		"authorization_response_iss_parameter_supported": true,
		"claims_supported":                               []string{"iss", "sub", "aud", "exp", "iat", "auth_time", "amr"},
	})
}

// getJWKS lists the keys that sign id_tokens (RFC 7517).
func (s *Server) getJWKS(w http.ResponseWriter, _ *http.Request) error {
	type key struct {
		api.JWK
		Use string `json:"use"`
		Alg string `json:"alg"`
	}
	list := []key{}
	for _, k := range s.publicKeys() {
		list = append(list, key{k, "sig", "ES256"})
	}
	return writeJSON(w, http.StatusOK, map[string]any{"keys": list})
}

func (s *Server) qaClients(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, map[string]any{"clients": s.clients()})
}
