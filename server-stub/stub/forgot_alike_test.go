package stub

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// post sends a form that need not be on the page.
func (r *reader) post(action string, fields ...string) *reader {
	r.w.t.Helper()
	values := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		values.Add(fields[i], fields[i+1])
	}
	return r.shown(r.client.PostForm(r.w.http.URL+action, values))
}

var (
	anyID   = regexp.MustCompile(`fgt_[A-Za-z0-9_-]{22}`)
	anyMask = regexp.MustCompile(`\pL•••@\pL•••\.[a-z]+|•• •• \d\d`)
)

// alike is a page without what differs from name to name.
func (r *reader) alike() string {
	return anyMask.ReplaceAllString(anyID.ReplaceAllString(r.page, "ID"), "MASK")
}

// TestNobodyLearnsWhoHasAnAccountFromForgottenPasswords walks the way with every kind
// of name; each page has to read the same, with as many masks on it.
func TestNobodyLearnsWhoHasAnAccountFromForgottenPasswords(t *testing.T) {
	w := newWorld(t, Options{})
	w.reachable()
	w.ok(w.s.AddPerson("bare@example.ch", annaPass, "external")) // with no way to be reached
	walk := func(user, way string) (seen []string) {
		r := w.forgot(user)
		at := r.at
		note := func() {
			seen = append(seen, strings.Join([]string{anyID.ReplaceAllString(r.at, "ID"), r.alike()}, "\n"))
		}
		note()
		if n := len(anyMask.FindAllString(r.page, -1)); n != 2 {
			t.Errorf("%s: %d masks", user, n)
		}
		r.via(way)
		note()
		for range sentTries + 1 {
			r.send(at+"/code", "code", "0000 0001")
			note()
		}
		r.get(at + "?again=1")
		note()
		return seen
	}
	for _, way := range []string{"mail", "sms"} {
		want := walk(annaUser, way)
		for _, user := range []string{"nobody@example.ch", "bare@example.ch", "<b>\"odd", strings.Repeat("x", 300)} {
			for i, got := range walk(user, way) {
				if got != want[i] {
					t.Fatalf("%s, page %d of %s:\n%s\ninstead of\n%s", user, i, way, got, want[i])
				}
			}
		}
		w.ok(w.s.ResetLimits())
	}
	masks := func(user string) []string { return anyMask.FindAllString(w.forgot(user).page, -1) }
	if first := masks("nobody@example.ch"); !slices.Equal(first, masks("NOBODY@example.ch ")) {
		t.Error("what is made up for a name changes")
	}
	if slices.Equal(masks("nobody@example.ch"), masks("nobody2@example.ch")) {
		t.Error("the same is made up for everybody")
	}
	w.restart()
	if first := masks("bare@example.ch"); !slices.Equal(first, masks("bare@example.ch")) {
		t.Error("what is made up changes with a restart")
	}
}

// TestForgottenPasswordsCostTheSame compares the work: a hash on one way alone would
// show in the time.
func TestForgottenPasswordsCostTheSame(t *testing.T) {
	w := newWorld(t, Options{})
	w.reachable()
	work := w.countHashes()
	walk := func(user string) []hashCost {
		work.reset()
		r := w.forgot(user).via("mail")
		r.send(r.at+"/code", "code", "00000001")
		return work.done()
	}
	if known, unknown := walk(annaUser), walk("nobody@example.ch"); !slices.Equal(known, unknown) {
		t.Fatalf("a known name costs %v, an unknown one %v", known, unknown)
	}
}

func TestForgottenIdentifierIsSentToItsOwnerAlone(t *testing.T) {
	w := newWorld(t, Options{})
	w.reachable()
	ask := func(way string, fields ...string) *reader {
		r := w.reader().get("/forgot/identifier").send("/forgot/identifier", fields...).wants("/forgot/identifier/fgt_.*", "How do you want to receive it?")
		return r.via(way).wants("/forgot/identifier/fgt_.*", "Look at your messages")
	}
	known := ask("sms", "prefix", "+41", "number", "079 123 45 12")
	if m := w.newest("+41791234512"); !strings.Contains(m.Text, annaUser) || m.Kind != "sms" {
		t.Fatalf("%+v", m)
	}
	ask("mail", "number", "0041 79 123 45 12")
	if m := w.newest("anna@home.example.net"); !strings.Contains(m.Text, annaUser) {
		t.Fatalf("%+v", m)
	}
	before, err := w.s.outbox()
	w.ok(err)
	unknown := ask("sms", "prefix", "+41", "number", "79 000 00 12")
	ask("mail", "number", "+41791234512", "address", "thief@example.com")
	after, err := w.s.outbox()
	w.ok(err)
	if len(after) != len(before) {
		t.Fatalf("somebody was written to: %+v", after[0])
	}
	if known.alike() != unknown.alike() {
		t.Fatalf("%s\ninstead of\n%s", unknown.alike(), known.alike())
	}
	bad := w.reader().get("/forgot/identifier").send("/forgot/identifier", "prefix", "+41", "number", "anna", "address", "a@b.ch")
	if bad.wants("/forgot/identifier", "That is no phone number", `value="a@b.ch"`); bad.code != 422 {
		t.Errorf("status %d", bad.code)
	}
}

func TestSharedNumberNeedsTheRecoveryAddress(t *testing.T) {
	w := newWorld(t, Options{Demo: true})
	ask := func(fields ...string) {
		r := w.reader().get("/forgot/identifier").send("/forgot/identifier", append(fields, "number", "+41765550188")...)
		r.via("sms").wants(".*", "Look at your messages")
	}
	ask()
	if m := w.newest("+41765550188"); strings.Contains(m.Text, "@") || !strings.Contains(m.Text, "Wiederherstellungsadresse") && !strings.Contains(m.Text, "récupération") {
		t.Fatalf("%+v", m)
	}
	ask("address", "Max.Muster@example.org")
	if m := w.newest("+41765550188"); !strings.Contains(m.Text, "max@example.ch") || strings.Contains(m.Text, "toto") {
		t.Fatalf("%+v", m)
	}
}

func TestWayBackBelongsToItsBrowser(t *testing.T) {
	w := newWorld(t, Options{})
	w.reachable()
	r := w.forgot(annaUser)
	at := r.at
	r.via("mail")
	other := w.reader()
	other.get(at).wants(at, "This is over")
	for _, action := range []string{"/send", "/code", "/new"} {
		other.post(at+action, "via", "sms", "code", w.codeTo("anna@home.example.net"), "new", "a new horse", "again", "a new horse")
		if other.wants(at+action, "This is over"); other.code != 404 {
			t.Errorf("%s from another browser: status %d", action, other.code)
		}
	}
	r.post(at+"/new", "new", "a new horse", "again", "a new horse").wants(at+"/new", "This is over") // before the code
	w.pass(30 * time.Minute)
	r.get(at).wants(at, "This is over")
	w.browser().signIn()
}

func TestBackPagesLeaveNothingBehind(t *testing.T) {
	w := newWorld(t, Options{})
	w.reachable()
	w.forgot(annaUser).via("mail")
	w.forgot("nobody@example.ch").via("mail")
	w.pass(25 * time.Hour)
	w.ok(w.s.view(func(t *tx) error {
		for _, bucket := range []string{inForgotten, inTallies, inChanges} {
			if ids := t.idsOf(bucket); len(ids) > 0 {
				w.t.Errorf("%s still holds %q", bucket, ids)
			}
		}
		return nil
	}))
}
