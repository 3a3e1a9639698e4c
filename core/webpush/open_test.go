package webpush_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"kauth/core"
	"kauth/core/webpush"
)

// The example of RFC 8291, appendix A.
const (
	rfcPrivate = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
	rfcPublic  = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
	rfcAuth    = "BTBZMqHH6r4Tts7J_aSIgg"
	rfcMessage = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
	rfcSays    = "When I grow up, I want to be a watermelon"
)

func bytesOf(t testing.TB, s string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func rfcKeys(t testing.TB) webpush.Keys {
	t.Helper()
	k, err := webpush.ParseKeys(append(bytesOf(t, rfcPrivate), bytesOf(t, rfcAuth)...))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestTheExampleOfTheStandardIsOpened(t *testing.T) {
	k := rfcKeys(t)
	if k.P256DH() != rfcPublic || k.Auth() != rfcAuth {
		t.Fatal("the keys are told wrongly")
	}
	says, err := k.Open(bytesOf(t, rfcMessage))
	if err != nil || string(says) != rfcSays {
		t.Fatalf("%q, %v", says, err)
	}
}

func TestMessageThatWasChangedAnywhereIsNotOpened(t *testing.T) {
	k, good := rfcKeys(t), bytesOf(t, rfcMessage)
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1
		if i == 16 || i == 17 || i == 18 || i == 19 { // rs, which is not authenticated: larger is as good
			if says, err := k.Open(bad); err == nil && string(says) != rfcSays {
				t.Errorf("byte %d: %q", i, says)
			}
			continue
		}
		if says, err := k.Open(bad); err == nil {
			t.Errorf("byte %d changed: %q", i, says)
		}
	}
	for n := range good {
		if _, err := k.Open(good[:n]); err == nil {
			t.Errorf("opened when cut to %d bytes", n)
		}
	}
	if _, err := k.Open(append(bytes.Clone(good), 0)); err == nil {
		t.Error("opened with a byte more")
	}
}

func TestMessageOfAnotherFormIsMalformed(t *testing.T) {
	good := bytesOf(t, rfcMessage)
	with := func(at int, b ...byte) []byte {
		m := bytes.Clone(good)
		copy(m[at:], b)
		return m
	}
	for name, m := range map[string][]byte{
		"nothing":                     nil,
		"records of 18 bytes":         with(16, 0, 0, 0, 18),
		"records of 0 bytes":          with(16, 0, 0, 0, 0),
		"no keyid":                    with(20, 0),
		"a short keyid":               with(20, 33),
		"a point not on the curve":    with(21, append([]byte{4}, bytes.Repeat([]byte{7}, 64)...)...),
		"the point at infinity":       with(21, make([]byte, 65)...),
		"a compressed point":          with(21, 2),
		"more than a service carries": append(bytes.Clone(good), make([]byte, webpush.MaxMessage)...),
	} {
		if _, err := rfcKeys(t).Open(m); core.KindOf(err) != core.Malformed {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMessageToAnotherAccountIsNotOpened(t *testing.T) {
	other, err := webpush.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Open(bytesOf(t, rfcMessage)); core.KindOf(err) != core.Denied {
		t.Error(err)
	}
	// The right point with another authentication secret: who only knows where to send.
	halfRight, err := webpush.ParseKeys(append(bytesOf(t, rfcPrivate), make([]byte, 16)...))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := halfRight.Open(bytesOf(t, rfcMessage)); core.KindOf(err) != core.Denied {
		t.Error(err)
	}
}

func TestKeysAreKeptAndNeverPrinted(t *testing.T) {
	k, err := webpush.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	again, err := webpush.ParseKeys(k.Secret().Bytes())
	if err != nil || again.P256DH() != k.P256DH() || again.Auth() != k.Auth() {
		t.Fatal("not the same keys", err)
	}
	for _, kept := range [][]byte{nil, make([]byte, 47), make([]byte, 48), make([]byte, 49)} {
		if _, err := webpush.ParseKeys(kept); core.KindOf(err) != core.Malformed {
			t.Errorf("%d bytes: %v", len(kept), err)
		}
	}
	shown := fmt.Sprintf("%v %+v %#v %s", k, k, k, k)
	if strings.Contains(shown, k.Auth()) || strings.ReplaceAll(shown, "[secret]", "") != "   " {
		t.Errorf("printed: %s", shown)
	}
	if none := (webpush.Keys{}); none.P256DH() != "" || none.Auth() != "" || !none.IsZero() {
		t.Error("keys that were never made say something")
	}
	if _, err := (webpush.Keys{}).Open(bytesOf(t, rfcMessage)); err == nil {
		t.Error("opened without keys")
	}
}

// FuzzOpen: what nobody expects from a push service neither opens nor ends the app.
func FuzzOpen(f *testing.F) {
	good := bytesOf(f, rfcMessage)
	f.Add(good)
	f.Add(good[:86])
	f.Add(append(bytes.Clone(good), good...))
	f.Add([]byte(nil))
	k := rfcKeys(f)
	f.Fuzz(func(t *testing.T, m []byte) {
		says, err := k.Open(m)
		if err == nil && (string(says) != rfcSays || !bytes.Equal(m[20:], good[20:])) {
			t.Errorf("opened %x", m)
		}
		if kind := core.KindOf(err); err != nil && kind != core.Malformed && kind != core.Denied {
			t.Error(err)
		}
	})
}
