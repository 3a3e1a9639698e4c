package challenge_test

import (
	"testing"
	"time"

	"kauth/core"
	"kauth/core/coretest"
)

// TestAPhoneOfBeforeTheAnswerIsNotAskedAgain: its store is that of an older copy, which
// knows nothing of the answer; the server does, and says how it ended.
func TestAPhoneOfBeforeTheAnswerIsNotAskedAgain(t *testing.T) {
	s := newScene(t)
	s.server.Ask(coretest.Anna, 0, 2*time.Minute)
	older := coretest.NewStore(&coretest.Faults{})
	if err := older.PutAccount(s.account); err != nil {
		t.Fatal(err)
	}
	c := s.one(t)
	s.answer(t, c, core.Approve, "")
	s.store = older
	s.again()
	if list := s.refresh(t); len(list) != 0 {
		t.Fatalf("asked again: %+v", list)
	}
	if o, err := s.Inbox.Answer(t.Context(), c.ID, core.Deny, "", ""); err == nil && o != core.Approved && o != core.AnsweredOther {
		t.Errorf("a late tap: %s", o)
	}
}
