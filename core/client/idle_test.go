package client

import (
	"errors"
	"net/url"
	"testing"

	"kauth/core"
)

// TestAServerThatHangsUpOnAnIdleConnectionIsOffline: net/http tells of it in a text alone,
// and only where the timing is bad.
func TestAServerThatHangsUpOnAnIdleConnectionIsOffline(t *testing.T) {
	err := &url.Error{Op: "Post", URL: "https://login.example.ch", Err: errors.New("http: server closed idle connection")}
	if kind, why := classify(err); kind != core.Offline {
		t.Errorf("%s: %s", kind, why)
	}
}
