package stub

import (
	"net/http"
	"slices"
	"time"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// noticed is what a person was told by mail, and what decides when they are.
type noticed struct {
	Browsers []string // that signed in, by their cookies' hashes, the latest last
	SignedIn int64    // when somebody last did
	Wrong    wrongPasswords
	Lines    activityChoice
}

// wrongPasswords counts those that were typed after a known address since the
// last mail about them.
type wrongPasswords struct {
	Count int
	Told  int64 // when the last mail went
	Last  int64 // when the last one was typed, and where
	By    visitor
}

const (
	browserCookie = "ka_browser"
	browserLife   = 365 * 24 * 60 * 60
	maxBrowsers   = 20
	wrongGap      = 60 * 60 // a mail about wrong passwords at most so often: nobody is bombed
)

// browserOf names the browser by a cookie that a private window and a new computer
// do not have, and gives it one where it has none.
func (s *Server) browserOf(w http.ResponseWriter, r *http.Request) visitor {
	v := s.visitorOf(r)
	if v.Browser == "" {
		secret := newSecret()
		s.setCookie(w, browserCookie, secret, browserLife)
		v.Browser = api.Hash([]byte(secret))
	}
	return v
}

// browserName is the hash of the browser's cookie; "" where it has none.
func (s *Server) browserName(r *http.Request) string {
	c, err := s.cookie(r, browserCookie)
	if err != nil || len(c.Value) != 43 { // 256 bits, as newSecret makes them
		return ""
	}
	return api.Hash([]byte(c.Value))
}

// noticeSignIn writes to p after a sign-in from a place or a browser that was never
// here before. The caller stores p.
func (t *tx) noticeSignIn(p *person, v visitor) {
	if !p.knows(v) || !slices.Contains(p.Browsers, v.Browser) {
		t.mail(p, "new_place", t.circumstances(p, t.now, v)...)
		t.record(p.ID, v, "new_place", "")
	}
	p.Browsers = slices.DeleteFunc(p.Browsers, func(b string) bool { return b == v.Browser })
	if v.Browser != "" {
		p.Browsers = append(p.Browsers, v.Browser)
		p.Browsers = p.Browsers[max(len(p.Browsers)-maxBrowsers, 0):]
	}
	p.SignedIn = t.now
}

// noticeWrongPassword counts a wrong password, and writes to the person whose
// address was typed with it: at once, then at most once an hour with a count.
func (t *tx) noticeWrongPassword(account string, v visitor) {
	t.record(account, v, "wrong_password", "")
	p, err := t.person(account)
	if err != nil {
		return // nobody has that address
	}
	v.Browser = ""
	p.Wrong.Count, p.Wrong.Last, p.Wrong.By = p.Wrong.Count+1, t.now, v
	t.tellWrongPasswords(p)
}

// settleWrong tells of those that came in the hour after the last mail.
func (t *tx) settleWrong(account string) {
	if p, err := t.person(account); err == nil && p.Wrong.Count > 0 {
		t.tellWrongPasswords(p)
	}
}

// tellWrongPasswords writes if the last mail is an hour old, or has it done later.
func (t *tx) tellWrongPasswords(p *person) {
	if next := p.Wrong.Told + wrongGap; t.now < next && t.now >= p.Wrong.Told {
		t.due(next, "wrong", p.ID)
		t.putPerson(p)
		return
	}
	what := "wrong_password"
	if p.Wrong.Count > 1 {
		what = "wrong_passwords"
	}
	t.mail(p, what, append(t.circumstances(p, p.Wrong.Last, p.Wrong.By), p.Wrong.Count)...)
	p.Wrong = wrongPasswords{Told: t.now}
	t.putPerson(p)
}

// moment says when something was, on p's clock and in their words.
func (p *person) moment(at int64) string {
	when := time.Unix(at, 0)
	if zone := p.zone(); zone != nil {
		when = when.In(zone)
	}
	return pages.Moment(langOr(p.Lang), when)
}

// circumstances are when, where and with what, in p's words. A browser that we do
// not know by name chose its own words: in a mail of ours they might be a link.
func (t *tx) circumstances(p *person, at int64, v visitor) []any {
	lang := langOr(p.Lang)
	if !knownAgent(v.Agent) {
		v.Agent = "Unknown browser"
	}
	return []any{
		p.moment(at),
		pages.Text(lang, "notice.place", pages.Place(lang, v.where())),
		pages.Text(lang, "notice.browser", pages.Agent(lang, v.Agent)),
	}
}
