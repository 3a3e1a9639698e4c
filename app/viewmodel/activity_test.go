//go:build !race

package viewmodel

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/coretest"
	"kauth/core/history"
)

// keep gives the scene a history, on a store in memory.
func (s *scene) keep() (*history.History, *coretest.Store) {
	store := coretest.NewStore(&coretest.Faults{})
	h := history.New(store, nil)
	s.opener.phone.Past = h
	s.app.do(s.app.followPast)
	s.rest()
	return h, store
}

func past(n int, o core.Outcome) core.Record {
	at := time.Now().Add(-time.Duration(n) * time.Hour)
	return core.Record{
		ID: fmt.Sprintf("chl_%d", n), Account: "acc_1", Label: "anna@example.ch", Issuer: "Infomaniak", Device: "dev_1",
		Origin: "https://manager.example.ch", Outcome: o, Asked: at, Ended: at.Add(9 * time.Second), Hash: "h",
		Context: core.Context{Agent: "Firefox on Windows", Place: "Lausanne, Switzerland"},
	}
}

func write(t *testing.T, h *history.History, records ...core.Record) {
	t.Helper()
	for _, r := range records {
		if err := h.End(r); err != nil {
			t.Fatal(err)
		}
	}
}

// activity opens the page of one account, from its detail.
func (s *scene) activity() (*Activity, func() ActivityState) {
	s.shown.Intents.(*Home).Open("acc_1")
	s.rest()
	s.shown.Intents.(*Detail).Activity()
	s.rest()
	page := s.shown.Intents.(*Activity)
	return page, func() ActivityState { s.rest(); return s.shown.State.(ActivityState) }
}

func rows(s ActivityState) (out []ActivityRow) {
	for _, d := range s.Days {
		out = append(out, d.Rows...)
	}
	return out
}

func TestActivityIsByDayAndFollowsWhatHappens(t *testing.T) {
	play(t, linked(), func(s *scene) {
		h, _ := s.keep()
		write(t, h, past(30, core.TimedOut), past(2, core.Refused), past(1, core.Approved))
		_, state := s.activity()
		got := state()
		if len(got.Days) != 2 && len(got.Days) != 3 || len(rows(got)) != 3 || rows(got)[0].What != WhatApproved || !got.Loaded || got.Website != "manager.example.ch" {
			t.Fatalf("%+v", got)
		}
		for _, d := range got.Days {
			for _, r := range d.Rows {
				if r.At.Sub(d.Day) < 0 || r.At.Sub(d.Day) >= 25*time.Hour {
					t.Fatalf("%v stands under %v", r.At, d.Day)
				}
			}
		}
		write(t, h, past(0, core.Refused))
		if got := state(); len(rows(got)) != 4 || rows(got)[0].What != WhatRefused {
			t.Fatalf("%+v", rows(got))
		}
	})
}

func TestActivityIsShownFiftyAtATimeAndFiltered(t *testing.T) {
	play(t, linked(), func(s *scene) {
		h, _ := s.keep()
		for n := range 120 {
			write(t, h, past(n, []core.Outcome{core.Approved, core.TimedOut}[n%2]))
		}
		page, state := s.activity()
		for _, want := range []int{50, 100, 120} {
			if got := state(); len(rows(got)) != want || got.More != (want < 120) {
				t.Fatalf("%d rows, more %v", len(rows(got)), got.More)
			}
			page.More()
		}
		page.Show("approved")
		got := state()
		if len(rows(got)) != 50 || !got.More || got.Group != "approved" {
			t.Fatalf("%d approved", len(rows(got)))
		}
		for _, r := range rows(got) {
			if r.What != WhatApproved {
				t.Fatalf("%s among the approved", r.What)
			}
		}
		page.Show("refused")
		if got := state(); len(got.Days) != 0 || !got.Loaded {
			t.Fatalf("%+v", got)
		}
	})
}

func TestActivityOfAllAccountsNamesThemAndOneCanBeChosen(t *testing.T) {
	two := append(linked(), linked()...)
	two[1].ID, two[1].Label = "acc_2", "ben@example.ch"
	play(t, two, func(s *scene) {
		h, _ := s.keep()
		other := past(1, core.Refused)
		other.Account, other.Label = "acc_2", "ben@example.ch"
		write(t, h, past(2, core.Approved), other)
		s.shown.Intents.(*Home).Settings()
		s.rest()
		s.shown.Intents.(*Settings).Activity()
		s.rest()
		got := s.shown.State.(ActivityState)
		if r := rows(got); !got.Choose || len(r) != 2 || r[0].Account != "ben@example.ch" || r[1].Account != "anna@example.ch" {
			t.Fatalf("%+v", got)
		}
		s.shown.Intents.(*Activity).Choose()
		s.rest()
		if c := s.shown.State.(ActivityChoiceState); len(c.Accounts) != 2 {
			t.Fatalf("%+v", c)
		}
		s.shown.Intents.(*ActivityChoice).Choose("acc_2")
		s.rest()
		if got := s.shown.State.(ActivityState); len(rows(got)) != 1 || got.Account != "ben@example.ch" || rows(got)[0].Account != "" {
			t.Fatalf("%+v", got)
		}
	})
}

