// Package unlocktest is what every hardware that opens secrets for a person has to keep
// to: the one that scripts play, and the simulated Android framework. Only tests, and the
// program that runs them inside a simulated phone, import it.
package unlocktest

import (
	"bytes"
	"context"
	"testing"

	"kauth/core"
)

// Port is platform/unlock.Unlock.
type Port interface {
	Ready(ctx context.Context) error
	Seal(ctx context.Context, name string, secret []byte) error
	Open(ctx context.Context, name string) ([]byte, error)
	Forget(ctx context.Context, name string) error
}

// Phone is the hardware, and what can happen to it.
type Phone struct {
	Port
	// Say answers the prompt that is open, or opens next: "finger", "cancel", "locked
	// out", "barred". Others happen at once: "new finger", "no finger", "moment", "works".
	Say func(t *testing.T, word string)
}

const name = "kauth-test"

var secret = []byte("thirty-two bytes of a wrap key..")

// Suite plays each promise on a phone of its own.
func Suite(t *testing.T, phone func(t *testing.T) Phone) {
	for promise, keep := range map[string]func(*testing.T, Phone){
		"AFingerOpensWhatItSealed":                finger,
		"WithoutAFingerNothingOpens":              refused,
		"AFailureKeepsWhatIsThere":                kept,
		"ANewFingerInvalidatesForGood":            invalidated,
		"WithoutAFingerOnFileNothingIsSealed":     none,
		"FailingForAMomentLosesNothing":           moment,
		"WhatIsForgottenIsGone":                   forgotten,
		"WhoeverGivesUpIsNotAskedAnyMore":         given,
		"ANameIsNoPath":                           path,
		"TheNewSecretTakesThePlaceOfTheOneBefore": another,
	} {
		t.Run(promise, func(t *testing.T) {
			p := phone(t)
			t.Cleanup(func() { _ = p.Forget(context.Background(), name) })
			keep(t, p)
		})
	}
}

// Absent is for a machine that has none.
func Absent(t *testing.T, p Port) {
	_, err := p.Open(t.Context(), name)
	for what, err := range map[string]error{"ready": p.Ready(t.Context()), "seal": p.Seal(t.Context(), name, secret), "open": err} {
		if core.KindOf(err) != core.Unsupported {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := p.Forget(t.Context(), name); err != nil {
		t.Error(err)
	}
}

// with has the word said while f asks.
func with(t *testing.T, p Phone, word string, f func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- f() }()
	p.Say(t, word)
	return <-done
}

func sealed(t *testing.T, p Phone, what []byte) {
	t.Helper()
	if err := with(t, p, "finger", func() error { return p.Seal(t.Context(), name, what) }); err != nil {
		t.Fatal(err)
	}
}

func opens(t *testing.T, p Phone, want []byte) {
	t.Helper()
	var got []byte
	err := with(t, p, "finger", func() (err error) { got, err = p.Open(t.Context(), name); return err })
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func is(t *testing.T, err error, want core.Kind) {
	t.Helper()
	if core.KindOf(err) != want {
		t.Errorf("%v; want %s", err, want)
	}
}

// lost tells what opens nothing, without asking anybody.
func lost(t *testing.T, p Phone) {
	t.Helper()
	got, err := p.Open(t.Context(), name)
	if got != nil {
		t.Error("it opened")
	}
	is(t, err, core.UnlockGone)
}
