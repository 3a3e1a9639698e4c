package client

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/link"
)

// exchange is one call: what is sent, and what may come back.
type exchange struct {
	op, origin, method, path string // path as sent, with its query

	contentType string
	body        []byte
	device      *core.Device // whose nonce comes with the answer; nil for none
	proof       bool         // sign a ka-req as that device
	hears       bool         // the listening key serves for it

	wait              time.Duration // how long the server may hold it
	limit             int64         // of the answer's bytes; 0: api.MaxBody
	empty             bool          // the answer may have no body
	again             bool          // asking twice does no more than once: net/http may repeat it on a fresh connection
	oauth             bool          // errors come as in RFC 6749 section 5.2
	kinds             map[api.Code]core.Kind
	accept, lastEvent string // headers; "": JSON, none
	// stream reads an answer of 200 to its end, in the place of all the rest.
	stream func(a answer, body io.Reader, l *limit) error
	into   any // a pointer to the reply; nil for none
}

// answer is what came back, read to its end.
type answer struct {
	status         int
	header         http.Header
	body           []byte
	sent, received time.Time
}

// do makes the call, once more where the nonce was too old, or where net/http
// repeated it on a fresh connection and the server has seen this very proof.
func (c *Client) do(ctx context.Context, x exchange) (status int, err error) {
	if err := link.CheckOrigin(x.origin); err != nil {
		return 0, core.E(x.op, core.KindOf(err), err)
	}
	if x.proof && x.key().IsZero() {
		return 0, core.E(x.op, core.Locked, nil)
	}
	a, err := c.once(ctx, x)
	if err == nil && x.proof && a.header.Get(api.HeaderNonce) != "" && again(a.problem().Code) {
		a, err = c.once(ctx, x)
	}
	if err != nil {
		return 0, err
	}
	return a.status, c.read(x, a)
}

func again(c api.Code) bool { return c == api.CodeUseNonce || c == api.CodeBadProof }

// once sends the request and reads the answer.
func (c *Client) once(ctx context.Context, x exchange) (answer, error) {
	hold := x.wait
	if x.stream != nil {
		hold = 0 // a stream begins at once
	}
	ctx, limit := c.limit(ctx, hold)
	defer limit.stop()
	req, err := c.request(ctx, x)
	if err != nil {
		return answer{}, core.E(x.op, core.KindOf(err), err) // core.SignerBusy, core.SignerGone: of the key that proves it
	}
	a := answer{sent: time.Now()}
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{}, limit.trouble(x.op, err)
	}
	defer resp.Body.Close()
	a.received = time.Now()
	most := x.limit
	if most == 0 {
		most = api.MaxBody
	}
	a.status, a.header = resp.StatusCode, resp.Header
	if x.device != nil {
		c.keepNonce(nonceKey{x.origin, x.device.ID}, a.header.Get(api.HeaderNonce))
	}
	if x.stream != nil && a.status < 300 {
		return answer{}, x.stream(a, resp.Body, limit)
	}
	a.body, err = io.ReadAll(io.LimitReader(resp.Body, most+1))
	switch {
	case err != nil:
		return answer{}, limit.trouble(x.op, err)
	case int64(len(a.body)) > most:
		return answer{}, core.Errorf(x.op, core.Garbled, "an answer of more than %d bytes", most)
	}
	return a, nil
}

func (c *Client) request(ctx context.Context, x exchange) (*http.Request, error) {
	var body io.Reader
	if len(x.body) > 0 {
		body = bytes.NewReader(x.body)
	}
	req, err := http.NewRequestWithContext(ctx, x.method, x.origin+x.path, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", cmp.Or(x.accept, api.TypeJSON+", "+api.TypeProblem))
	if x.lastEvent != "" {
		req.Header.Set("Last-Event-ID", x.lastEvent)
	}
	req.Header.Set("User-Agent", c.o.UserAgent)
	if x.contentType != "" {
		req.Header.Set("Content-Type", x.contentType)
	}
	if x.again {
		// An empty value allows the repetition and is not sent (http.Transport).
		req.Header["Idempotency-Key"] = []string{}
	}
	if !x.proof {
		return req, nil
	}
	jws, err := c.prove(x)
	req.Header.Set("Authorization", api.AuthScheme+" "+jws)
	return req, err
}

// key is the device's that signs the proof: the lesser one wherever it will do, so
// that a phone which is unlocked looks like one that is not.
func (x exchange) key() core.DeviceKey {
	if x.hears && !x.device.Listen.IsZero() {
		return x.device.Listen
	}
	return x.device.Key
}

// prove signs a request proof with the last nonce of this server; without one it
// is told to use_nonce and handed the first.
func (c *Client) prove(x exchange) (string, error) {
	p := api.Proof{
		Iss: x.device.ID, Aud: x.origin, Method: x.method, Path: x.path,
		Nonce: c.nonce(nonceKey{x.origin, x.device.ID}), Jti: api.NewCode(), Iat: time.Now().Unix(),
		Keys: x.device.KeysAt, Policy: x.device.Policy.Version, Label: x.device.LabelAt,
	}
	if len(x.body) > 0 {
		p.BodyHash = api.Hash(x.body)
	}
	return api.Sign(api.TypeProof, x.key(), p)
}