func TestABrokenHistoryIsSaidAndStillShown(t *testing.T) {
	play(t, linked(), func(s *scene) {
		h, store := s.keep()
		write(t, h, past(3, core.Approved), past(2, core.Approved), past(1, core.Approved))
		page, err := store.Get("history", "page-00000000")
		if err != nil {
			t.Fatal(err)
		}
		if err := store.Put("history", "page-00000000", []byte(strings.Replace(string(page), "Lausanne", "Lucerne", 1))); err != nil {
			t.Fatal(err)
		}
		_, state := s.activity()
		if got := state(); got.Broken == nil || got.Broken.Records != 1 || !got.Broken.After.IsZero() || len(rows(got)) != 3 {
			t.Fatalf("%+v", got.Broken)
		}
	})
}

func TestNotMeOfAnApprovedRequestEndsItAndThenAdvises(t *testing.T) {
	for want, d := range map[ReportState]challenge.Disowned{
		ReportStopped: {Stopped: true, Told: true}, ReportDone: {Told: true}, ReportKept: {},
	} {
		play(t, linked(), func(s *scene) {
			h, _ := s.keep()
			write(t, h, past(1, core.Approved))
			page, state := s.activity()
			r := rows(state())[0]
			page.Open(r.Owner, r.ID)
			s.rest()
			if got := s.shown.State.(ActivityRecordState); !got.CanAct || got.Agent != "Firefox on Windows" || got.Ended.Sub(got.Asked) != 9*time.Second {
				t.Fatalf("%+v", got)
			}
			s.shown.Intents.(*ActivityRecord).NotMe()
			s.rest()
			if got := s.shown.State.(NotMeState); !got.Ask || got.Report != ReportOffer {
				t.Fatalf("%+v", got)
			}
			s.inbox.disownErr = core.E("test", core.Offline, nil)
			s.shown.Intents.(*NotMe).Report()
			s.rest()
			if got := s.shown.State.(NotMeState); !got.Ask || got.Problem == nil || got.Problem.Kind != core.Offline {
				t.Fatalf("%+v", got)
			}
			s.inbox.disownErr, s.inbox.disowned = nil, d
			s.shown.Intents.(*NotMe).Report()
			s.rest()
			if got := s.shown.State.(NotMeState); got.Ask || got.Report != want || got.Problem != nil {
				t.Fatalf("%+v", got)
			}
		})
	}
}

func TestNotMeOfARefusedRequestGoesStraightToWhatToDo(t *testing.T) {
	play(t, linked(), func(s *scene) {
		h, _ := s.keep()
		said := past(2, core.Refused)
		said.Why = core.NotMe
		write(t, h, said, past(1, core.Refused))
		page, state := s.activity()
		for i, want := range []ReportState{ReportOffer, ReportDone} {
			r := rows(state())[i]
			page.Open(r.Owner, r.ID)
			s.rest()
			s.shown.Intents.(*ActivityRecord).NotMe()
			s.rest()
			if got := s.shown.State.(NotMeState); got.Ask || got.Report != want {
				t.Fatalf("%+v", got)
			}
			s.app.Back()
			s.app.Back()
			s.rest()
		}
	})
}

type file struct {
	strings.Builder
	err    error
	closed bool
}

func (f *file) Write(b []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return f.Builder.Write(b)
}
func (f *file) Close() error { f.closed = true; return nil }

func TestExportWritesAllOfItOrSaysWhyNot(t *testing.T) {
	play(t, linked(), func(s *scene) {
		h, _ := s.keep()
		for n := range 60 {
			write(t, h, past(n, core.Approved))
		}
		page, _ := s.activity()
		page.Export()
		s.rest()
		x := s.shown.Intents.(*ActivityExport)
		var table, programs file
		x.Save(&table, true)
		s.rest()
		x.Save(&programs, false)
		s.rest()
		if strings.Count(table.String(), "chl_") != 60 || strings.Count(programs.String(), "chl_") != 60 || !table.closed || !programs.closed {
			t.Fatalf("%d and %d", strings.Count(table.String(), "chl_"), strings.Count(programs.String(), "chl_"))
		}
		if got := s.shown.State.(ActivityExportState); got.Toast != ToastSaved || got.Problem != nil {
			t.Fatalf("%+v", got)
		}
		full := file{err: errors.New("full")}
		x.Save(&full, true)
		s.rest()
		if got := s.shown.State.(ActivityExportState); got.Problem == nil || got.Problem.Kind != core.StorageDenied || !full.closed {
			t.Fatalf("%+v", got)
		}
	})
}
