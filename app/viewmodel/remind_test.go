//go:build !race

package viewmodel

import (
	"strconv"
	"testing"
	"time"

	"kauth/core"
)

const aDay = 24 * time.Hour

// unsavedScene is a phone with those accounts and no backup, for so long.
func unsavedScene(t *testing.T, accounts []core.Account, facts BackupFacts, f func(*scene, *fakeBackups)) {
	t.Helper()
	b := &fakeBackups{facts: facts}
	stage(t, accounts, func(s *scene, _ *Ports) { s.opener.phone.Backups = b }, func(s *scene) { f(s, b) })
}

func codesSince(at time.Time) []core.Account {
	a := linked()[0]
	a.State, a.Device, a.Added = core.CodeOnly, nil, at
	return []core.Account{a}
}

// bubble is when a synctest bubble begins.
var bubble = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func reminded(s *scene) bool {
	s.t.Helper()
	for _, b := range s.app.banners() {
		if b.Kind == BannerBackup {
			return true
		}
	}
	return false
}

func TestMissingBackupIsSaidAfterThirtyDays(t *testing.T) {
	unsavedScene(t, codesSince(bubble.Add(time.Minute-30*aDay)), BackupFacts{}, func(s *scene, b *fakeBackups) {
		if reminded(s) {
			t.Fatal("it is said too early")
		}
		s.pass(2 * time.Minute)
		if !reminded(s) {
			t.Fatal("nothing is said")
		}
		home := s.shown.Intents.(*Home)
		home.OpenBanner()
		s.rest()
		if st := is[BackupState](s); !st.Rest {
			t.Fatalf("%+v", st)
		}
		s.shown.Intents.(*BackupPage).Rest()
		s.rest()
		if is[HomeState](s); reminded(s) {
			t.Fatal("it does not rest")
		}
		s.choices[choiceRested] = strconv.FormatInt(time.Now().Add(-remindRest).Unix(), 10)
		if !reminded(s) {
			t.Fatal("it rests for ever")
		}
	})
}

func TestChoiceSaysWhenABackupIsMissed(t *testing.T) {
	unsavedScene(t, codesSince(bubble.Add(-60*aDay)), BackupFacts{}, func(s *scene, b *fakeBackups) {
		r := &Remind{app: s.app}
		for _, c := range []struct {
			days string
			want bool
		}{{"7", true}, {"30", true}, {"90", false}, {"never", false}} {
			r.Choose(c.days)
			s.rest()
			if got := reminded(s); got != c.want {
				t.Errorf("%s: %v", c.days, got)
			}
		}
	})
}

func TestReminderEndsWithTheBackup(t *testing.T) {
	since := BackupFacts{Set: true, Behind: true, Last: bubble.Add(-80 * aDay), Since: bubble.Add(-40 * aDay)}
	unsavedScene(t, codesSince(bubble.Add(-90*aDay)), since, func(s *scene, b *fakeBackups) {
		if !reminded(s) || !s.app.unsaved.ever {
			t.Fatal("nothing is said")
		}
		s.shown.Intents.(*Home).OpenBanner()
		s.rest()
		s.shown.Intents.(*BackupPage).Now()
		s.rest()
		if reminded(s) || is[BackupState](s).Rest {
			t.Fatal("it is still said")
		}
	})
	since.Since = bubble.Add(-aDay) // the change is new, whatever the age of the backup
	unsavedScene(t, codesSince(bubble.Add(-90*aDay)), since, func(s *scene, b *fakeBackups) {
		if reminded(s) {
			t.Fatal("it is said of a change of yesterday")
		}
	})
}

// A linked account can be linked again: who has no others is left in peace.
func TestVaultOfLinkedAccountsAloneIsNotReminded(t *testing.T) {
	all := linked()
	all[0].Added = bubble.Add(-400 * aDay)
	unsavedScene(t, all, BackupFacts{}, func(s *scene, b *fakeBackups) {
		if reminded(s) {
			t.Fatal("it is reminded")
		}
	})
}

func TestBackupThatFailedIsSaidAtOnce(t *testing.T) {
	failed := BackupFacts{Set: true, Auto: true, Behind: true, Last: bubble.Add(-aDay), Since: bubble.Add(-time.Hour), Missed: core.StorageFull}
	unsavedScene(t, codesSince(bubble.Add(-2*aDay)), failed, func(s *scene, b *fakeBackups) {
		if all := s.app.banners(); !reminded(s) || !all[len(all)-1].Missed {
			t.Fatalf("%+v", all)
		}
	})
}
