//go:build !race

package viewmodel

import (
	"testing"
	"time"

	"kauth/core"
	"kauth/core/coretest"
)

// inHardware is an account whose key is in the phone's chip.
func inHardware(t *testing.T) []core.Account {
	t.Helper()
	key, err := core.NewDeviceKeyIn(t.Context(), &coretest.Hardware{}, false)
	if err != nil {
		t.Fatal(err)
	}
	all := linked()
	d := *all[0].Device
	d.Key = key
	all[0].Device = &d
	return all
}

func TestAccountSaysWhatKeepsItsKey(t *testing.T) {
	for want, all := range map[core.KeyLevel][]core.Account{core.InStrongBox: inHardware(t), "": linked()} {
		play(t, all, func(s *scene) {
			s.shown.Intents.(*Home).Open("acc_1")
			s.rest()
			if d := is[DetailState](s); d.Key != want {
				t.Errorf("%q, want %q", d.Key, want)
			}
		})
	}
}

func TestKeyThatTheHardwareHasLostLeadsToANewLinkAndCodesStay(t *testing.T) {
	play(t, inHardware(t), func(s *scene) {
		s.inbox.trouble = map[core.AccountID]error{"acc_1": core.E("fake", core.SignerGone, nil)}
		s.pass(2 * time.Second)
		if h := is[HomeState](s); h.Banner == nil || h.Banner.Silence != SilenceKey || !h.Rows[0].Silent || h.Code(0).Digits == "" {
			t.Fatalf("%+v", h)
		}
		s.shown.Intents.(*Home).Open("acc_1")
		s.rest()
		if d := is[DetailState](s); d.Silence != SilenceKey || d.Requests != RequestsOff || d.Mend != MendLink || d.Code.Digits == "" {
			t.Fatalf("%+v", d)
		}
		s.shown.Intents.(*Detail).Mend()
		s.rest()
		if g := is[AgainState](s); g.Why != SilenceKey {
			t.Fatalf("%+v", g)
		}
	})
}

func TestChipThatDoesNotAnswerLeavesTheRequestOpen(t *testing.T) {
	play(t, inHardware(t), func(s *scene) {
		s.inbox.answerErr = core.E("fake", core.SignerBusy, nil)
		s.ask(request("chl_1", core.Confirm))
		s.pass(armTime)
		s.shown.Intents.(*Challenge).Yes()
		s.rest()
		c := is[ChallengeState](s)
		if c.Problem == nil || c.Problem.Kind != core.SignerBusy || c.Sending {
			t.Fatalf("%+v", c)
		}
		s.inbox.answerErr = nil
		s.shown.Intents.(*Challenge).Retry()
		s.rest()
		if r := is[ResultState](s); r.What != ResultApproved {
			t.Fatalf("%+v", r)
		}
	})
}
