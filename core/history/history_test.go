package history_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/coretest"
	"kauth/core/history"
)

var noon = time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)

// record is the n-th request of a person who is asked every ten minutes.
func record(n int) core.Record {
	at := noon.Add(time.Duration(n) * 10 * time.Minute)
	return core.Record{
		ID: fmt.Sprintf("chl_%05d", n), Account: "acc_1", Issuer: "Infomaniak", Label: "anna@example.ch",
		Origin: "https://login.example.ch", Device: "dev_1", Kind: core.KindLogin, Mode: core.Confirm,
		Context: core.Context{App: "Manager", Place: "Lausanne", Agent: "Firefox on Windows", IP: "192.0.2.7", DeviceType: "computer", At: at},
		Asked:   at, Expires: at.Add(2 * time.Minute), Ended: at.Add(9 * time.Second),
		Decision: core.Approve, Outcome: core.Approved, State: "approved", Hash: "h" + fmt.Sprint(n),
	}
}

type scene struct {
	*history.History
	store *coretest.Store
	now   time.Time
}

func newScene() *scene {
	s := &scene{store: coretest.NewStore(&coretest.Faults{}), now: noon.Add(48 * time.Hour)}
	s.restart()
	return s
}

// restart is a new process on the same vault.
func (s *scene) restart() {
	s.History = history.New(s.store, func() time.Time { return s.now })
}

func (s *scene) write(t *testing.T, from, to int) {
	t.Helper()
	for n := from; n <= to; n++ {
		if err := s.End(record(n)); err != nil {
			t.Fatal(err)
		}
	}
}

func (s *scene) all(t *testing.T, q history.Query) []core.Record {
	t.Helper()
	list, more, err := s.List(q, 0, 10000)
	if err != nil || more {
		t.Fatal(more, err)
	}
	return list
}

