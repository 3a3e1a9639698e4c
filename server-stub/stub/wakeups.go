package stub

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"time"

	"kauth/core/api"
	"kauth/server-stub/wake"
)

// Waker sends wake-ups of one kind. What it sends says nothing but that the app
// should look: the phone fetches the signed request itself. The server's own are in
// package wake, which says more about what came of a message.
type Waker interface {
	Kind() string // "webpush", "fcm", "apns"
	Wake(ctx context.Context, to api.Push, w WakeUp) WakeOutcome
}

// WakeUp is what goes to a push service.
type WakeUp struct {
	Device   string        // whom it is for; not sent
	Body     []byte        // at most 100 bytes: {"v":1,"k":"wake","h":"<hint>"}
	TTL      time.Duration // the request is over after that
	Urgency  string        // RFC 8030 section 5.3
	Collapse string        // a newer one replaces one with the same, RFC 8030 section 5.4
}

// WakeOutcome is what a push service said.
type WakeOutcome = wake.Outcome

// The outcomes of a wake-up.
const (
	WakeDelivered = wake.Delivered // to the push service
	WakeGone      = wake.Gone      // there is no such registration any more: it is deleted
	WakeRetry     = wake.Retry     // perhaps later
	WakeRefused   = wake.Refused   // and will be each time
)

// sender is a waker as the server uses it.
type sender interface {
	host(to api.Push) string // what is slow there holds up no other
	send(ctx context.Context, j *wakeJob) wake.Answer
}

// service is a sender of package wake.
type service struct{ wake.Service }

func (s service) host(to api.Push) string { return s.Host(to) }

func (s service) send(ctx context.Context, j *wakeJob) wake.Answer {
	return s.Send(ctx, j.push, wake.Message{Hint: hint(j.Device), TTL: j.ttl})
}

// foreign is a sender from elsewhere.
type foreign struct{ Waker }

func (f foreign) host(to api.Push) string { return wakeHost(to) }

func (f foreign) send(ctx context.Context, j *wakeJob) wake.Answer {
	m := wake.Message{Hint: hint(j.Device), TTL: j.ttl}
	return wake.Answer{Outcome: f.Wake(ctx, j.push, WakeUp{
		Device: j.Device, Body: m.Body(), TTL: m.TTL, Urgency: "high", Collapse: m.Hint,
	})}
}

// recorder stands where the server has no sender: QA sees what would have been sent.
type recorder struct{}

func (recorder) host(to api.Push) string { return "" }

func (recorder) send(context.Context, *wakeJob) wake.Answer {
	return wake.Answer{Outcome: wakeRecorded}
}

// beginWakers takes up the senders: Web Push, which needs nothing, and those that the
// options give. With the QA switches the others' wake-ups are recorded; without, who
// has no sender is not woken.
func (s *Server) beginWakers() error {
	web, err := s.newWebPush()
	if err != nil {
		return err
	}
	s.vapid = web.Key()
	s.wakers = map[string]sender{}
	if s.o.QA {
		s.wakers[pushFCM], s.wakers[pushApple] = recorder{}, recorder{}
	}
	for _, w := range append([]wake.Service{web}, s.o.Services...) {
		s.wakers[w.Kind()] = service{w}
	}
	for _, w := range s.o.Wakers {
		s.wakers[w.Kind()] = foreign{w}
	}
	s.lanes.begin(s.life, s.sweeper.Go)
	s.sweeper.Go(s.wakingPhones)
	return nil
}

// hint tells a phone with several accounts which one to look at, and nobody else
// anything.
func hint(device string) string {
	sum := sha256.Sum256([]byte(device))
	return base64.RawURLEncoding.EncodeToString(sum[:8])
}

// wakeHost is the part of a registration that may be shown.
func wakeHost(p api.Push) string {
	u, err := url.Parse(p.Endpoint)
	if err != nil {
		return ""
	}
	return u.Host
}
