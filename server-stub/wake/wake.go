// Package wake sends wake-ups to phones through the services that reach them while
// the app is closed: Web Push and UnifiedPush (RFC 8030, 8188, 8291, 8292), FCM (HTTP
// v1) and APNs (HTTP/2). A wake-up says that the app should look, and nothing else.
//
// It makes one request a message and says what came of it. Whom to wake, when, and
// whether again is its caller's to decide; it keeps nothing but what signs its
// requests. Which addresses may be reached is up to the http.Client that it is given.
package wake

import (
	"context"
	"time"

	"kauth/core/api"
)

// Message is a wake-up.
type Message struct {
	Hint string        // which account to look at, for the phone alone; also what a newer one replaces it by
	TTL  time.Duration // the request is over after that
}

// Outcome is what a service said.
type Outcome string

// The outcomes.
const (
	Delivered Outcome = "delivered" // to the service
	Gone      Outcome = "gone"      // the service knows no such registration any more
	Retry     Outcome = "retry"     // perhaps later
	Refused   Outcome = "refused"   // and will be each time
)

// Answer is what came of one message.
type Answer struct {
	Outcome Outcome
	After   time.Duration // with Retry: not before that; 0 where the service does not say
	Since   time.Time     // with Gone: when the service last found it so; zero where it does not say
	Status  int           // of HTTP; 0 where there was no answer
	Why     string        // for the log; never an address, a key or a secret
	Hung    bool          // the time was over before the service answered
}

// Service is one way to wake a phone.
type Service interface {
	// Kind is the registrations' kind: "webpush", "fcm", "apns".
	Kind() string
	// Host names whom Send would talk to: what is slow there holds up nobody else.
	Host(to api.Push) string
	// Send takes at most as long as ctx gives it.
	Send(ctx context.Context, to api.Push, m Message) Answer
}

// Body is the whole message, 36 bytes for a hint of 11.
func (m Message) Body() []byte { return []byte(`{"v":1,"k":"wake","h":"` + m.Hint + `"}`) }

// seconds is the time to live as services count it, at least one: 0 would be "now or
// never", and then a phone that is asleep is not woken.
func (m Message) seconds() int64 { return max(int64(m.TTL/time.Second), 1) }
