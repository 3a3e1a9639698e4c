//go:build !race

package viewmodel

import (
	"context"
	"testing"
	"time"

	"kauth/core"
)

// fakeBackups takes what it is told, and fails where it should.
type fakeBackups struct {
	facts BackupFacts
	pass  string
	fail  error
}

func (b *fakeBackups) Facts() (BackupFacts, error) { return b.facts, nil }

func (b *fakeBackups) Setup(_ context.Context, folder string, passphrase []byte) (BackupFacts, error) {
	if b.fail != nil {
		return BackupFacts{}, b.fail
	}
	b.pass, b.facts = string(passphrase), BackupFacts{Set: true, Folder: folder, Auto: true, Last: time.Now(), Accounts: 1}
	return b.facts, nil
}

func (b *fakeBackups) Now(context.Context) (BackupFacts, error) {
	if b.fail != nil {
		b.facts.Missed = core.KindOf(b.fail)
		return b.facts, b.fail
	}
	b.facts.Missed, b.facts.Behind = "", false
	return b.facts, nil
}

func (b *fakeBackups) SetAuto(on bool) error { b.facts.Auto = on; return nil }

// backupScene is the page of backups over a fake.
func backupScene(t *testing.T, f func(*scene, *fakeBackups, *BackupPage)) {
	t.Helper()
	b := &fakeBackups{}
	stage(t, linked(), func(s *scene, _ *Ports) { s.opener.phone.Backups = b }, func(s *scene) {
		s.shown.Intents.(*Home).Settings()
		s.rest()
		s.shown.Intents.(*Settings).Backups()
		s.rest()
		f(s, b, s.shown.Intents.(*BackupPage))
	})
}

func TestTheFirstBackupIsMadeWithThePassphraseTypedTwice(t *testing.T) {
	backupScene(t, func(s *scene, b *fakeBackups, p *BackupPage) {
		if st := is[BackupState](s); !st.Known || st.Set {
			t.Fatalf("%+v", st)
		}
		p.Setup()
		s.rest()
		setup := s.shown.Intents.(*BackupSetup)
		asked := 0
		for _, c := range []struct{ first, again string }{{"short", "short"}, {"four words here", "four word here"}} {
			setup.Check(c.first, c.again, func() { asked++ })
			setup.Folder(c.first, c.again, "/tmp/x")
			s.rest()
			if st := is[BackupSetupState](s); !st.Short && !st.Differ || asked > 0 || b.pass != "" {
				t.Errorf("%+v, %d", st, asked)
			}
		}
		setup.Check("four words here", "four words here", func() { asked++ })
		setup.Folder("four words here", "four words here", "/tmp/x")
		s.rest()
		if st := is[BackupState](s); !st.Set || st.Folder != "/tmp/x" || asked != 1 || b.pass != "four words here" {
			t.Errorf("%+v, %d, %q", st, asked, b.pass)
		}
	})
}

func TestABackupThatFailsIsTold(t *testing.T) {
	backupScene(t, func(s *scene, b *fakeBackups, p *BackupPage) {
		b.facts = BackupFacts{Set: true, Folder: "/tmp/x"}
		s.rest()
		s.app.do(func() { p.look() })
		s.rest()
		b.fail = core.E("fake", core.StorageFull, nil)
		p.Now()
		s.rest()
		if st := is[BackupState](s); st.Busy || st.Problem == nil || st.Problem.Kind != core.StorageFull || st.Missed != core.StorageFull {
			t.Errorf("%+v", st)
		}
		b.fail = nil
		p.Now()
		s.rest()
		if st := is[BackupState](s); st.Problem != nil || st.Missed != "" {
			t.Errorf("%+v", st)
		}
		p.Auto(true)
		s.rest()
		if st := is[BackupState](s); !st.Auto || !b.facts.Auto {
			t.Errorf("%+v", st)
		}
	})
}
