package wake

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"kauth/core/api"
)

// WebPush sends by RFC 8030: to browsers' push services, and to UnifiedPush servers.
type WebPush struct {
	client *http.Client
	vapid  vapid
	now    func() time.Time
}

// NewWebPush gives a sender that signs with key. contact is whom a service may write
// to about us, or ""; the client decides which addresses are reached.
func NewWebPush(client *http.Client, key *ecdsa.PrivateKey, contact string, now func() time.Time) (*WebPush, error) {
	public, err := PublicKey(key)
	if err == nil {
		err = CheckContact(contact)
	}
	if err != nil {
		return nil, err
	}
	return &WebPush{client: client, vapid: vapid{key: key, public: public, contact: contact, now: now}, now: now}, nil
}

// Key is what phones register with, so that their service takes messages from us alone.
func (w *WebPush) Key() string { return w.vapid.public }

// Kind is "webpush".
func (*WebPush) Kind() string { return "webpush" }

// Host is the endpoint's; the rest of an endpoint is its password.
func (*WebPush) Host(to api.Push) string {
	u, err := url.Parse(to.Endpoint)
	if err != nil {
		return ""
	}
	return u.Host
}

// Send writes to the endpoint.
func (w *WebPush) Send(ctx context.Context, to api.Push, m Message) Answer {
	req, err := w.request(ctx, to, m)
	if err != nil {
		return refused("no request could be made: " + plain(err))
	}
	r, failed := exchange(w.client, req)
	if failed != nil {
		return *failed
	}
	switch a := r.answer(w.now()); r.status {
	case http.StatusNotFound, http.StatusGone: // RFC 8030 section 7.3
		a.Outcome = Gone
		return a
	case http.StatusRequestEntityTooLarge:
		a.Why = "a message that a service takes for too large: a defect of ours or its"
		return a
	default:
		return a
	}
}

func (w *WebPush) request(ctx context.Context, to api.Push, m Message) (*http.Request, error) {
	phone, err := receiverOf(to)
	if err != nil {
		return nil, err
	}
	body, err := phone.encrypt(m.Body())
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.Endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	signed, err := w.vapid.header(req.URL)
	if err != nil {
		return nil, err
	}
	req.Header = http.Header{
		"Authorization":    {signed},
		"Content-Encoding": {"aes128gcm"},
		"Content-Type":     {"application/octet-stream"},
		"Ttl":              {strconv.FormatInt(m.seconds(), 10)},
		"Urgency":          {"high"}, // RFC 8030 section 5.3: a phone that is low on power is woken too
		"Topic":            {m.Hint}, // section 5.4: at most 32 characters of base64url
		"User-Agent":       {userAgent},
	}
	return req, nil
}
