package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// Configuration asks a server what it is. core.Garbled: it is none of ours.
func (c *Client) Configuration(ctx context.Context, origin string) (api.Configuration, error) {
	var conf api.Configuration
	x := exchange{op: "client.Configuration", origin: origin, method: http.MethodGet, path: api.PathConfiguration, into: &conf}
	if _, err := c.do(ctx, x); err != nil {
		return api.Configuration{}, err
	}
	switch {
	case conf.Issuer != origin:
		return api.Configuration{}, core.Errorf(x.op, core.Garbled, "the server calls itself by another name")
	case !speaks(conf.Versions, 1):
		return api.Configuration{}, core.Errorf(x.op, core.TooNew, "the server does not speak version 1")
	}
	return conf, nil
}

func speaks(versions []int, version int) bool {
	for _, v := range versions {
		if v == version {
			return true
		}
	}
	return false
}

// Register registers a phone. Asked again with the same link code and key, a
// server answers the same.
func (c *Client) Register(ctx context.Context, origin string, req api.RegisterRequest) (api.RegisterReply, error) {
	body, err := json.Marshal(req)
	if err != nil {
		return api.RegisterReply{}, core.E("client.Register", core.Internal, err)
	}
	var reply api.RegisterReply
	x := exchange{
		op: "client.Register", origin: origin, method: http.MethodPost, path: api.PathDevices,
		contentType: api.TypeJSON, body: body, again: true, kinds: registerKinds, into: &reply,
	}
	_, err = c.do(ctx, x)
	return reply, err
}

// registerKinds is what codes mean while the link code is all that we are known by.
var registerKinds = map[api.Code]core.Kind{
	api.CodeNotFound: core.LinkExpired,
	api.CodeExpired:  core.LinkExpired,
	api.CodeBadProof: core.Denied,
}

// Fetch asks what waits for a device, and holds for wait (whole seconds, at most
// api.MaxWait) while that is what cursor stands for. Where nothing changed, the
// reply has the given cursor and no ServerTime. A locked phone may ask.
func (c *Client) Fetch(ctx context.Context, d core.Device, cursor string, wait time.Duration) (api.FetchReply, error) {
	wait = min(max(wait, 0), api.MaxWait).Truncate(time.Second)
	path := api.PathChallenges + "?wait=" + strconv.Itoa(int(wait/time.Second)) + "&cursor=" + url.QueryEscape(cursor)
	var reply api.FetchReply
	x := exchange{
		op: "client.Fetch", origin: d.Origin, method: http.MethodGet, path: path,
		device: &d, proof: true, hears: true, limit: maxFetch, wait: wait, empty: true, into: &reply,
	}
	status, err := c.do(ctx, x)
	switch {
	case err != nil:
		return api.FetchReply{}, err
	case status == http.StatusNoContent:
		return api.FetchReply{Cursor: cursor}, nil
	case reply.ServerTime <= 0 || len(reply.Cursor) > maxCursor:
		return api.FetchReply{}, core.Errorf(x.op, core.Garbled, "no time, or too long a cursor")
	}
	return reply, nil
}

const (
	maxFetch  = 256 << 10
	maxCursor = 256
)

// Answer sends a signed answer. core.AlreadyDone comes with a *api.ProblemError
// that has the State and, unless superseded, By.
func (c *Client) Answer(ctx context.Context, d core.Device, challengeID, jws string) (api.AnswerReply, error) {
	var reply api.AnswerReply
	x := exchange{
		op: "client.Answer", origin: d.Origin, method: http.MethodPost, path: api.Path(api.PathAnswer, challengeID),
		device: &d, contentType: api.TypeJOSE, body: []byte(jws), again: true,
		kinds: map[api.Code]core.Kind{api.CodeNotFound: core.NotFound}, into: &reply,
	}
	if !api.ValidID("chl_", challengeID) {
		return reply, core.Errorf(x.op, core.Malformed, "that is no id of a challenge")
	}
	_, err := c.do(ctx, x)
	if err == nil && reply.ID != challengeID {
		return api.AnswerReply{}, core.Errorf(x.op, core.Garbled, "the reply is about another challenge")
	}
	return reply, err
}

