//go:build linux && (amd64 || arm64)

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"time"

	"kauth/core"
)

// The same numbers give the same account in every process: so the one that judges
// knows what the one that was killed had to keep.

var (
	issuers    = []string{"Infomaniak", "Example", "Banque Cantonale", "Università", "Häuslich ☕", ""}
	algorithms = []string{"SHA1", "SHA256", "SHA512"}
)

func makeAccount(r *rand.Rand, id core.AccountID) core.Account {
	a := core.Account{
		ID: id, Issuer: issuers[r.IntN(len(issuers))], Label: fmt.Sprintf("person%d@example.ch", r.IntN(1e6)),
		State: core.CodeOnly, Order: r.IntN(50), Uses: r.IntN(9),
		Added: time.Unix(1_700_000_000+r.Int64N(1e8), r.Int64N(1e9)).UTC(),
		OTP: core.OTP{
			Type: core.TOTP, Secret: core.NewSecret(someBytes(r, 10+r.IntN(55))), Algorithm: algorithms[r.IntN(3)],
			Digits: 6 + r.IntN(3), Period: 30 * time.Second,
		},
	}
	switch r.IntN(3) {
	case 0:
		a.OTP.Type, a.OTP.Period, a.OTP.Counter = core.HOTP, 0, r.Uint64()
	case 1:
		a.State, a.Device, a.CodesWaiting = core.Active, makeDevice(r), r.IntN(2) == 0
	}
	return a
}

func makeDevice(r *rand.Rand) *core.Device {
	return &core.Device{
		Origin: "https://login.example.ch", ID: fmt.Sprint("dev_", r.Uint32()), Account: fmt.Sprint("acc_", r.Uint32()),
		Name: "Pixel 9 · kAuth", Key: makeKey(r), Listen: makeKey(r),
		ServerKeys: []core.ServerKey{{ID: "one", Key: makeKey(r).Public().(*ecdsa.PublicKey)}},
		KeysAt:     r.Uint64(),
	}
}

func makeKey(r *rand.Rand) core.DeviceKey {
	raw := someBytes(r, 32)
	raw[0] &= 0x7f // below the order of the curve
	k, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), raw)
	if err != nil {
		panic(err)
	}
	device, err := core.DeviceKeyFrom(k)
	if err != nil {
		panic(err)
	}
	return device
}

func someBytes(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// spelled is all that an account holds, as text.
func spelled(a core.Account) string {
	text := fmt.Sprintf("%q %q %q %q %s order %d uses %d added %s waiting %v; %s %x %s %d %v %d", a.ID, a.Issuer, a.Label,
		a.Name, a.State, a.Order, a.Uses, a.Added.UTC().Format(time.RFC3339Nano), a.CodesWaiting,
		a.OTP.Type, a.OTP.Secret.Bytes(), a.OTP.Algorithm, a.OTP.Digits, a.OTP.Period, a.OTP.Counter)
	d := a.Device
	if d == nil {
		return text
	}
	text += fmt.Sprintf("; %q %q %q %q at %d %+v %v since %s code %x", d.Origin, d.ID, d.Account, d.Name, d.KeysAt,
		d.Policy, d.Bearer, d.KeySince.UTC().Format(time.RFC3339Nano), d.LinkCode.Bytes())
	for _, k := range []core.DeviceKey{d.Key, d.Listen, d.NextKey, d.NextListen} {
		text += " key " + spelledKey(k)
	}
	for _, k := range d.ServerKeys {
		point, _ := k.Key.Bytes()
		text += " server " + k.ID + " " + hex.EncodeToString(point)
	}
	return text
}

func spelledKey(k core.DeviceKey) string {
	if k.IsZero() {
		return "none"
	}
	b, err := k.PKCS8()
	if err != nil {
		return err.Error()
	}
	return hex.EncodeToString(b.Bytes())
}
