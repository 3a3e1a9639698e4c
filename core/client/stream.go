package client

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// Stream reads what waits for a device as server-sent events, until the stream ends
// or take fails: each is the same as a reply to Fetch. cursor stands for what the
// caller knows; where that is all there is, nothing comes but the server's
// heartbeat. Without a byte for as long as Options.Silence the connection is dead.
//
// The error is never nil. core.Unsupported: the server, or what is in front of it,
// streams nothing. core.Offline: the stream ended, as it does when the server is
// stopped or the device listens elsewhere.
func (c *Client) Stream(ctx context.Context, d core.Device, cursor string, take func(api.FetchReply) error) error {
	x := exchange{
		op: "client.Stream", origin: d.Origin, method: http.MethodGet, path: api.PathEvents,
		device: &d, proof: true, hears: true, accept: api.TypeEvents + ", " + api.TypeProblem, wait: api.MaxWait,
	}
	if headerSafe(cursor) {
		x.lastEvent = cursor
	}
	x.stream = func(a answer, body io.Reader, l *limit) error { return c.follow(x, a, body, l, take) }
	_, err := c.do(ctx, x)
	return err
}

// headerSafe tells a cursor that fits a header; one that does not is left out, and
// the server tells all that there is.
func headerSafe(cursor string) bool {
	for _, b := range []byte(cursor) {
		if b <= ' ' || b > '~' {
			return false
		}
	}
	return cursor != ""
}

// follow reads a stream that the server began.
func (c *Client) follow(x exchange, a answer, body io.Reader, l *limit, take func(api.FetchReply) error) error {
	if a.status != http.StatusOK || !a.is(api.TypeEvents) {
		return core.Errorf(x.op, core.Unsupported, "the server streams nothing")
	}
	l.alive()
	r := &eventReader{from: watched{body, l.alive}, most: maxFetch}
	for {
		e, err := r.next()
		switch {
		case errors.Is(err, errEvent):
			return core.E(x.op, core.Garbled, err)
		case err != nil:
			return l.trouble(x.op, err)
		}
		switch e.name {
		case "snapshot":
			err = c.snapshot(x, a, e, take)
		case "problem":
			err = problemEvent(x, e)
		}
		if err != nil {
			return err
		}
		l.alive() // what take needed is not the server's silence
	}
}

func (c *Client) snapshot(x exchange, a answer, e event, take func(api.FetchReply) error) error {
	reply, err := c.said(x, a, e)
	if err != nil {
		return err
	}
	return take(reply)
}

// said reads a snapshot.
func (c *Client) said(x exchange, a answer, e event) (reply api.FetchReply, err error) {
	if api.DecodeObject(e.data, &reply) != nil || reply.ServerTime <= 0 || len(reply.Cursor) > maxCursor || reply.Cursor != e.id {
		return reply, core.Errorf(x.op, core.Garbled, "the event is not what the protocol says")
	}
	a.received = time.Now()
	c.observeTime(x, a, time.Unix(reply.ServerTime, 0))
	return reply, nil
}

// problemEvent is what the server says instead of a snapshot, as its last word.
func problemEvent(x exchange, e event) error {
	var p api.Problem
	if api.DecodeObject(e.data, &p) != nil || p.Status < 400 || p.Status > 599 {
		return core.Errorf(x.op, core.Garbled, "the event is not what the protocol says")
	}
	return refused(x, p.Status, &api.ProblemError{Problem: p})
}

// watched tells of every byte that arrives.
type watched struct {
	io.Reader
	alive func()
}

func (w watched) Read(b []byte) (int, error) {
	n, err := w.Reader.Read(b)
	if n > 0 {
		w.alive()
	}
	return n, err
}
