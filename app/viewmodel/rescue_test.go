//go:build !race

package viewmodel

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"

	"kauth/core"
)

// fakeRescue is a vault in which something was wrong.
type fakeRescue struct {
	report  Report
	gone    bool // dismissed
	unread  []Unread
	refuses error
	broken  string
}

func (f *fakeRescue) Report() (Report, bool) { return f.report, !f.gone }

func (f *fakeRescue) Dismiss() error {
	f.gone = f.refuses == nil
	return f.refuses
}

func (f *fakeRescue) Unread() []Unread { return f.unread }

func (f *fakeRescue) Forget(place string) error {
	f.unread = slices.DeleteFunc(f.unread, func(u Unread) bool { return u.Place == place })
	return f.refuses
}

func (f *fakeRescue) Save(w io.Writer) error {
	_, err := io.WriteString(w, f.broken)
	return err
}

func rescued(lost int) *fakeRescue {
	return &fakeRescue{report: Report{ID: "1", Damage: &Damage{From: FromSnapshot, Kept: 1, Lost: lost, File: "/broken"}}, broken: "bytes"}
}

func playRescue(t *testing.T, r *fakeRescue, f func(s *scene)) {
	stage(t, linked(), func(s *scene, _ *Ports) { s.opener.phone.Rescue = r }, f)
}

func TestWhatWasWrongIsShownOnceAndCanBeReadAgainUntilItIsPutAside(t *testing.T) {
	r := rescued(0)
	choices := fakeChoices{}
	run := func(f func(s *scene)) {
		stage(t, linked(), func(s *scene, p *Ports) { s.opener.phone.Rescue, p.Settings = r, choices }, f)
	}
	run(func(s *scene) {
		if got := is[FoundState](s); got.Again || got.Report.Damage.Kept != 1 {
			t.Fatalf("%+v", got)
		}
		s.shown.Intents.(*Found).Continue()
		s.rest()
		if b := is[HomeState](s).Banner; b == nil || b.Kind != BannerFound {
			t.Fatalf("banner %+v", b)
		}
	})
	run(func(s *scene) {
		s.shown.Intents.(*Home).OpenBanner()
		s.rest()
		if !is[FoundState](s).Again {
			t.Fatal("it cannot be put aside")
		}
		r.refuses = core.E("fake", core.KeyringSilent, nil)
		s.shown.Intents.(*Found).Dismiss()
		s.rest()
		if p := is[FoundState](s).Problem; p == nil || p.Kind != core.KeyringSilent {
			t.Fatalf("%+v", p)
		}
		r.refuses = nil
		s.shown.Intents.(*Found).Dismiss()
		s.rest()
		if b := is[HomeState](s).Banner; b != nil {
			t.Fatalf("banner %+v", b)
		}
	})
	run(func(s *scene) { is[HomeState](s) })
}

func TestAccountThatCannotBeReadHasACardAndIsDeletedOnlyWhenToldSo(t *testing.T) {
	r := rescued(1)
	r.unread = []Unread{{Place: "accounts/x", Account: true, Title: "Nextcloud", Label: "anna"}, {Place: "history/head"}}
	playRescue(t, r, func(s *scene) {
		if f := is[FoundState](s); len(f.Unread) != 1 || f.Others != 1 {
			t.Fatalf("%+v", f)
		}
		s.shown.Intents.(*Found).Continue()
		s.rest()
		rows := is[HomeState](s).Rows
		if len(rows) != 2 || !rows[1].Unread || rows[1].Title != "Nextcloud" || is[HomeState](s).Code(1).Digits != "" {
			t.Fatalf("%+v", rows)
		}
		home := s.shown.Intents.(*Home)
		home.Open("accounts/x")
		s.rest()
		s.shown.Intents.(*Unreadable).Keep()
		s.rest()
		if len(is[HomeState](s).Rows) != 2 {
			t.Fatal("kept, and gone")
		}
		home.Menu("accounts/x")
		s.rest()
		s.shown.Intents.(*Unreadable).Delete()
		s.rest()
		if h := is[HomeState](s); len(h.Rows) != 1 || h.Toast != ToastRemoved {
			t.Fatalf("%+v", h)
		}
	})
}

