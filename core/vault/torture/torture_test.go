//go:build linux && (amd64 || arm64)

package main

import (
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kauth/core/vault/torture/disk"
)

// worn is a vault with a past and what it has to hold.
func worn(t *testing.T) (home, state) {
	t.Helper()
	dir := t.TempDir()
	fast = &dir
	h := home(filepath.Join(dir, "home"))
	s, err := wear(h, lock{}, rand.New(rand.NewPCG(1, 2)), 5)
	if err != nil {
		t.Fatal(err)
	}
	return h, s
}

func wantFailure(t *testing.T, err error, text string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), text) {
		t.Fatalf("%v; want %q", err, text)
	}
}

func TestVaultThatHoldsWhatItHasToIsGood(t *testing.T) {
	h, s := worn(t)
	c := claim{states: []state{s}, given: map[string]uint64{"acc_0": 1}}
	if which, err := c.judge(h); err != nil || which != 0 {
		t.Fatal(which, err)
	}
}

func TestAcknowledgedStepThatIsLostIsFoundOut(t *testing.T) {
	h, s := worn(t)
	for _, next := range []step{
		{kind: put, account: makeAccount(rand.New(rand.NewPCG(3, 4)), "acc_new")},
		{kind: remove, id: "acc_2"},
		{kind: record, bucket: "b", name: "1", data: []byte("other")},
		{kind: setPIN, lock: aPIN},
	} {
		err := h.on(func(twin home) error {
			_, err := claim{states: []state{s, s.after(next)}, may: 1}.judge(twin)
			return err
		})
		wantFailure(t, err, "")
	}
}

func TestCounterThatGivesANumberAgainIsFoundOut(t *testing.T) {
	h, s := worn(t)
	_, err := claim{states: []state{s}, given: map[string]uint64{"acc_0": 2}}.judge(h)
	wantFailure(t, err, "counter")
}

func TestVaultThatBeginsAnewIsFoundOut(t *testing.T) {
	_, s := worn(t)
	h := home(t.TempDir())
	_, err := claim{states: []state{s}}.judge(h)
	wantFailure(t, err, "gone")
}

func TestDeletedAccountThatIsBackIsFoundOut(t *testing.T) {
	h, s := worn(t)
	without := s.after(step{kind: remove, id: "acc_3"})
	err := claim{states: []state{s, without}, may: 1}.judgeCopies(h)
	wantFailure(t, err, "acc_3 was deleted and is back")
}

func TestSilentVaultIsFoundOut(t *testing.T) {
	_, s := worn(t)
	r := &run{counts: map[string]int{}}
	got := met{Accounts: spelledAll(s), Records: inHex(s.records)}
	if err := (injury{}).judge(r, s, got); err != nil {
		t.Fatal(err)
	}
	delete(got.Accounts, "acc_2")
	wantFailure(t, injury{}.judge(r, s, got), "silent")
	got.Damaged = []string{"accounts/acc_4"}
	wantFailure(t, injury{}.judge(r, s, got), "nothing says that acc_2")
	got.Damaged = []string{"accounts/acc_2"}
	if err := (injury{}).judge(r, s, got); err != nil {
		t.Fatal(err)
	}
}

func TestLineThatWasCutOffIsNoAcknowledgement(t *testing.T) {
	h := hear(script{from: 7}, lines("opened\nok 7 \nok 8 3\nok 9"))
	if h.acknowledged != 9 || h.counters[8] != 3 || !h.opened || h.closed {
		t.Fatalf("%+v", h)
	}
}

func TestDiskThatLiesAndIsNotFoundOutIsToldHoweverMuchTheClockCutShort(t *testing.T) {
	for _, c := range []struct {
		images, found int
		blind         bool
	}{{0, 0, false}, {enough - 1, 0, false}, {enough, 0, true}, {enough, 1, false}, {100, 0, true}, {400, 0, true}, {400, 171, false}} {
		r := &run{counts: map[string]int{"control files": c.images, "found files": c.found}}
		if r.blindTo("files") != c.blind {
			t.Errorf("%d of %d found out: %v", c.found, c.images, !c.blind)
		}
	}
	if small := scales["small"]["cuts"].amount / perControl; small < enough {
		t.Errorf("a small run has %d images of each", small)
	}
}

func TestClockCutsNoDiskThatLiesShort(t *testing.T) {
	dir := t.TempDir()
	fast = &dir
	r := &run{counts: map[string]int{}, until: time.Now().Add(-time.Hour)}
	tape := &tape{record: &disk.Record{}, states: []state{nothing()}, fresh: true}
	rnd := rand.New(rand.NewPCG(1, 2))
	tape.cut(r, rnd, "control files", 3, controls["files"])
	tape.cut(r, rnd, "cuts", 3, nil)
	if lying, honest := r.get("control files"), r.get("cuts"); lying != 3 || honest != 0 {
		t.Errorf("%d of 3, and %d where the clock was over", lying, honest)
	}
}
