package api

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
)

// offlineVec is how a phone without a network answers: by the key of the device and the
// secret in the inputs.
type offlineVec struct {
	Label    string       `json:"label"` // the info of HKDF-SHA-256; its salt is empty
	Key      string       `json:"key"`   // what comes of it, base64url
	Requests []scannedVec `json:"requests"`
}

// scannedVec is a request as a QR code holds it, and the digits of each answer.
type scannedVec struct {
	Message string      `json:"message"` // its name among the valid ones
	Hash    string      `json:"ch"`
	QR      string      `json:"qr"`
	Answers []digitsVec `json:"answers"`
}

type digitsVec struct {
	Decision string `json:"dec"`
	Match    string `json:"match"`
	Digits   string `json:"digits"`
}

func vectorOffline(t testing.TB, made map[string]string) offlineVec {
	t.Helper()
	out := offlineVec{Label: "ka/1 offline answer " + vDevice}
	key, err := hkdf.Key(sha256.New, vectorSecret(), nil, out.Label, 32)
	if err != nil {
		t.Fatal(err)
	}
	out.Key = b64.EncodeToString(key)
	for _, one := range []struct {
		name    string
		answers [][2]string
	}{
		{"challenge, mode confirm", [][2]string{{"approve", ""}, {"deny", ""}}},
		{"challenge, mode match", [][2]string{{"approve", "47"}, {"approve", "74"}, {"deny", ""}}},
	} {
		jws := made[one.name]
		v := scannedVec{Message: one.name, Hash: Hash([]byte(jws)), QR: "KAUTH://REQUEST/1/" + in32(t, jws)}
		for _, a := range one.answers {
			mac := hmac.New(sha256.New, key)
			mac.Write([]byte(v.Hash + "." + a[0] + "." + a[1]))
			sum := mac.Sum(nil)
			at := sum[31] % 16
			digits := fmt.Sprintf("%08d", binary.BigEndian.Uint32(sum[at:at+4])&0x7fffffff%100_000_000)
			v.Answers = append(v.Answers, digitsVec{a[0], a[1], digits})
		}
		out.Requests = append(out.Requests, v)
	}
	return out
}

func in32(t testing.TB, jws string) string {
	t.Helper()
	parts := strings.Split(jws, ".")
	for i, p := range parts {
		b, err := unb64(p)
		if err != nil {
			t.Fatal(err)
		}
		parts[i] = base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)
	}
	return strings.Join(parts, ".")
}
