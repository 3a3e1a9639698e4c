// Package hardwaretest is what every hardware for keys has to keep to: the fake of the
// tests, and the simulated Android framework. Only tests import it.
package hardwaretest

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"slices"
	"strconv"
	"sync"
	"testing"

	"kauth/core"
)

// Port is hardware, with what finds a key again after the process has ended.
type Port interface {
	core.Hardware
	Open(ctx context.Context, name string) (core.HardwareKey, error)
}

// Phone is one phone's hardware, and how it fails.
type Phone struct {
	Keys Port
	Busy func(yes bool)    // it answers nothing, and will again
	Gone func(name string) // it has invalidated a key for good
	// Again gives the hardware as a new process finds it; nil: Keys.
	Again func() Port
}

func (p Phone) again() Port {
	if p.Again == nil {
		return p.Keys
	}
	return p.Again()
}

// Suite runs all of it, each part on a phone of its own.
func Suite(t *testing.T, phone func(t *testing.T) Phone) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Phone)
	}{
		{"KeySignsWhatOthersVerify", signs},
		{"KeyIsFoundAgain", foundAgain},
		{"DeletedKeyIsGoneAndOthersStay", deleted},
		{"KeyThatNeverWasIsGone", neverWas},
		{"OnlySHA256IsSigned", digests},
		{"BusyHardwareLosesNothing", busy},
		{"InvalidatedKeyIsGoneAndOthersStay", invalidated},
		{"ManySignAtOnce", many},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, phone(t)) })
	}
}

func made(t *testing.T, p Port) core.HardwareKey {
	t.Helper()
	k, err := p.Make(t.Context(), core.NewKeyName())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains([]core.KeyLevel{core.InTEE, core.InStrongBox, core.InEnclave}, k.Level) {
		t.Fatalf("made a key of level %q", k.Level)
	}
	if k.Name == "" || k.Public.Curve != elliptic.P256() {
		t.Fatalf("made %q on %v", k.Name, k.Public.Curve)
	}
	return k
}

// works signs something and has Go's own crypto/ecdsa verify it.
func works(t *testing.T, p Port, k core.HardwareKey, what string) {
	t.Helper()
	digest := sha256.Sum256([]byte(what))
	sig, err := p.Signer(k).Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if !ecdsa.VerifyASN1(k.Public, digest[:], sig) {
		t.Fatalf("%s: the signature does not hold", what)
	}
}

func wantKind(t *testing.T, what string, err error, want core.Kind) {
	t.Helper()
	if core.KindOf(err) != want {
		t.Fatalf("%s: %v, want %s", what, err, want)
	}
}

func signError(p Port, k core.HardwareKey) error {
	digest := sha256.Sum256(nil)
	_, err := p.Signer(k).Sign(rand.Reader, digest[:], crypto.SHA256)
	return err
}

func many(t *testing.T, p Phone) {
	a, b := made(t, p.Keys), made(t, p.Keys)
	var all sync.WaitGroup
	for i := range 8 {
		k := []core.HardwareKey{a, b}[i%2]
		all.Go(func() {
			digest := sha256.Sum256([]byte(strconv.Itoa(i)))
			sig, err := p.Keys.Signer(k).Sign(rand.Reader, digest[:], crypto.SHA256)
			if err != nil || !ecdsa.VerifyASN1(k.Public, digest[:], sig) {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
	all.Wait()
}
