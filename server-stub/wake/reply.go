package wake

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"regexp"
	"strconv"
	"time"
)

const (
	userAgent = "kAuth-server"
	maxReply  = 4 << 10 // bytes of a reply that are read
)

// reply is what is left of a service's answer.
type reply struct {
	status int
	header http.Header
	body   []byte // the first of it
	hung   bool   // the rest did not come
}

// exchange makes one request. Where no answer came, failed says why.
func exchange(client *http.Client, req *http.Request) (r reply, failed *Answer) {
	resp, err := client.Do(req)
	if err != nil {
		return r, unanswered(err)
	}
	defer resp.Body.Close()
	r.status, r.header = resp.StatusCode, resp.Header
	// The status counts: a reply that breaks off or never ends changes nothing.
	r.body, err = io.ReadAll(io.LimitReader(resp.Body, maxReply))
	r.hung = late(err)
	return r, nil
}

// ErrForbidden is for an http.Client that reaches not every address: what its dialer
// refuses with it is not tried again.
var ErrForbidden = errors.New("not an address that wake-ups are sent to")

// unanswered is for a service that cannot be reached now, which may pass.
func unanswered(err error) *Answer {
	a := Answer{Outcome: Retry, Why: plain(err), Hung: late(err)}
	if errors.Is(err, ErrForbidden) {
		a.Outcome = Refused
	}
	return &a
}

func late(err error) bool {
	var slow net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &slow) && slow.Timeout()
}

func refused(why string) Answer { return Answer{Outcome: Refused, Why: why} }

// answer reads a status as all services mean it.
func (r reply) answer(now time.Time) Answer {
	a := Answer{Outcome: Refused, Status: r.status, Why: http.StatusText(r.status), Hung: r.hung}
	switch {
	case r.status >= 200 && r.status < 300:
		a.Outcome, a.Why = Delivered, ""
	case r.status == http.StatusTooManyRequests, r.status >= 500:
		a.Outcome, a.After = Retry, retryAfter(r.header.Get("Retry-After"), now)
	}
	return a
}

// maxAfter is longer than any request waits.
const maxAfter = 24 * time.Hour

// retryAfter reads seconds or a date (RFC 9110 section 10.2.3); 0 for what is neither.
func retryAfter(s string, now time.Time) time.Duration {
	if n, err := strconv.ParseUint(s, 10, 64); err == nil {
		return time.Duration(min(n, uint64(maxAfter/time.Second))) * time.Second
	} else if errors.Is(err, strconv.ErrRange) {
		return maxAfter
	}
	if at, err := http.ParseTime(s); err == nil {
		return min(max(at.Sub(now), 0), maxAfter)
	}
	return 0
}

// quoted is what an error repeats of what somebody else said.
var quoted = regexp.MustCompile(`"(\\.|[^"\\])*"`)

// plain takes the address out of an error of http.Client: its path is a password. It
// also stands where the client repeats a reply, such as a Location that is none.
func plain(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	if line := textproto.ProtocolError(""); errors.As(err, &line) {
		return "a reply that is not HTTP"
	}
	return quoted.ReplaceAllString(err.Error(), "…")
}