func TestNoReadableAccountLeavesTheListAndNotTheWelcome(t *testing.T) {
	r := rescued(1)
	r.report.Seen, r.unread = true, []Unread{{Place: "accounts/x", Account: true}}
	stage(t, nil, func(s *scene, _ *Ports) { s.opener.phone.Rescue = r }, func(s *scene) {
		s.shown.Intents.(*Found).Continue()
		s.rest()
		if rows := is[HomeState](s).Rows; len(rows) != 1 {
			t.Fatalf("%+v", rows)
		}
	})
}

func TestDamagedFileIsSavedWhole(t *testing.T) {
	playRescue(t, rescued(0), func(s *scene) {
		var file closer
		s.shown.Intents.(*Found).Save(&file)
		s.rest()
		if f := is[FoundState](s); file.String() != "bytes" || !file.closed || !f.Saved {
			t.Fatalf("%q %v %+v", file.String(), file.closed, f)
		}
		full := closer{err: errors.New("no space left on device")}
		s.shown.Intents.(*Found).Save(&full)
		s.rest()
		if p := is[FoundState](s).Problem; p == nil || !full.closed || is[FoundState](s).Saved {
			t.Fatalf("%+v", p)
		}
	})
}

// closer is a file that a person chose.
type closer struct {
	bytes.Buffer
	err    error
	closed bool
}

func (c *closer) Close() error {
	c.closed = true
	return c.err
}

func TestNothingBeginsAnewWithoutAnAnswerToTheQuestion(t *testing.T) {
	for _, kind := range []core.Kind{core.VaultDamaged, core.KeyGone} {
		stage(t, nil, func(s *scene, _ *Ports) { s.opener.err = core.E("fake", kind, nil) }, func(s *scene) {
			if tr := is[TroubleState](s); !tr.Anew || !tr.Retry {
				t.Fatalf("%+v", tr)
			}
			s.shown.Intents.(*Trouble).Anew()
			s.rest()
			n := s.shown.Intents.(*Anew)
			n.Begin()
			s.rest()
			if is[AnewState](s); s.opener.anew != 0 {
				t.Fatal("begun without an answer")
			}
			n.Keep()
			s.rest()
			s.shown.Intents.(*Trouble).Anew()
			s.rest()
			s.shown.Intents.(*Anew).Sure(true)
			s.shown.Intents.(*Anew).Begin()
			s.rest()
			if is[WelcomeState](s); s.opener.anew != 1 {
				t.Fatal(s.opener.anew)
			}
		})
	}
}

func TestOnlyWhatNothingOpensCanBeBegunAnew(t *testing.T) {
	for _, kind := range []core.Kind{core.VaultNewer, core.VaultBusy, core.KeyringSilent, core.StorageDenied, core.StorageFull} {
		stage(t, nil, func(s *scene, _ *Ports) { s.opener.err = core.E("fake", kind, nil) }, func(s *scene) {
			if tr := is[TroubleState](s); tr.Anew || !tr.Retry {
				t.Errorf("%s: %+v", kind, tr)
			}
		})
	}
}

func TestLockedAppSaysNothingOfWhatWasFound(t *testing.T) {
	r := rescued(1)
	r.unread = []Unread{{Place: "accounts/x", Account: true, Title: "Nextcloud"}}
	stage(t, linked(), func(s *scene, _ *Ports) {
		s.opener.phone.Rescue = r
		s.lock.facts.Kind = AskPIN
	}, func(s *scene) {
		s.app.Lock()
		s.rest()
		if is[DoorState](s); s.app.found.is || len(s.app.found.unread) > 0 {
			t.Fatalf("%+v", s.app.found)
		}
	})
}
