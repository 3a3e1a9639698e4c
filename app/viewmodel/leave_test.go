//go:build !race

package viewmodel

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"kauth/core"
	"kauth/core/link"
	"kauth/core/transfer"
)

// paper is a file that somebody chose.
type paper struct {
	bytes.Buffer
	closed, gone bool
	full         bool
}

func (p *paper) Write(b []byte) (int, error) {
	if p.full {
		return 0, errors.New("no space left on device")
	}
	return p.Buffer.Write(b)
}
func (p *paper) Close() error { p.closed = true; return nil }

// leaving opens the page of exports, with or without a lock.
func leaving(t *testing.T, lock string, f func(*scene, *Leave)) {
	t.Helper()
	play(t, linked(), func(s *scene) {
		s.lock.facts.Kind, s.lock.facts.Digits, s.lock.secret = lock, 6, "123456"
		s.shown.Intents.(*Home).Settings()
		s.rest()
		s.shown.Intents.(*Settings).Leave()
		s.rest()
		f(s, s.shown.Intents.(*Leave))
	})
}

func TestCodesLeaveAsAFileThatOtherAppsRead(t *testing.T) {
	for _, kind := range []LeaveKind{LeaveSealed, LeaveAegis, LeaveAddresses} {
		leaving(t, "", func(s *scene, l *Leave) {
			const pass = "four words here"
			l.Choose(kind)
			s.rest()
			file, asked := &paper{}, false
			l.Check(pass, pass, func() { asked = true })
			l.Save(pass, pass, file, func() { file.gone = true })
			s.rest()
			if st := is[LeaveState](s); st.Wrote != 1 || st.Linked != 1 || !asked || !file.closed || file.gone {
				t.Fatalf("%s: %+v", kind, st)
			}
			r, err := transfer.Parse(context.Background(), bytes.NewReader(file.Bytes()), transfer.Options{Password: []byte(pass)})
			if err != nil || len(r.Entries) != 1 || !r.Entries[0].Account.OTP.Secret.Equal(linked()[0].OTP.Secret) {
				t.Fatalf("%s: %v %+v", kind, err, r)
			}
			if r.Encrypted != (kind == LeaveSealed) {
				t.Errorf("%s: encrypted is %v", kind, r.Encrypted)
			}
		})
	}
}

// While an account is linked again it has two records, of which one leaves.
func TestAccountThatIsBeingLinkedAgainLeavesOnce(t *testing.T) {
	all := linked()
	again := all[0]
	again.ID, again.State, again.Replaces = "acc_again", core.Unconfirmed, all[0].ID
	play(t, append(all, again), func(s *scene) {
		s.shown.Intents.(*Home).Settings()
		s.rest()
		s.shown.Intents.(*Settings).Leave()
		s.rest()
		l, file := s.shown.Intents.(*Leave), &paper{}
		l.Choose(LeaveAddresses)
		s.rest()
		l.Save("", "", file, func() { file.gone = true })
		s.rest()
		if st, n := is[LeaveState](s), bytes.Count(file.Bytes(), []byte("otpauth://")); n != 1 || st.Wrote != n || st.Accounts != n || st.Linked != n {
			t.Fatalf("%d are in the file: %+v", n, st)
		}
		l.Choose(LeaveCodes)
		s.rest()
		p, err := link.Parse(is[ShareState](s).Text)
		if err != nil || p.Export == nil || len(p.Export.Accounts) != 1 {
			t.Fatalf("%v %+v", err, p)
		}
	})
}

