// Package computer is a browser on a person's computer, for tests: cookies and the
// JSON of docs/protocol.md, against any server of ka/1. Every call that does not
// answer as it should ends the test.
package computer

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"testing"

	"kauth/core/api"
)

// Computer has its own cookies.
type Computer struct {
	T    testing.TB
	Base string // the server's origin
	C    *http.Client
}

// New makes one without a session.
func New(t testing.TB, base string) *Computer {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Computer{t, base, &http.Client{Jar: jar}}
}

// Call sends JSON and decodes the answer, whatever its status, which it returns.
func (c *Computer) Call(method, path string, body, into any) int {
	c.T.Helper()
	var r io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			c.T.Fatal(err)
		}
		r = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(c.T.Context(), method, c.Base+path, r)
	if err != nil {
		c.T.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", api.TypeJSON)
	}
	res, err := c.C.Do(req)
	if err != nil {
		c.T.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		c.T.Fatal(err)
	}
	if into != nil && len(data) > 0 {
		if err := json.Unmarshal(data, into); err != nil {
			c.T.Fatalf("%s %s: %v: %s", method, path, err, data)
		}
	}
	return res.StatusCode
}

// Must is Call with one status that is right.
func (c *Computer) Must(status int, method, path string, body, into any) {
	c.T.Helper()
	if got := c.Call(method, path, body, into); got != status {
		c.T.Fatalf("%s %s: %d instead of %d", method, path, got, status)
	}
}

// Login begins a login with the right password.
func (c *Computer) Login(user, password string) api.LoginReply {
	c.T.Helper()
	var l api.LoginReply
	c.Must(201, "POST", api.PathLogins, api.LoginRequest{User: user, Password: password, App: "Manager"}, &l)
	return l
}

// Ask asks the phones.
func (c *Computer) Ask(l api.LoginReply) api.AskReply {
	c.T.Helper()
	var a api.AskReply
	if s := c.Call("POST", api.Path(api.PathLogin, l.ID)+"/kauth", nil, &a); s/100 != 2 {
		c.T.Fatalf("asking the phone: %d", s)
	}
	return a
}

// State holds until the login is decided.
func (c *Computer) State(l api.LoginReply) string {
	c.T.Helper()
	for {
		var s api.LoginState
		c.Must(200, "GET", api.Path(api.PathLogin, l.ID)+"?wait=5", nil, &s)
		if s.State != "waiting" {
			return s.State
		}
	}
}

// Redeem takes the session.
func (c *Computer) Redeem(l api.LoginReply) {
	c.T.Helper()
	c.Must(204, "POST", api.Path(api.PathLogin, l.ID)+"/redeem", nil, nil)
}

// Offer shows a QR code, as the Manager's page does.
func (c *Computer) Offer() api.LinkReply {
	c.T.Helper()
	var o api.LinkReply
	c.Must(201, "POST", api.PathLinks, nil, &o)
	return o
}

// Picture is an offer's QR code as a PNG.
func (c *Computer) Picture(o api.LinkReply) []byte {
	c.T.Helper()
	png, err := base64.StdEncoding.DecodeString(o.PNG)
	if err != nil {
		c.T.Fatal(err)
	}
	return png
}

// Registered holds until a phone has registered, and gives what the page shows then.
func (c *Computer) Registered(o api.LinkReply) api.LinkState {
	c.T.Helper()
	for {
		var s api.LinkState
		c.Must(200, "GET", api.Path(api.PathLink, o.ID)+"?wait=5", nil, &s)
		if s.State != "offered" {
			return s
		}
	}
}
