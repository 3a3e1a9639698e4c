package client

import (
	"mime"
	"net/http"
	"strconv"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// read turns an answer into the reply that was asked for, or into an error.
func (c *Client) read(x exchange, a answer) error {
	switch {
	case a.status >= 300 && a.status < 400:
		return core.Errorf(x.op, core.Redirected, "the server sends us to another place (%d)", a.status)
	case a.status >= 400:
		c.observeDate(x, a)
		return refusal(x, a)
	case a.status != http.StatusOK && a.status != http.StatusCreated && a.status != http.StatusNoContent:
		return core.Errorf(x.op, core.Garbled, "status %d", a.status)
	}
	if x.empty && (a.status == http.StatusNoContent || x.into == nil) {
		c.observeDate(x, a)
		return nil
	}
	if !a.is(api.TypeJSON) {
		return core.Errorf(x.op, core.Garbled, "the answer is not JSON")
	}
	if err := api.DecodeObject(a.body, x.into); err != nil {
		// The parser's words may repeat the answer, and with it a secret.
		return core.Errorf(x.op, core.Garbled, "the answer is not what the protocol says")
	}
	if t := serverTime(x.into); t > 0 {
		c.observeTime(x, a, time.Unix(t, 0))
	} else {
		c.observeDate(x, a)
	}
	return nil
}

func (a answer) is(media string) bool {
	m, _, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	return err == nil && m == media
}

// problem reads a problem (RFC 9457); the zero one where there is none.
func (a answer) problem() api.Problem {
	var p api.Problem
	if a.status < 400 || !a.is(api.TypeProblem) || api.DecodeObject(a.body, &p) != nil {
		return api.Problem{}
	}
	return p
}

func serverTime(reply any) int64 {
	switch r := reply.(type) {
	case *api.RegisterReply:
		return r.ServerTime
	case *api.FetchReply:
		return r.ServerTime
	case *api.AnswerReply:
		return r.ServerTime
	case *api.RekeyReply:
		return r.ServerTime
	case *api.RecoveryReply:
		return r.ServerTime
	}
	return 0
}

// observeDate takes the time from the Date header, where there is one.
func (c *Client) observeDate(x exchange, a answer) {
	if t, err := http.ParseTime(a.header.Get("Date")); err == nil {
		c.observeTime(x, a, t)
	}
}

// observeTime passes on what the server said of the time. A poll says so when it
// is let go, not half-way between sending it and its answer: of a held one only
// the last second counts.
func (c *Client) observeTime(x exchange, a answer, t time.Time) {
	sent := a.sent
	if last := a.received.Add(-time.Second); x.wait > 0 && sent.Before(last) {
		sent = last
	}
	c.observe(x.origin, t, sent, a.received)
}

// retryAfter reads the header's seconds or date (RFC 9110 section 10.2.3).
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := h.Get("Retry-After")
	if s, err := strconv.Atoi(v); err == nil {
		return min(max(time.Duration(min(s, 1<<30))*time.Second, 0), maxRetryAfter)
	}
	t, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date // both by the server's clock
	}
	return min(max(t.Sub(now), 0), maxRetryAfter)
}

// maxRetryAfter bounds what a server can make a phone wait.
const maxRetryAfter = time.Hour
