package client_test

import (
	"crypto/ecdsa"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/client"
)

// told is what two devices hear of a server that answers like that.
func told(t *testing.T, answer func(w http.ResponseWriter, asked api.BundleRequest, devices []core.Device)) (heard []string, err error) {
	t.Helper()
	var devices []core.Device
	f := newFar(t, func(w http.ResponseWriter, r *http.Request) {
		var asked api.BundleRequest
		if r.Method != http.MethodPost || r.URL.Path != api.PathBundle || json.NewDecoder(r.Body).Decode(&asked) != nil {
			t.Errorf("%s %s", r.Method, r.URL)
		}
		answer(w, asked, devices)
	}, client.Options{})
	for range 2 {
		d := newDevice(t, f.URL)
		d.ID = api.NewID("dev_")
		devices = append(devices, d)
	}
	err = f.client.Bundle(t.Context(), devices, []string{"c0", ""}, func(n int, reply api.FetchReply, err error) {
		heard = append(heard, fmt.Sprint(n, reply.Cursor, core.KindOf(err)))
	})
	return heard, err
}

func stream(w http.ResponseWriter, events ...string) {
	send(w, 200, api.TypeEvents, strings.Join(events, "\n\n")+"\n\n")
}

func bundledSnapshot(d core.Device, cursor string) string {
	return fmt.Sprintf("id: %s\nevent: snapshot\ndata: {\"device\":%q,\"server_time\":1800000000,\"cursor\":%q,\"challenges\":[],\"gone\":[],\"stmts\":[]}", cursor, d.ID, cursor)
}

func TestEachDeviceHearsItsPartOfABundleAlone(t *testing.T) {
	heard, err := told(t, func(w http.ResponseWriter, asked api.BundleRequest, d []core.Device) {
		stream(w, ":", bundledSnapshot(d[1], "a"), bundledSnapshot(core.Device{ID: "dev_other"}, "b"), "event: news\ndata: {}",
			bundledSnapshot(d[0], "c"), fmt.Sprintf("event: end\ndata: {\"device\":%q}", d[0].ID), bundledSnapshot(d[0], "d"),
			fmt.Sprintf("event: problem\ndata: {\"device\":%q,\"status\":403,\"code\":\"device_suspended\",\"title\":\"x\",\"type\":\"about:blank\"}", d[1].ID),
			bundledSnapshot(d[1], "e"))
		if len(asked.Listen) != 2 || asked.Listen[0].Cursor != "c0" || asked.Listen[1].Cursor != "" {
			t.Errorf("%+v", asked)
		}
	})
	wantKind(t, err, core.Offline)
	if got := strings.Join(heard, " "); got != "1a 0c 0offline 1suspended" {
		t.Fatalf("heard: %s", got)
	}
}

func TestProofsOfABundleAreThoseOfAStreamOfItsOwn(t *testing.T) {
	tries := 0
	heard, err := told(t, func(w http.ResponseWriter, asked api.BundleRequest, d []core.Device) {
		tries++
		nonces := map[string]string{}
		for n, l := range asked.Listen {
			p, err := api.OpenProof(l.Proof, d[n].Key.Public().(*ecdsa.PublicKey), d[n].ID, d[n].Origin, http.MethodGet, api.PathEvents, nil)
			if err != nil || tries == 2 && p.Nonce != fmt.Sprint("n", n) {
				t.Errorf("%+v, %v", p, err)
			}
			nonces[d[n].ID] = fmt.Sprint("n", n)
		}
		if tries == 1 {
			body, _ := json.Marshal(api.BundleProblem{Problem: api.Problem{Status: 401, Code: api.CodeUseNonce}, Nonces: nonces})
			send(w, 401, api.TypeProblem, string(body))
			return
		}
		stream(w, bundledSnapshot(d[0], "a"))
	})
	wantKind(t, err, core.Offline)
	if tries != 2 || len(heard) != 1 {
		t.Fatalf("%d tries, %v", tries, heard)
	}
}

func TestServerThatKnowsNoBundlesSaysSo(t *testing.T) {
	for status, kind := range map[int]core.Kind{
		404: core.Unsupported, 405: core.Unsupported, 401: core.Unsupported, 200: core.Unsupported, 204: core.Unsupported,
		302: core.Unsupported, 429: core.RateLimited, 503: core.ServerDown,
	} {
		_, err := told(t, func(w http.ResponseWriter, _ api.BundleRequest, _ []core.Device) { w.WriteHeader(status) })
		if core.KindOf(err) != kind {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestBundleThatBreaksTheRulesIsLeft(t *testing.T) {
	for name, event := range map[string]string{
		"no device":   "event: end\ndata: 1",
		"no snapshot": "event: snapshot\ndata: {\"device\":\"%s\"}",
		"too long":    "event: snapshot\ndata: " + strings.Repeat("x", 300<<10),
	} {
		_, err := told(t, func(w http.ResponseWriter, _ api.BundleRequest, d []core.Device) {
			stream(w, strings.Replace(event, "%s", d[0].ID, 1))
		})
		if core.KindOf(err) != core.Garbled {
			t.Errorf("%s: %v", name, err)
		}
	}
}