func (s *scene) verify(t *testing.T) history.Report {
	t.Helper()
	r, err := s.Verify()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRecordIsGivenBackAsItWasWritten(t *testing.T) {
	s := newScene()
	want := record(1)
	want.Why, want.By, want.Mode = core.NotMe, "this_device", core.Match
	if err := s.End(want); err != nil {
		t.Fatal(err)
	}
	s.restart()
	got := s.all(t, history.Query{})[0]
	want.Number = 1
	if got.Asked.Equal(want.Asked) && got.Ended.Equal(want.Ended) && got.Expires.Equal(want.Expires) && got.Context.At.Equal(want.Context.At) {
		got.Asked, got.Ended, got.Expires, got.Context.At = want.Asked, want.Ended, want.Expires, want.Context.At
	}
	if got != want {
		t.Fatalf("%+v\n%+v", got, want)
	}
}

func TestRecordsAreShownNewestFirstFiftyAtATime(t *testing.T) {
	s := newScene()
	s.write(t, 1, 120)
	s.restart()
	var got []core.Record
	for _, want := range []struct {
		n    int
		more bool
	}{{50, true}, {50, true}, {20, false}} {
		list, more, err := s.List(history.Query{}, len(got), 50)
		if err != nil || len(list) != want.n || more != want.more {
			t.Fatal(len(list), more, err)
		}
		got = append(got, list...)
	}
	for i, r := range got {
		if r.ID != record(120-i).ID {
			t.Fatalf("place %d has %s", i, r.ID)
		}
	}
}

func TestRecordThatComesLateIsShownAtItsTimeAndChainedAtItsWriting(t *testing.T) {
	s := newScene()
	s.write(t, 1, 3)
	s.write(t, 5, 6)
	s.write(t, 4, 4) // it was answered while the app was locked
	list := s.all(t, history.Query{})
	if list[2].ID != record(4).ID || list[2].Number != 6 {
		t.Fatalf("%+v", list[2])
	}
	if r := s.verify(t); !r.OK() || r.Records != 6 {
		t.Fatalf("%+v", r)
	}
}

func TestRequestIsWrittenOnce(t *testing.T) {
	s := newScene()
	s.write(t, 1, 2)
	s.restart()
	again := record(1)
	again.Outcome = core.TimedOut
	for range 2 {
		if err := s.End(again); err != nil {
			t.Fatal(err)
		}
	}
	list := s.all(t, history.Query{})
	if len(list) != 2 || list[1].Outcome != core.Approved {
		t.Fatalf("%+v", list)
	}
	other := record(1) // another server may use the same id
	other.Account = "acc_2"
	if s.End(other) != nil || len(s.all(t, history.Query{})) != 3 {
		t.Fatal("one server's id keeps another's request out")
	}
}

func TestWhatIsSaidLaterStandsWithItsRequest(t *testing.T) {
	s := newScene()
	s.write(t, 1, 2)
	later := record(1)
	later.Later, later.Why, later.Outcome, later.State, later.Ended = true, core.NotMe, core.Refused, "denied", noon.Add(time.Hour)
	for range 2 {
		if err := s.End(later); err != nil {
			t.Fatal(err)
		}
	}
	s.restart()
	list := s.all(t, history.Query{Group: history.Refused})
	if len(list) != 1 || list[0].ID != record(1).ID || list[0].Why != core.NotMe || !list[0].Reported.Equal(later.Ended) {
		t.Fatalf("%+v", list)
	}
	if n := len(s.all(t, history.Query{})); n != 2 {
		t.Fatalf("%d requests", n)
	}
	if r := s.verify(t); !r.OK() || r.Records != 3 {
		t.Fatalf("%+v", r)
	}
}

func TestQueryPicks(t *testing.T) {
	s := newScene()
	for n, o := range []core.Outcome{core.Approved, core.Refused, core.WrongNumber, core.TimedOut, core.Withdrawn, core.Superseded, core.Unsent, core.AnsweredOther} {
		r := record(n)
		r.Outcome, r.State = o, ""
		if o == core.AnsweredOther {
			r.State = "denied"
		}
		if n%2 == 1 {
			r.Account = "acc_2"
		}
		if err := s.End(r); err != nil {
			t.Fatal(err)
		}
	}
	for want, q := range map[int]history.Query{
		8: {},
		1: {Group: history.Approved},
		3: {Group: history.Refused},
		4: {Account: "acc_2"},
		2: {Group: history.Over, Account: "acc_1"},
		5: {Since: noon.Add(30 * time.Minute)},
	} {
		if n := len(s.all(t, q)); n != want {
			t.Errorf("%+v: %d instead of %d", q, n, want)
		}
	}
}

func TestLockedVaultLosesNothing(t *testing.T) {
	s := newScene()
	s.write(t, 1, 1)
	locked := core.E("test", core.Locked, nil)
	s.store.Before(coretest.Fail(locked, "Put"))
	if err := s.End(record(2)); !errors.Is(err, locked) {
		t.Fatal(err)
	}
	s.store.Before(nil)
	s.write(t, 2, 3)
	if r := s.verify(t); !r.OK() || r.Records != 3 {
		t.Fatalf("%+v", r)
	}
}

// A phone whose date somebody set years ahead has a request then: its end, too, is
// years ahead.
func TestClockYearsAheadDoesNotEmptyTheHistory(t *testing.T) {
	s := newScene()
	s.write(t, 1, 60)
	s.now = s.now.AddDate(3, 0, 0)
	for n := 61; n < 64; n++ {
		r := record(n)
		r.Ended = s.now
		if n == 63 { // of which nothing is known but how it ended
			r.Asked, r.Expires, r.Context = time.Time{}, time.Time{}, core.Context{}
		}
		if err := s.End(r); err != nil {
			t.Fatal(err)
		}
	}
	s.restart()
	if n := len(s.all(t, history.Query{})); n != 63 {
		t.Fatalf("%d records are left", n)
	}
	if r := s.verify(t); !r.OK() || r.Records != 63 {
		t.Fatalf("%+v", r)
	}
}

// A server says how many of its requests came and went: it must not push others out.
func TestOneServerDoesNotPushOutTheRecordsOfOthers(t *testing.T) {
	s := newScene()
	s.write(t, 1, 20)
	for n := range 3000 {
		r := record(20)
		r.ID, r.Account, r.Outcome, r.Decision = fmt.Sprintf("chl_other_%d", n), "acc_2", core.Withdrawn, ""
		r.Asked, r.Ended = r.Asked.Add(time.Duration(n)*time.Second), r.Ended.Add(time.Duration(n)*time.Second)
		if err := errors.Join(s.Begin(r), s.End(r)); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(s.all(t, history.Query{Account: "acc_1"})); n != 20 {
		t.Fatalf("%d of 20 are left", n)
	}
	if left, err := s.Left(); err != nil || len(left) > 0 {
		t.Fatalf("%d notes are left, %v", len(left), err)
	}
	answered := record(20)
	answered.ID, answered.Account, answered.Ended = "chl_answered", "acc_2", answered.Ended.Add(time.Hour)
	if err := s.End(answered); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Find("acc_2", "chl_answered"); err != nil {
		t.Fatal("what was answered here is not kept:", err)
	}
	s.write(t, 21, 22)
	if r := s.verify(t); !r.OK() {
		t.Fatalf("%+v", r)
	}
}
