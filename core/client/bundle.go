package client

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"kauth/core"
	"kauth/core/api"
)

// Bundle reads what waits for several devices of one server as one stream, until it
// ends. take hears what the n-th device is told, or with an error that it is told
// nothing more. cursors are as in Stream.
//
// The error is never nil. core.Unsupported: the server takes no bundles, or what is in
// front of it streams nothing. core.Offline: the stream ended.
func (c *Client) Bundle(ctx context.Context, devices []core.Device, cursors []string, take func(n int, reply api.FetchReply, err error)) error {
	x := exchange{
		op: "client.Bundle", origin: devices[0].Origin, method: http.MethodPost, path: api.PathBundle,
		contentType: api.TypeJSON, accept: api.TypeEvents + ", " + api.TypeProblem, wait: api.MaxWait,
	}
	b := &bundle{c: c, x: x, take: take, place: map[string]int{}}
	for n, d := range devices {
		b.place[d.ID] = n
	}
	x.stream = b.follow
	for again := false; ; again = true {
		var err error
		if x.body, err = c.listeners(x, devices, cursors); err != nil {
			return err
		}
		a, err := c.once(ctx, x)
		switch {
		case err != nil:
			return err
		case !again && c.newNonces(x.origin, a):
			continue
		case a.status < http.StatusInternalServerError && a.status != http.StatusTooManyRequests:
			return core.Errorf(x.op, core.Unsupported, "the server takes no bundles (%d)", a.status)
		}
		return refusal(x, a)
	}
}

// listeners signs for every device what it would sign for a stream of its own.
func (c *Client) listeners(x exchange, devices []core.Device, cursors []string) ([]byte, error) {
	var req api.BundleRequest
	for n := range devices {
		one := exchange{origin: x.origin, method: http.MethodGet, path: api.PathEvents, device: &devices[n], hears: true}
		if one.key().IsZero() || devices[n].Origin != x.origin {
			return nil, core.E(x.op, core.Locked, nil)
		}
		jws, err := c.prove(one)
		if err != nil {
			return nil, core.E(x.op, core.Internal, err)
		}
		req.Listen = append(req.Listen, api.Listener{Proof: jws, Cursor: cursors[n]})
	}
	body, err := json.Marshal(req)
	return body, err
}

// newNonces keeps what a server handed out instead of a stream.
func (c *Client) newNonces(origin string, a answer) bool {
	var p api.BundleProblem
	if a.status != http.StatusUnauthorized || !a.is(api.TypeProblem) || api.DecodeObject(a.body, &p) != nil || p.Code != api.CodeUseNonce {
		return false
	}
	for device, nonce := range p.Nonces {
		c.keepNonce(nonceKey{origin, device}, nonce)
	}
	return len(p.Nonces) <= api.MaxBundle
}

// bundle is a stream for several devices.
type bundle struct {
	c     *Client
	x     exchange
	take  func(int, api.FetchReply, error)
	place map[string]int // of a device that listens still
}

func (b *bundle) follow(a answer, body io.Reader, l *limit) error {
	if a.status != http.StatusOK || !a.is(api.TypeEvents) {
		return core.Errorf(b.x.op, core.Unsupported, "the server streams nothing")
	}
	l.alive()
	r := &eventReader{from: watched{body, l.alive}, most: maxFetch}
	for {
		e, err := r.next()
		switch {
		case errors.Is(err, errEvent):
			return core.E(b.x.op, core.Garbled, err)
		case err != nil:
			return l.trouble(b.x.op, err)
		}
		if err := b.event(a, e); err != nil {
			return err
		}
		l.alive() // what take needed is not the server's silence
	}
}

// event takes one in. What is for a device that did not ask is for nobody.
func (b *bundle) event(a answer, e event) error {
	var of api.BundleEvent
	if e.name != "snapshot" && e.name != "problem" && e.name != "end" {
		return nil
	}
	if api.DecodeObject(e.data, &of) != nil {
		return core.Errorf(b.x.op, core.Garbled, "the event is not what the protocol says")
	}
	n, listens := b.place[of.Device]
	if !listens {
		return nil
	}
	if e.name == "snapshot" {
		reply, err := b.c.said(b.x, a, e)
		if err == nil {
			b.take(n, reply, nil)
		}
		return err
	}
	delete(b.place, of.Device)
	var err error = core.Errorf(b.x.op, core.Offline, "the stream ended")
	if e.name == "problem" {
		err = problemEvent(b.x, e)
	}
	b.take(n, api.FetchReply{}, err)
	return nil
}
