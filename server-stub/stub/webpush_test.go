package stub

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"testing"

	"kauth/core/api"
)

func TestKeyForPushServicesIsToldAndStays(t *testing.T) {
	w := newWorld(t, Options{})
	told := func() api.Configuration {
		var c api.Configuration
		w.browser().do("GET", api.PathConfiguration, nil).want(200).into(&c)
		return c
	}
	first := told()
	point, err := base64.RawURLEncoding.DecodeString(first.VAPID)
	w.ok(err)
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil || len(first.VAPID) != 87 {
		t.Fatalf("%q: %v", first.VAPID, err)
	}
	for _, other := range first.Keys {
		if other.Kid == api.Thumbprint(key) {
			t.Error("one key signs requests and push messages")
		}
	}
	w.restart()
	w.ok(w.s.RollKey())
	if told().VAPID != first.VAPID {
		t.Error("phones registered with a key that is no more")
	}
	if other := newWorld(t, Options{}); other.s.vapid == first.VAPID {
		t.Error("two servers have one key")
	}
}
