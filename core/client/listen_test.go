package client_test

import (
	"context"
	"crypto/ecdsa"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/client"
)

// signers tells by which key each path was proven.
func signers(t *testing.T, device func() core.Device) (by map[string]string, h http.HandlerFunc) {
	t.Helper()
	var mu sync.Mutex
	by = map[string]string{}
	return by, func(w http.ResponseWriter, r *http.Request) {
		d := device()
		body, _ := io.ReadAll(r.Body)
		jws := strings.TrimPrefix(r.Header.Get("Authorization"), "KA ")
		who := "nobody"
		for name, k := range map[string]core.DeviceKey{"device": d.Key, "listening": d.Listen} {
			if k.IsZero() {
				continue
			}
			if _, err := api.OpenProof(jws, k.Public().(*ecdsa.PublicKey), d.ID, d.Origin, r.Method, r.RequestURI, body); err == nil {
				who = name
			}
		}
		mu.Lock()
		defer mu.Unlock()
		by[r.Method+" "+r.URL.Path] = who
		w.WriteHeader(http.StatusNoContent)
	}
}

func TestProofsThatHearAreOfTheListeningKeyAndAllOthersOfTheDeviceKey(t *testing.T) {
	var f *far
	by, h := signers(t, func() core.Device { return f.device })
	f = newFar(t, h, client.Options{})
	f.device.Listen = newDevice(t, f.URL).Key
	for _, call := range f.calls(t) {
		_ = call()
	}
	_ = f.client.Stream(t.Context(), f.device, "", func(api.FetchReply) error { return nil })
	_ = f.client.PutPush(t.Context(), f.device, nil)
	want := map[string]string{
		"PUT " + api.PathPush:       "listening",
		"GET " + api.PathChallenges: "listening", "GET " + api.PathEvents: "listening",
		"GET " + api.PathRecovery: "device", "POST " + api.PathRecovery: "device", "GET " + api.PathActivity: "device",
		"POST " + api.PathKey: "device", "DELETE " + api.PathSelf: "device",
	}
	for path, who := range want {
		if by[path] != who {
			t.Errorf("%s is proven by the key %q", path, by[path])
		}
	}
}

func TestLockedPhoneAsksNothingThatItCannotProve(t *testing.T) {
	var f *far
	by, h := signers(t, func() core.Device { return f.device })
	f = newFar(t, h, client.Options{})
	f.device.Listen = newDevice(t, f.URL).Key
	f.device = f.device.Listening()
	calls := f.calls(t)
	for _, name := range []string{"RecoveryCodes", "AckRecoveryCodes", "Activity", "Rekey", "GiveUp"} {
		wantKind(t, calls[name](), core.Locked)
	}
	if len(by) != 0 {
		t.Errorf("asked all the same: %v", by)
	}
	if err := calls["Fetch"](); err != nil {
		t.Error(err)
	}
	deaf := f.device
	deaf.Listen = core.DeviceKey{}
	_, err := f.client.Fetch(t.Context(), deaf, "", 0)
	wantKind(t, err, core.Locked)
	wantKind(t, f.client.Stream(context.Background(), deaf, "", nil), core.Locked)
}
