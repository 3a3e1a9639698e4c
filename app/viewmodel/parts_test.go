//go:build !race

package viewmodel

import (
	"encoding/base64"
	"net/url"
	"slices"
	"testing"

	"kauth/core"
	"kauth/core/link"
)

// part writes one code of an export as Google Authenticator does.
func part(index, size, batch byte, labels ...string) string {
	var b []byte
	for _, l := range labels {
		inner := append([]byte{0x0a, byte(len(l))}, l...) // the secret
		inner = append(append(inner, 0x12, byte(len(l))), l...)
		b = append(append(b, 0x0a, byte(len(inner))), inner...)
	}
	b = append(b, 0x10, 1, 0x18, size, 0x20, index, 0x28, batch)
	return "otpauth-migration://offline?data=" + url.QueryEscape(base64.StdEncoding.EncodeToString(b))
}

// reads has the scan page read a text, as a picture or the clipboard gives it.
func (s *scene) reads(text string) {
	s.t.Helper()
	is[ScanState](s)
	s.clip.text = text
	s.shown.Intents.(*Scan).Paste()
	s.rest()
}

func (s *scene) opens(text string) {
	s.app.OpenLink(text)
	s.rest()
}

func TestExportIsReadPartByPartInAnyOrder(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.opens(part(2, 3, 7, "c1", "c2"))
		p := is[PartsState](s)
		if p.Of != 3 || !slices.Equal(p.Missing, []int{1, 2}) || p.New != 2 || len(p.Rows) != 2 {
			t.Errorf("after the third: %+v", p)
		}
		s.shown.Intents.(*Parts).Next()
		s.rest()
		s.reads(part(0, 3, 7, "a"))
		if scan := is[ScanState](s); scan.Problem != nil || !slices.Equal(scan.Parts.Missing, []int{2}) {
			t.Errorf("after the first: %+v", scan)
		}
		s.reads(part(0, 3, 7, "a"))
		s.reads(part(1, 3, 7, "b"))
		p = is[PartsState](s)
		if len(p.Missing) != 0 || p.Rows[0].Title != "a" || p.Rows[3].Title != "c2" {
			t.Errorf("after the last: %+v", p)
		}
		if len(s.accounts.all) != 1 {
			t.Errorf("%d accounts before the person said so", len(s.accounts.all))
		}
		s.shown.Intents.(*Parts).Add()
		s.rest()
		is[HomeState](s)
		if len(s.accounts.all) != 5 {
			t.Errorf("%d accounts", len(s.accounts.all))
		}
	})
}

func TestCodeOfAnotherExportIsNamedAndChangesNothing(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.opens(part(0, 2, 7, "a"))
		s.shown.Intents.(*Parts).Next()
		s.rest()
		s.reads(part(1, 2, 8, "other"))
		if scan := is[ScanState](s); scan.Problem == nil || scan.Problem.Kind != core.OtherExport {
			t.Errorf("%+v", scan)
		}
		s.app.Back()
		s.rest()
		if p := is[PartsState](s); len(p.Rows) != 1 || p.Rows[0].Title != "a" {
			t.Errorf("%+v", p)
		}
	})
}

func TestSeveralPartsOfOneDropAreReadTogether(t *testing.T) {
	play(t, linked(), func(s *scene) {
		codes := exportsIn([]string{"https://example.ch/", part(1, 2, 7, "b"), part(0, 2, 7, "a")})
		s.app.do(func() { s.app.push(&Scan{app: s.app}); s.app.gather(codes...) })
		s.rest()
		if p := is[PartsState](s); len(p.Missing) != 0 || len(p.Rows) != 2 || p.Rows[0].Title != "a" {
			t.Errorf("%+v", p)
		}
	})
}

func TestLeavingInTheMiddleOfAnExportAsks(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.opens(part(0, 2, 7, "a"))
		back := func() { s.app.Back(); s.rest() }
		back()
		if p := is[PartsState](s); !p.Leaving {
			t.Errorf("%+v", p)
		}
		s.shown.Intents.(*Parts).Stay()
		s.rest()
		if p := is[PartsState](s); p.Leaving || len(p.Rows) != 1 {
			t.Errorf("after staying: %+v", p)
		}
		back()
		s.shown.Intents.(*Parts).Leave()
		s.rest()
		is[HomeState](s)
		if len(s.accounts.all) != 1 {
			t.Errorf("%d accounts", len(s.accounts.all))
		}
	})
}

func TestWhatIsHereAlreadyIsSaidAndNotAddedTwice(t *testing.T) {
	have := core.Account{ID: "acc_9", Label: "a", State: core.CodeOnly, OTP: core.OTP{Type: core.TOTP, Secret: core.NewSecret([]byte("a"))}}
	play(t, append(linked(), have), func(s *scene) {
		s.opens(part(0, 1, 7, "a", "b"))
		p := is[PartsState](s)
		if p.New != 1 || !p.Rows[0].Here || p.Rows[1].Here {
			t.Errorf("%+v", p)
		}
		s.shown.Intents.(*Parts).Add()
		s.rest()
		if len(s.accounts.all) != 3 {
			t.Errorf("%d accounts", len(s.accounts.all))
		}
	})
}

func TestExportThatCannotBeStoredStaysOnTheScreen(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.opens(part(0, 1, 7, "a", "b"))
		s.enroll.full = true
		s.shown.Intents.(*Parts).Add()
		s.rest()
		if p := is[PartsState](s); p.Problem == nil || p.Problem.Kind != core.StorageFull || len(p.Rows) != 2 {
			t.Errorf("%+v", p)
		}
		s.enroll.full = false
		s.shown.Intents.(*Parts).Add()
		s.rest()
		is[HomeState](s)
	})
}

func TestRefusedAccountsOfAnExportAreShown(t *testing.T) {
	play(t, linked(), func(s *scene) {
		bad := link.Refused{Issuer: "Old", Label: "md5", Why: "unknown algorithm"}
		good := core.Account{Label: "a", State: core.CodeOnly}
		s.app.do(func() {
			s.app.gather(&link.Export{Size: 1, Accounts: []core.Account{good}, Refused: []link.Refused{bad}})
		})
		s.rest()
		if p := is[PartsState](s); p.New != 1 || len(p.Rows) != 2 || !p.Rows[1].Refused || p.Rows[1].Title != "Old" {
			t.Errorf("%+v", p)
		}
	})
}