// RecoveryCodes gives the backup codes that wait to be seen; none where none wait.
func (c *Client) RecoveryCodes(ctx context.Context, d core.Device) ([]string, error) {
	var reply api.RecoveryReply
	x := exchange{
		op: "client.RecoveryCodes", origin: d.Origin, method: http.MethodGet, path: api.PathRecovery,
		device: &d, proof: true, into: &reply,
	}
	if _, err := c.do(ctx, x); err != nil {
		return nil, err
	}
	for _, code := range reply.Codes {
		if len(code) > 64 || code == "" || api.CleanText(code, 64) != code {
			return nil, core.Errorf(x.op, core.Garbled, "a backup code that cannot be shown")
		}
	}
	if len(reply.Codes) > 32 {
		return nil, core.Errorf(x.op, core.Garbled, "%d backup codes", len(reply.Codes))
	}
	return reply.Codes, nil
}

// AckRecoveryCodes says that the person keeps their backup codes: no phone gets
// to see them again.
func (c *Client) AckRecoveryCodes(ctx context.Context, d core.Device) error {
	_, err := c.do(ctx, exchange{
		op: "client.AckRecoveryCodes", origin: d.Origin, method: http.MethodPost, path: api.PathRecovery,
		device: &d, proof: true, empty: true, again: true,
	})
	return err
}

// Activity gives what happened on the account lately, fit to be shown.
func (c *Client) Activity(ctx context.Context, d core.Device) ([]api.Event, error) {
	var reply api.ActivityReply
	x := exchange{
		op: "client.Activity", origin: d.Origin, method: http.MethodGet, path: api.PathActivity,
		device: &d, proof: true, limit: maxFetch, into: &reply,
	}
	if _, err := c.do(ctx, x); err != nil {
		return nil, err
	}
	for i := range reply.Events {
		reply.Events[i] = reply.Events[i].Clean()
	}
	return reply.Events, nil
}

// Rekey asks the server to take the key of a registration in the place of d.Key,
// which proves the call. Asked again with the same registration it answers the same,
// also where d.Key is the new one by then.
func (c *Client) Rekey(ctx context.Context, d core.Device, req api.RekeyRequest) (api.RekeyReply, error) {
	body, err := json.Marshal(req)
	if err != nil {
		return api.RekeyReply{}, core.E("client.Rekey", core.Internal, err)
	}
	var reply api.RekeyReply
	_, err = c.do(ctx, exchange{
		op: "client.Rekey", origin: d.Origin, method: http.MethodPost, path: api.PathKey,
		device: &d, proof: true, contentType: api.TypeJSON, body: body, again: true, into: &reply,
	})
	return reply, err
}

// GiveUp tells the server to forget this phone.
func (c *Client) GiveUp(ctx context.Context, d core.Device) error {
	_, err := c.do(ctx, exchange{
		op: "client.GiveUp", origin: d.Origin, method: http.MethodDelete, path: api.PathSelf,
		device: &d, proof: true, empty: true, again: true,
	})
	return err
}

// Token turns an authorization code into what stands in for a link code (RFC
// 6749 section 4.1.3, RFC 7636 section 4.5).
func (c *Client) Token(ctx context.Context, origin, code, verifier, redirect string) (api.TokenReply, error) {
	form := url.Values{
		"grant_type": {"authorization_code"}, "client_id": {api.ClientID},
		"code": {code}, "code_verifier": {verifier}, "redirect_uri": {redirect},
	}
	var reply api.TokenReply
	x := exchange{
		op: "client.Token", origin: origin, method: http.MethodPost, path: api.PathToken,
		contentType: "application/x-www-form-urlencoded", body: []byte(form.Encode()), oauth: true,
		kinds: registerKinds, into: &reply,
	}
	_, err := c.do(ctx, x)
	return reply, err
}
