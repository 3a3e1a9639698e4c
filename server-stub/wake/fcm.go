package wake

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"kauth/core/api"
)

// fcmQuota is how long to wait after a 429 that says nothing: "at least one minute", by
// Firebase's "Error codes for HTTP v1".
const fcmQuota = time.Minute

// FCM sends by Firebase Cloud Messaging's HTTP v1 API, for apps with Google's services.
// It was tested against a fake alone.
type FCM struct {
	client *http.Client
	url    string
	access access
	now    func() time.Time
}

// Kind is "fcm".
func (*FCM) Kind() string { return "fcm" }

// Host is the same for all.
func (f *FCM) Host(api.Push) string { return hostOf(f.url) }

// Send sends a message of data alone: the app wakes up and asks, and shows what it
// checked. With a notification in it, Android would show text of ours.
func (f *FCM) Send(ctx context.Context, to api.Push, m Message) Answer {
	body, err := json.Marshal(map[string]any{"message": fcmMessage{
		Token: to.Token,
		Data:  map[string]string{"v": "1", "k": "wake", "h": m.Hint}, // strings alone, by FCM's rules
		Android: fcmAndroid{
			Priority: "HIGH", TTL: strconv.FormatInt(m.seconds(), 10) + "s", Collapse: m.Hint,
		},
	}})
	if err != nil {
		return refused(err.Error())
	}
	r, with, failed := f.send(ctx, body)
	if failed == nil && r.status == http.StatusUnauthorized {
		f.access.forget(ctx, with) // ended early: asked for anew, once
		r, _, failed = f.send(ctx, body)
	}
	if failed != nil {
		return *failed
	}
	return r.fcmAnswer(f.now())
}

type fcmMessage struct {
	Token   string            `json:"token"`
	Data    map[string]string `json:"data"`
	Android fcmAndroid        `json:"android"`
}

type fcmAndroid struct {
	Priority string `json:"priority"`
	TTL      string `json:"ttl"`
	Collapse string `json:"collapse_key"`
}

func (f *FCM) send(ctx context.Context, body []byte) (r reply, with string, failed *Answer) {
	if with, failed = f.access.get(ctx); failed != nil {
		return r, "", failed
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, f.url, bytes.NewReader(body))
	if err != nil {
		return r, "", &Answer{Outcome: Refused, Why: plain(err)}
	}
	req.Header = http.Header{
		"Authorization": {"Bearer " + with}, "Content-Type": {"application/json"}, "User-Agent": {userAgent},
	}
	r, failed = exchange(f.client, req)
	return r, with, failed
}

// fcmAnswer reads the error that comes with a status. A registration is gone only where
// FCM says so of it: a project or a message that is wrong must not cost all phones theirs.
func (r reply) fcmAnswer(now time.Time) Answer {
	a := r.answer(now)
	if a.Outcome == Delivered {
		return a
	}
	e := r.fcmError()
	if e.code != "" {
		a.Why = "FCM says " + e.code
	}
	switch {
	case r.status == http.StatusNotFound && e.code == "UNREGISTERED",
		r.status == http.StatusBadRequest && e.code == "INVALID_ARGUMENT" && e.registration:
		a.Outcome = Gone
	case r.status == http.StatusTooManyRequests && a.After == 0:
		a.After = fcmQuota
	}
	return a
}

type fcmError struct {
	code         string // of the extension FcmError
	registration bool   // what is wrong is the registration
}

func (r reply) fcmError() (e fcmError) {
	var said struct {
		Error struct {
			Message string
			Status  string
			Details []struct {
				ErrorCode       string
				FieldViolations []struct{ Field string }
			}
		}
	}
	if json.Unmarshal(r.body, &said) != nil {
		return e
	}
	if e.code = said.Error.Status; e.code == "NOT_FOUND" {
		e.code = "" // of what, FCM's own code says
	}
	fields := 0
	for _, d := range said.Error.Details {
		if d.ErrorCode != "" {
			e.code = d.ErrorCode
		}
		for _, v := range d.FieldViolations {
			fields++
			e.registration = e.registration || v.Field == "message.token"
		}
	}
	if fields == 0 {
		e.registration = strings.Contains(strings.ToLower(said.Error.Message), "registration token")
	}
	e.code = safeWord(e.code)
	return e
}

// safeWord is a code as it may stand in a log: services' replies are their own.
func safeWord(s string) string {
	if len(s) > 64 || strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_'
	}) {
		return "something else"
	}
	return s
}
