package stub

import (
	"strconv"
	"testing"
	"time"
)

// lines counts what is on file of a bucket.
func (w *world) lines(bucket string) (n int) {
	w.t.Helper()
	w.ok(w.s.view(func(t *tx) error {
		return t.Bucket([]byte(bucket)).ForEach(func([]byte, []byte) error { n++; return nil })
	}))
	return n
}

func TestActivityIsKeptUpToANumberAndAnAge(t *testing.T) {
	w := still(t, Options{})
	note := func(account string, n int) {
		w.ok(w.s.update(func(t *tx) error {
			for i := range n {
				t.record(account, visitor{}, "signed_in", strconv.Itoa(i))
			}
			return nil
		}))
	}
	before := w.lines(inEvents)
	note("acc_other", 3)
	note("acc_a", keptEvents+20)
	if n := w.lines(inEvents) - before; n != keptEvents+3 {
		t.Fatalf("%d lines", n)
	}
	list, err := w.s.activity("acc_a")
	if err != nil || len(list) != maxEvents || list[0].With != strconv.Itoa(keptEvents+19) {
		t.Fatalf("%d lines, %v", len(list), err)
	}
	w.pass(keptFor*time.Second + time.Second)
	note("acc_a", 1)
	if list, err := w.s.activity("acc_a"); err != nil || len(list) != 1 {
		t.Fatalf("%d lines, %v", len(list), err)
	}
	if list, err := w.s.activity("acc_other"); err != nil || len(list) != 3 {
		t.Fatalf("another account has %d lines, %v", len(list), err)
	}
}

func TestOutboxIsKeptUpToANumberAndAnAge(t *testing.T) {
	w := still(t, Options{})
	post := func(n int) {
		w.ok(w.s.update(func(t *tx) error {
			for i := range n {
				t.post(mail{Kind: "mail", To: annaUser, Text: strconv.Itoa(i)})
			}
			return nil
		}))
	}
	post(keptMails + 20)
	list, err := w.s.outbox()
	if err != nil || len(list) != keptMails || list[0].Text != strconv.Itoa(keptMails+19) || list[keptMails-1].Text != "20" {
		t.Fatalf("%d messages, %v", len(list), err)
	}
	w.pass(keptMailsFor*time.Second + time.Second)
	post(1)
	if list, err := w.s.outbox(); err != nil || len(list) != 1 {
		t.Fatalf("%d messages, %v", len(list), err)
	}
}
