package core

// WakeTarget is where a server sends wake-ups for one account, as a push service gave it.
type WakeTarget struct {
	Kind     string // "webpush" (UnifiedPush too), "fcm", "apns"
	Endpoint string // of webpush: an address that is itself the right to send there
	Token    string // of fcm and apns: the push service's own name for this phone
	Topic    string // of apns
	Env      string // of apns: "production", "sandbox"
}

// WakeAsk is what the app asks of a push service for one account.
type WakeAsk struct {
	// ID names the registration between the app and the service, and nobody can guess it.
	// The same one again asks for what was given before.
	ID     string
	Sender string // the VAPID key (RFC 8292) of the server that will send, in base64url; "" where it has none
	About  string // what a person may read at the service
}

// WakeNews is what a push service says, of one registration.
type WakeNews struct {
	What    WakeWhat
	ID      string // of the registration; "" with WakeServices
	Message []byte // with WakeCame: as it was sent
	Target  WakeTarget
}

// WakeWhat is the kind of WakeNews.
type WakeWhat string

// The kinds of news.
const (
	WakeCame     WakeWhat = "came"     // a message: to be checked before anything follows from it
	WakeGiven    WakeWhat = "given"    // the Target to send to, or another one than before
	WakeGone     WakeWhat = "gone"     // the service dropped the registration
	WakeServices WakeWhat = "services" // a service came or went: register again
)

// WakeRefused is a push service's no to a registration.
type WakeRefused struct{ Why WakeWhy }

func (e *WakeRefused) Error() string { return "the push service refused: " + string(e.Why) }

// WakeWhy is why there is no registration. The values are stable: scripts read them.
type WakeWhy string

// The reasons. The first five are UnifiedPush's.
const (
	WakeNoNetwork    WakeWhy = "network"         // the service has none now
	WakeUnauthorized WakeWhy = "unauthorized"    // the service takes other apps than this one
	WakeNeedsAction  WakeWhy = "action_required" // the person has to do something in the service's own app
	WakeNeedsKey     WakeWhy = "vapid_required"  // the service wants a server that says who it is
	WakeBroken       WakeWhy = "internal_error"  // the service is in trouble
	WakeSilent       WakeWhy = "silent"          // it is not there, or answers what it may not say
	WakeUntold       WakeWhy = "untold"          // the account's server could not be told of it yet
)

// Passing tells a refusal that time alone may end.
func (w WakeWhy) Passing() bool {
	return w == WakeNoNetwork || w == WakeBroken || w == WakeSilent
}
