package stub

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

func (s *Server) activityPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /activity", s.member(s.webActivity))
	mux.HandleFunc("POST /activity", s.member(s.webActivityChosen))
	mux.HandleFunc("GET /activity/not-me/{line}", s.member(s.webNotMe))
}

func (s *Server) webActivity(w http.ResponseWriter, r *http.Request, who signedIn) error {
	q := r.URL.Query()
	p, err := s.personOf(who.Account)
	if err != nil {
		return err
	}
	choice := p.Lines
	if q.Has("chosen") {
		choice = choiceOf(q)
	}
	list, err := s.chosenActivity(who.Account, choice)
	if err != nil {
		return err
	}
	page := pages.Activity{Now: s.now(), Saved: q.Has("saved")}
	for _, n := range list {
		page.Events = append(page.Events, eventLine(n))
	}
	for _, kind := range pages.ActivityKinds {
		page.Kinds = append(page.Kinds, pages.Option{Value: kind, Chosen: !slices.Contains(choice.Hidden, kind)})
	}
	for _, n := range activityCounts {
		page.Counts = append(page.Counts, pages.Option{Value: strconv.Itoa(n), Chosen: n == choice.count()})
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
}

func eventLine(n numbered) pages.Event {
	line := eventLines([]api.Event{n.Event})[0]
	line.Line = strconv.FormatUint(n.Number, 36)
	return line
}

// choiceOf reads the form of kinds and count.
func choiceOf(q url.Values) (c activityChoice) {
	for _, kind := range pages.ActivityKinds {
		if !slices.Contains(q["kind"], kind) {
			c.Hidden = append(c.Hidden, kind)
		}
	}
	c.Count, _ = strconv.Atoi(q.Get("count")) // anything else is the smallest
	return c
}

// webActivityChosen keeps the choice for the next time.
func (s *Server) webActivityChosen(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := r.ParseForm(); err != nil {
		return fail(api.CodeBadRequest, "that is no form")
	}
	if err := s.choose(who, choiceOf(r.PostForm)); err != nil {
		return err
	}
	return seeOther(w, r, "/activity?saved=1")
}

// webNotMe says what to do about a line that its reader did not cause.
func (s *Server) webNotMe(w http.ResponseWriter, r *http.Request, who signedIn) error {
	number, err := strconv.ParseUint(r.PathValue("line"), 36, 64)
	if err != nil {
		return errNotFound
	}
	n, err := s.event(who.Account, number)
	if err != nil {
		return err
	}
	page := pages.NotMe{Event: eventLine(n), Now: s.now()}
	err = s.view(func(t *tx) error {
		p, err := t.person(who.Account)
		if err == nil {
			page.TwoFactor, err = t.twoFactor(p)
		}
		if err != nil {
			return err
		}
		return t.eachEvent(who.Account, func(later numbered) bool {
			page.Changed = page.Changed || later.What == "password_changed" || later.What == "password_reset"
			return later.Number > number && !page.Changed
		})
	})
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
}

// outboxShown is how many messages one page lists.
const outboxShown = 100

// webOutbox lists what people were sent: for tests, on this machine alone.
func (s *Server) webOutbox(w http.ResponseWriter, r *http.Request) error {
	all, err := s.outbox()
	if err != nil {
		return err
	}
	q := r.URL.Query()
	want := mailFilter{To: q.Get("to"), Kind: q.Get("kind"), Words: api.CleanText(q.Get("q"), 100)}
	page := pages.Outbox{Now: s.now(), Kind: want.Kind, Query: want.Words, Filtered: want != mailFilter{}}
	for _, to := range recipients(all) {
		page.People = append(page.People, pages.Option{Value: to, Chosen: to == want.To})
	}
	list := want.of(all)
	page.More = len(list) > outboxShown
	for _, m := range list[:min(len(list), outboxShown)] {
		page.Mails = append(page.Mails, pages.Mail{SMS: m.Kind == "sms", At: time.Unix(m.At, 0), To: m.To, Subject: m.Subject, Text: m.Text})
	}
	return s.show(w, r, http.StatusOK, pages.Frame{}, page)
}
