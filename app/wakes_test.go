package main

import (
	"context"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"kauth/app/wire"
)

func TestAProcessThatAMessageStartedEndsWhenNothingWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, released := &wakes{}, 0
		begun := time.Now()
		time.AfterFunc(10*time.Second, func() { w.opened.Store(true) }) // a slow keyring, and then nothing to open
		if w.slumber(t.Context(), nil, func() { released++ }) {
			t.Error("somebody wants a window")
		}
		if took := time.Since(begun); took < 10*time.Second+slumberRest || took > 15*time.Second || released != 1 {
			t.Errorf("it ended after %v, and released the name %d times", took, released)
		}
	})
}

func TestAProcessThatAMessageStartedBecomesTheAppWhenSomebodyWantsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, wanted := &wakes{}, make(chan struct{}, 1)
		time.AfterFunc(time.Minute, func() { wanted <- struct{}{} })
		if !w.slumber(t.Context(), wanted, func() { t.Error("the name was released") }) {
			t.Error("it ended")
		}
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if w.slumber(ctx, nil, func() {}) {
			t.Error("it goes on although the system ends it")
		}
	})
}

func TestOnlyThePersonsOwnVaultHasTheNameThatIsStarted(t *testing.T) {
	if got := busName(wire.DefaultDir()); got != "kauth.app" {
		t.Error(got)
	}
	a, b := busName(filepath.Join(t.TempDir(), "a")), busName(filepath.Join(t.TempDir(), "b"))
	if a == b || len(a) != len("kauth.app.v01234567") {
		t.Errorf("%s, %s", a, b)
	}
}

func TestAVaultThatCannotBeOpenedEndsTheProcess(t *testing.T) {
	w := &wakes{}
	o := opener{f: flags{vault: t.TempDir(), passphraseFile: filepath.Join(t.TempDir(), "none")}, wakes: w}
	if !w.busy() {
		t.Error("it ends before anybody tried")
	}
	if p, err := o.Open(t.Context()); err == nil || p != nil || w.busy() {
		t.Errorf("%v, %v, busy %v", p, err, w.busy())
	}
	if hasVault(t.TempDir()) {
		t.Error("a vault where there is none")
	}
}
