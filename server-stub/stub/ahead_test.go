package stub

import (
	"slices"
	"testing"

	"kauth/core/api"
)

// askFor asks the login's phone inside a transaction.
func askFor(b *browser, id string) func(*tx) error {
	secret := ""
	for _, c := range b.w.request(b).Cookies() {
		if c.Name == loginCookieName(id) {
			secret = c.Value
		}
	}
	return func(t *tx) error {
		_, err := t.ask(visitor{IP: "127.0.0.1"}, id, secret)
		return err
	}
}

func TestRequestIsOnThePhoneBeforeItIsOnDisk(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	l := b.begin()
	e := p.listen(p.fetch().Cursor)
	w.listening(p.reg.Device)
	var said, polled api.FetchReply
	heard, looked := make(chan struct{}), make(chan struct{})
	go func() {
		said = e.snapshot()
		close(heard)
	}()
	for _, err := range w.together(askFor(b, l.ID), func(*tx) error { // the same transaction
		<-heard
		go func() {
			polled = p.fetch() // waits: it must not say less
			close(looked)
		}()
		return nil
	}) {
		w.ok(err)
	}
	<-looked
	if len(said.Challenges) != 1 || polled.Cursor != said.Cursor {
		t.Fatalf("the stream said %+v, the poll %+v", said, polled)
	}
	w.s.streams.mu.Lock()
	defer w.s.streams.mu.Unlock()
	if len(w.s.streams.ahead) != 0 {
		t.Fatal("it waits for ever")
	}
}

func TestPhoneHearsThatARequestCouldNotBeKept(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	l := b.begin()
	before := p.fetch().Cursor
	e := p.listen(before)
	w.listening(p.reg.Device)
	w.s.db.MaxSize = 1
	big := string(slices.Repeat([]byte("x"), 1<<20))
	for i, err := range w.together(askFor(b, l.ID), func(t *tx) error { // the same transaction
		t.put(inEvents, "big", big)
		return nil
	}) {
		if problemOf(err).Code != api.CodeUnavailable {
			t.Fatalf("%d: %v", i, err)
		}
	}
	said := e.snapshot()
	if len(said.Challenges) == 1 { // it may have been too late for that
		cid, answer := p.answered(said.Challenges[0], func(*api.Answer) {})
		said = e.snapshot()
		w.s.db.MaxSize = 0
		w.post(cid, answer).refused(api.CodeNotFound)
	}
	if len(said.Challenges) != 0 || said.Cursor != before {
		t.Fatalf("it hears %+v", said)
	}
}

func TestFunctionThatFailsTellsNoPhone(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	l := b.begin()
	e := p.listen(p.fetch().Cursor)
	w.listening(p.reg.Device)
	ask := askFor(b, l.ID)
	errs := w.together(func(t *tx) error {
		if err := ask(t); err != nil {
			return err
		}
		return errNotFound
	})
	if codeOf(errs[0]) != api.CodeNotFound {
		t.Fatal(errs)
	}
	b.askIn(l.ID)
	if said := e.snapshot(); len(said.Challenges) != 1 || len(said.Gone) != 1 {
		t.Fatalf("it hears of %d requests, %d gone", len(said.Challenges), len(said.Gone))
	}
}