func TestNoCodeLeavesBeforeTheLockWasOpenedAnew(t *testing.T) {
	leaving(t, "pin", func(s *scene, l *Leave) {
		file := &paper{}
		l.Choose(LeaveAddresses)
		s.rest()
		if d := is[DoorState](s); d.Purpose != DoorLeave {
			t.Fatalf("%+v", d)
		}
		l.Save("", "", file, func() { file.gone = true })
		s.app.Back()
		s.rest()
		if st := is[LeaveState](s); st.Kind != "" || file.Len() > 0 || !file.gone || !file.closed {
			t.Fatalf("%+v, %d bytes", st, file.Len())
		}
		l.Choose(LeaveAddresses)
		s.rest()
		for _, c := range "123456" {
			s.shown.Intents.(*Door).Digit(c)
		}
		s.pass(busyTime)
		if st := is[LeaveState](s); st.Kind != LeaveAddresses || !st.Allowed {
			t.Fatalf("%+v", st)
		}
		s.app.Back()
		s.rest()
		l.Save("", "", file, func() {})
		s.rest()
		if file.Len() > 0 {
			t.Fatal("the lock stays open for the next export")
		}
	})
}

func TestExportThatFindsNoRoomIsToldAndTakenAway(t *testing.T) {
	leaving(t, "", func(s *scene, l *Leave) {
		l.Choose(LeaveAegis)
		s.rest()
		file := &paper{full: true}
		l.Save("", "", file, func() { file.gone = true })
		s.rest()
		if st := is[LeaveState](s); st.Problem == nil || st.Wrote != 0 || st.Busy || !file.closed || !file.gone {
			t.Fatalf("%+v", st)
		}
	})
}

func TestAllCodesAreShownInPartsForAMinute(t *testing.T) {
	leaving(t, "", func(s *scene, l *Leave) {
		l.Choose(LeaveCodes)
		s.rest()
		st := is[ShareState](s)
		p, err := link.Parse(st.Text)
		if err != nil || p.Export == nil || len(p.Export.Accounts) != 1 || st.At != 1 || st.Of != 1 || st.Seconds != 60 {
			t.Fatalf("%v %+v", err, st)
		}
		s.pass(shareTime)
		is[LeaveState](s) // without the lock they are not shown again
	})
}

// shownCode is the page of one account's QR code.
func shownCode(t *testing.T, lock string, f func(*scene, *Share)) {
	t.Helper()
	play(t, linked(), func(s *scene) {
		s.lock.facts.Kind, s.lock.facts.Digits, s.lock.secret = lock, 6, "123456"
		s.shown.Intents.(*Home).Open("acc_1")
		s.rest()
		s.shown.Intents.(*Detail).Share()
		s.rest()
		f(s, s.shown.Intents.(*Share))
	})
}

func TestQRCodeIsHiddenAfterAMinuteAndWhileNobodyLooks(t *testing.T) {
	shownCode(t, "", func(s *scene, p *Share) {
		if st := is[ShareState](s); st.Text != "" || !st.Linked {
			t.Fatalf("shown unasked: %+v", st)
		}
		p.Show()
		s.rest()
		st := is[ShareState](s)
		parsed, err := link.Parse(st.Text)
		if err != nil || parsed.Account == nil || !parsed.Account.OTP.Secret.Equal(linked()[0].OTP.Secret) || strings.Contains(st.Text, "dev_1") {
			t.Fatalf("%v %+v", err, st)
		}
		s.app.Background()
		s.rest()
		if st := is[ShareState](s); st.Text != "" {
			t.Fatal("it is seen behind another window")
		}
		s.app.Foreground()
		s.rest()
		if st := is[ShareState](s); st.Text == "" {
			t.Fatal("it does not come back")
		}
		s.pass(shareTime)
		if st := is[ShareState](s); st.Text != "" || st.Seconds != 0 {
			t.Fatalf("it stays: %+v", st)
		}
	})
}

func TestQRCodeOfALockedAppTakesThePIN(t *testing.T) {
	shownCode(t, "pin", func(s *scene, p *Share) {
		p.Show()
		s.rest()
		if d := is[DoorState](s); d.Purpose != DoorLeave {
			t.Fatalf("%+v", d)
		}
		for _, c := range "123456" {
			s.shown.Intents.(*Door).Digit(c)
		}
		s.pass(busyTime)
		if st := is[ShareState](s); st.Text == "" {
			t.Fatalf("%+v", st)
		}
		p.Hide()
		s.rest()
		if st := is[ShareState](s); st.Text != "" {
			t.Fatal("it cannot be hidden")
		}
	})
}
