//go:build !race

package viewmodel

import (
	"testing"
	"time"

	"kauth/core"
)

// Of a disk that is full, or cannot be written, the person is told where it stops them,
// keeps what was there, and goes on from there once there is room.

func TestFullDiskAtTheStartCanBeTriedAgain(t *testing.T) {
	for _, kind := range []core.Kind{core.StorageFull, core.StorageDenied, core.VaultBusy, core.KeyringSilent} {
		stage(t, linked(), func(s *scene, _ *Ports) { s.opener.err = core.E("fake", kind, nil) }, func(s *scene) {
			if tr := is[TroubleState](s); tr.Problem.Kind != kind || !tr.Retry || tr.Anew {
				t.Fatalf("%s: %+v", kind, tr)
			}
			s.opener.err = nil
			s.shown.Intents.(*Trouble).Retry()
			s.rest()
			if rows := is[HomeState](s).Rows; len(rows) != 1 {
				t.Errorf("%s: %+v", kind, rows)
			}
		})
	}
}

func TestFullDiskAtAnAnswerSendsNothingAndLeavesTheQuestion(t *testing.T) {
	for _, kind := range []core.Kind{core.StorageFull, core.StorageDenied} {
		play(t, linked(), func(s *scene) {
			s.ask(request("chl_1", core.Confirm))
			s.pass(armTime)
			s.inbox.answerErr = core.E("fake", kind, nil)
			s.shown.Intents.(*Challenge).Yes()
			s.rest()
			if c := is[ChallengeState](s); c.Problem == nil || c.Problem.Kind != kind {
				t.Fatalf("%s: %+v", kind, c)
			}
			s.inbox.answerErr = nil
			s.shown.Intents.(*Challenge).Retry()
			s.rest()
			if r := is[ResultState](s); r.What != ResultApproved {
				t.Errorf("%s, then room: %+v", kind, r)
			}
		})
	}
}

func TestFullDiskAtADeletionKeepsTheAccount(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.enroll.removeErr = core.E("fake", core.StorageFull, nil)
		s.shown.Intents.(*Home).Open("acc_1")
		s.rest()
		s.shown.Intents.(*Detail).Remove()
		s.rest()
		s.shown.Intents.(*Remove).Confirm()
		s.rest()
		if r := is[RemoveState](s); r.Problem == nil || r.Problem.Kind != core.StorageFull || len(s.accounts.all) != 1 {
			t.Fatalf("%+v", r)
		}
		s.enroll.removeErr = nil
		s.shown.Intents.(*Remove).Confirm()
		s.rest()
		if len(s.accounts.all) != 0 {
			t.Error("not removed with room")
		}
	})
}

func TestFolderThatCannotBeWrittenShowsCodesAndSaysSo(t *testing.T) {
	stage(t, linked(), func(s *scene, _ *Ports) { s.opener.phone.Fixed = true }, func(s *scene) {
		h := is[HomeState](s)
		if h.Banner == nil || h.Banner.Kind != BannerFixed || h.Code(0).Digits == "" {
			t.Fatalf("%+v", h)
		}
		s.shown.Intents.(*Home).OpenBanner()
		s.rest()
		if tr := is[TroubleState](s); !tr.Fixed || tr.Retry {
			t.Fatalf("%+v", tr)
		}
		s.shown.Intents.(*Trouble).Close()
		s.rest()
		is[HomeState](s)
	})
}

// wrongClock is a phone's that says what cannot be.
type wrongClock struct{ fakeClock }

func (wrongClock) Credible() bool { return false }
func (wrongClock) Now() time.Time { return time.Unix(-1, 0) }
func (wrongClock) At(string) time.Time {
	return time.Unix(-1, 0)
}

func TestClockThatSaysWhatCannotBeIsToldBeforeItsCodesAreTyped(t *testing.T) {
	stage(t, linked(), func(s *scene, _ *Ports) { s.opener.phone.Clock = wrongClock{} }, func(s *scene) {
		h := is[HomeState](s)
		if h.Banner == nil || h.Banner.Kind != BannerClock || h.Banner.Wrong.Unix() != -1 {
			t.Fatalf("%+v", h.Banner)
		}
		if c := h.Code(0); c != (CodeView{}) {
			t.Errorf("a code for a time before 1970: %+v", c)
		}
		s.shown.Intents.(*Home).OpenBanner()
		s.rest()
		if st := is[SettingsState](s); !st.ClockWrong {
			t.Errorf("%+v", st)
		}
	})
}
