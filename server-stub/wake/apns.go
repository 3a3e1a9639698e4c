package wake

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"

	"kauth/core/api"
)

// Apple's hosts, by a registration's env ("Sending notification requests to APNs").
var apnsHosts = map[string]string{
	"production": "https://api.push.apple.com",
	"sandbox":    "https://api.sandbox.push.apple.com",
}

// APNs sends by Apple Push Notification service, over HTTP/2. It was tested against a
// fake alone.
type APNs struct {
	client *http.Client
	hosts  map[string]string
	topics []string // our apps: nobody has us write to another
	sign   provider
	now    func() time.Time
}

// Kind is "apns".
func (*APNs) Kind() string { return "apns" }

// Host is that of the registration's env.
func (n *APNs) Host(to api.Push) string { return hostOf(n.hosts[to.Env]) }

// Send sends an alert. iOS starts no app that its person closed for a silent message,
// and keeps these few anyway, so that a request would come late or not at all: the
// alert is text of the app's own, which this names by key, and the app may change it
// once it has asked and checked (mutable-content). Account and place are not in it.
func (n *APNs) Send(ctx context.Context, to api.Push, m Message) Answer {
	host := n.hosts[to.Env]
	if host == "" || !slices.Contains(n.topics, to.Topic) {
		return refused("a registration of an app or an environment that this server does not write to")
	}
	with, err := n.sign.jwt()
	if err != nil {
		return refused(err.Error())
	}
	r, failed := n.send(ctx, host, with, to, m)
	if failed == nil && r.status == http.StatusForbidden && r.reason() == "ExpiredProviderToken" {
		if again, ok := n.sign.renew(with); ok {
			r, failed = n.send(ctx, host, again, to, m)
		}
	}
	if failed != nil {
		return *failed
	}
	return r.apnsAnswer(n.now())
}

func (n *APNs) send(ctx context.Context, host, with string, to api.Push, m Message) (reply, *Answer) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, host+"/3/device/"+to.Token, bytes.NewReader(m.apnsBody()))
	if err != nil {
		a := refused(plain(err))
		return reply{}, &a
	}
	req.Header = http.Header{
		"Authorization":    {"bearer " + with},
		"Apns-Topic":       {to.Topic},
		"Apns-Push-Type":   {"alert"},
		"Apns-Priority":    {"10"}, // at once
		"Apns-Expiration":  {strconv.FormatInt(n.now().Unix()+m.seconds(), 10)},
		"Apns-Collapse-Id": {m.Hint},
		"Content-Type":     {"application/json"},
		"User-Agent":       {userAgent},
	}
	return exchange(n.client, req)
}

// apnsBody is the message as the app gets it, with what iOS shows in aps.
func (m Message) apnsBody() []byte {
	return []byte(`{"aps":{"alert":{"title-loc-key":"WAKE_TITLE","loc-key":"WAKE_TEXT"},"sound":"default","mutable-content":1},` +
		`"v":1,"k":"wake","h":"` + m.Hint + `"}`)
}

// reason is APNs' word for what is wrong.
func (r reply) reason() string {
	why, _ := r.apnsError()
	return why
}

func (r reply) apnsError() (reason string, since time.Time) {
	var said struct {
		Reason    string `json:"reason"`
		Timestamp int64  `json:"timestamp"` // milliseconds
	}
	if json.Unmarshal(r.body, &said) != nil {
		return "", since
	}
	if said.Timestamp > 0 {
		since = time.UnixMilli(said.Timestamp)
	}
	return said.Reason, since
}

// apnsAnswer reads the reason that comes with a status ("Handling notification
// responses from APNs").
func (r reply) apnsAnswer(now time.Time) Answer {
	a := r.answer(now)
	if a.Outcome == Delivered {
		return a
	}
	reason, since := r.apnsError()
	if reason != "" {
		a.Why = "APNs says " + safeWord(reason)
	}
	switch {
	case r.status == http.StatusGone:
		a.Outcome, a.Since = Gone, since
	case r.status == http.StatusBadRequest && (reason == "BadDeviceToken" || reason == "DeviceTokenNotForTopic"):
		a.Outcome = Gone
	}
	return a
}
