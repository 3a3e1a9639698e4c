package screen

import (
	"strings"
	"testing"
	"time"

	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/core"
	"kauth/core/checkup"
)

func init() { moreShots = append(moreShots, func() []shot { return checkShots }) }

var checkPage = &viewmodel.Check{}

// checkLines are all steps in order; change makes one another.
func checkLines(change func(l []viewmodel.CheckLine)) []viewmodel.CheckLine {
	l := []viewmodel.CheckLine{
		{Subject: viewmodel.CheckNetwork},
		{Subject: viewmodel.CheckServer, Name: "manager.example.ch"},
		{Subject: viewmodel.CheckAccount, Name: "anna@assoziation.ch", Last: at.Add(-3 * time.Hour)},
		{Subject: viewmodel.CheckNotices},
		{Subject: viewmodel.CheckOpen},
		{Subject: viewmodel.CheckClock, Known: true},
	}
	for i := range l {
		l[i].Mark = viewmodel.CheckOK
	}
	if change != nil {
		change(l)
	}
	return l
}

func verdict(c checkup.Cause, k core.Kind, m viewmodel.CheckMend) *viewmodel.CheckVerdict {
	return &viewmodel.CheckVerdict{Cause: c, Kind: k, Server: "manager.example.ch", Mend: m}
}

var checkShots = []shot{
	{name: "check-running", page: checkPage, main: true, state: viewmodel.CheckState{Lines: checkLines(func(l []viewmodel.CheckLine) {
		l[2].Mark, l[5].Mark = viewmodel.CheckRuns, viewmodel.CheckRuns
	})}},
	{name: "check-well", page: checkPage, main: true, state: viewmodel.CheckState{
		Lines:   checkLines(nil),
		Verdict: &viewmodel.CheckVerdict{Cause: checkup.NothingSent, Last: at.Add(-3 * time.Hour), Mend: viewmodel.MendNothing},
	}},
	{name: "check-closes", page: checkPage, main: true, state: viewmodel.CheckState{
		Lines: checkLines(func(l []viewmodel.CheckLine) {
			l[2].Last = time.Time{}
			l[4].Mark, l[4].Cause = viewmodel.CheckWarns, checkup.Closes
			l[5] = viewmodel.CheckLine{Subject: viewmodel.CheckClock, Mark: viewmodel.CheckWarns, Cause: checkup.ClockOff, Known: true, Ahead: 2*time.Minute + 5*time.Second}
		}),
		Verdict: verdict(checkup.Closes, "", viewmodel.MendKeep),
	}},
	{name: "check-not-linked", page: checkPage, state: viewmodel.CheckState{
		Lines: checkLines(func(l []viewmodel.CheckLine) {
			l[2] = viewmodel.CheckLine{Subject: viewmodel.CheckAccount, Name: "anna@assoziation.ch", Mark: viewmodel.CheckBad, Cause: checkup.NotLinked}
		}),
		Verdict: verdict(checkup.NotLinked, core.NotLinked, viewmodel.MendLink),
	}},
	{name: "check-certificate", page: checkPage, main: true, state: viewmodel.CheckState{
		Lines: checkLines(func(l []viewmodel.CheckLine) {
			l[1].Mark, l[1].Cause, l[2].Mark, l[5].Known = viewmodel.CheckBad, checkup.Certificate, viewmodel.CheckSkipped, false
		}),
		Verdict: verdict(checkup.Certificate, core.Certificate, viewmodel.MendAgain),
	}},
	{name: "check-offline", page: checkPage, state: viewmodel.CheckState{
		Lines: checkLines(func(l []viewmodel.CheckLine) {
			l[0].Mark, l[0].Cause = viewmodel.CheckBad, checkup.NoNetwork
			l[1].Mark, l[1].Cause, l[2].Mark = viewmodel.CheckBad, checkup.Unreachable, viewmodel.CheckSkipped
		}),
		Verdict: verdict(checkup.NoNetwork, "", viewmodel.MendAgain),
	}},
	{name: "check-wifi", page: checkPage, state: viewmodel.CheckState{
		Lines: checkLines(func(l []viewmodel.CheckLine) {
			l[1].Mark, l[1].Cause, l[2].Mark = viewmodel.CheckBad, checkup.OtherServer, viewmodel.CheckSkipped
		}),
		Verdict: verdict(checkup.OtherServer, core.Redirected, viewmodel.MendAgain),
	}},
	{name: "check-notices", page: checkPage, state: viewmodel.CheckState{
		Lines: checkLines(func(l []viewmodel.CheckLine) {
			l[3].Mark, l[3].Cause = viewmodel.CheckBad, checkup.NoticesOff
			l[4].Mark, l[4].Cause = viewmodel.CheckWarns, checkup.OpenOnly
		}),
		Verdict: verdict(checkup.NoticesOff, "", viewmodel.MendNotices),
	}},
	{name: "check-wake", page: checkPage, state: viewmodel.CheckState{
		Lines: checkLines(func(l []viewmodel.CheckLine) {
			l[4].Mark, l[4].Cause = viewmodel.CheckWarns, checkup.WakeGone
		}),
		Verdict: verdict(checkup.WakeGone, "", viewmodel.MendWake),
	}},
	{name: "check-no-accounts", page: checkPage, state: viewmodel.CheckState{Verdict: verdict(checkup.NoAccounts, "", viewmodel.MendAdd)}},
}

func TestEveryCauseHasItsWordsInEveryLanguage(t *testing.T) {
	kinds := map[checkup.Cause]core.Kind{
		checkup.Certificate: core.Certificate, checkup.ServerDown: core.ServerDown, checkup.ServerBusy: core.RateLimited, checkup.NotLinked: core.NotLinked,
		checkup.Relink: core.Relink, checkup.Suspended: core.Suspended, checkup.Blocked: core.Blocked, checkup.Refused: core.Denied, checkup.Fault: core.Internal,
	}
	for _, lang := range text.Languages() {
		c := text.New(lang)
		internal := c.Of(core.Internal).Title
		for _, cause := range checkup.Causes() {
			if cause == checkup.ClockOff || cause == checkup.Locked { // never the verdict: harmless, and not to be reached
				continue
			}
			v := verdict(cause, kinds[cause], viewmodel.MendNothing)
			title, more := verdictWords(c, v, at)
			if cause != checkup.Fault && title == internal || strings.HasPrefix(title, "check.") || len(more) < 10 || strings.Contains(title+more, "{") {
				t.Errorf("%s %s: %q %q", lang, cause, title, more)
			}
			if cause != checkup.NothingSent && cause != checkup.NoAccounts {
				if words := stepWords(c, viewmodel.CheckLine{Cause: cause}, at); strings.HasPrefix(words, "check.") {
					t.Errorf("%s: a step has no words for %s", lang, cause)
				}
			}
		}
		for _, m := range []viewmodel.CheckMend{
			viewmodel.MendAgain, viewmodel.MendLink, viewmodel.MendAdd, viewmodel.MendCode,
			viewmodel.MendNotices, viewmodel.MendKeep, viewmodel.MendNothing,
		} {
			if words := c.T("check.mend." + string(m)); strings.HasPrefix(words, "check.") {
				t.Errorf("%s: no button for %s", lang, m)
			}
		}
	}
}
