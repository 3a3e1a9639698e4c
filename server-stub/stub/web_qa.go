package stub

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// qaPages adds the knobs as a page: GET /qa/ for whoever asks for HTML.
func (s *Server) qaPages(mux *http.ServeMux) {
	list := s.handle(s.near(s.qaList))
	page := s.page(s.near(s.webQA))
	mux.HandleFunc("GET /qa/{$}", func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.Header.Get("Accept"), "text/html") {
			page(w, r)
			return
		}
		list(w, r)
	})
	mux.HandleFunc("GET /qa/list", list)
	mux.HandleFunc("POST /qa/do/{what}", s.page(s.near(s.webQADone)))
}

func (s *Server) webQA(w http.ResponseWriter, r *http.Request) error {
	done := ""
	if r.URL.Query().Has("done") {
		done = "qa.done"
	}
	return s.showQA(w, r, http.StatusOK, done, "")
}

func (s *Server) showQA(w http.ResponseWriter, r *http.Request, status int, done, wrong string) error {
	snap, err := s.qaSnapshot()
	if err != nil {
		return err
	}
	page := pages.QA{
		Offset: snap.Offset, Now: time.Unix(snap.Now, 0).UTC().Format(time.DateTime) + " UTC", Mode: snap.Mode,
		IP: snap.Place.IP, Place: snap.Place.Place, Agent: snap.Place.Agent,
		Unlocked: snap.Policy.Verify == api.VerifyRequired, Stay: !snap.Policy.MayLeave,
		Kinds: slices.Sorted(maps.Keys(faultKinds)), Done: done, Error: wrong, Links: qaLinks,
	}
	for _, f := range snap.Faults {
		page.Faults = append(page.Faults, pages.QAFault{Kind: f.Kind, Method: f.Method, Path: f.Path, Times: f.Times})
	}
	page.Wakes = s.wakeLines(snap.People)
	for _, p := range snap.People {
		page.People = append(page.People, qaPersonLine(p))
	}
	return s.show(w, r, status, pages.Frame{}, page)
}

// qaLinks are the other places for QA.
var qaLinks = []pages.Pair{
	{Name: "failure.home", Value: "/2fa"},
	{Name: "outbox.title", Value: "/outbox"},
	{Name: "qa.state", Value: "/qa/state"},
	{Name: "qa.demo", Value: "/qa/people"},
	{Name: "qa.desk", Value: "/desk"},
	{Name: "qa.wakes", Value: "/qa/wakes"},
	{Name: "qa.list", Value: "/qa/list"},
}

func qaPersonLine(p qaPerson) pages.QAPerson {
	line := pages.QAPerson{User: p.User, Account: p.Account, Role: p.Role, On: p.TwoFactor, Blocked: p.Blocked}
	byID := map[string]pages.QAPhone{}
	for _, d := range p.Phones {
		phone := pages.QAPhone{ID: d.ID, Name: d.Name, State: d.State, Test: d.Test}
		line.Phones = append(line.Phones, phone)
		byID[d.ID] = phone
	}
	for _, r := range p.Requests {
		request := pages.QARequest{ID: r.ID, Login: r.Login, Number: r.Number, Left: int(r.ExpiresIn)}
		for _, id := range r.Phones {
			if byID[id].Test {
				request.Phones = append(request.Phones, byID[id])
			}
		}
		line.Requests = append(line.Requests, request)
	}
	return line
}

// webQADone turns one knob. What it refuses is shown on the page, in the server's
// words: they are for people who test.
func (s *Server) webQADone(w http.ResponseWriter, r *http.Request) error {
	turn, ok := qaTurns[r.PathValue("what")]
	if !ok {
		return errNotFound
	}
	if err := turn(s, r.PostFormValue); err != nil {
		p := problemOf(err)
		return s.showQA(w, r, p.Status, "", string(p.Code)+": "+p.Detail)
	}
	return seeOther(w, r, "/qa/?done")
}

// qaTurns are the knobs as forms turn them.
var qaTurns = map[string]func(s *Server, form func(string) string) error{
	"clock": func(s *Server, form func(string) string) error {
		offset, err := strconv.ParseInt(form("offset"), 10, 40)
		if err != nil {
			return fail(api.CodeBadRequest, "the offset is a number of seconds")
		}
		return s.SetClock(time.Duration(offset) * time.Second)
	},
	"mode": func(s *Server, form func(string) string) error {
		return s.forceMode(form("mode"))
	},
	"place": func(s *Server, form func(string) string) error {
		s.SetPlace(Place{IP: form("ip"), Place: form("place"), Agent: form("agent")})
		return nil
	},
	"limits": func(s *Server, _ func(string) string) error { return s.ResetLimits() },
	"fault": func(s *Server, form func(string) string) error {
		number := func(name string) int {
			n, _ := strconv.Atoi(form(name)) // a browser sends a number or nothing, which is 0
			return n
		}
		return s.Fault(Fault{
			Method: form("method"), Path: form("path"), Kind: form("kind"), Location: form("location"),
			Status: number("status"), Seconds: number("seconds"), Times: number("times"),
		})
	},
	"clear": func(s *Server, _ func(string) string) error {
		s.ClearFaults()
		return nil
	},
	"keyroll": func(s *Server, _ func(string) string) error { return s.RollKey() },
	"policy": func(s *Server, form func(string) string) error {
		return s.SetPolicy(Policy{VerifyRequired: form("uv") != "", MayLeave: form("stay") == ""})
	},
	"block":   func(s *Server, form func(string) string) error { return s.Block(form("user"), true) },
	"unblock": func(s *Server, form func(string) string) error { return s.Block(form("user"), false) },
	"address": func(s *Server, form func(string) string) error {
		return s.DeleteAddress(form("user"), form("hosted") != "")
	},
	"expire":  func(s *Server, form func(string) string) error { return s.Expire(form("id")) },
	"revoke":  func(s *Server, form func(string) string) error { return s.Revoke(form("device")) },
	"suspend": func(s *Server, form func(string) string) error { return s.Suspend(form("device")) },
	"phone": func(s *Server, form func(string) string) error {
		_, err := s.AddTestPhone(form("user"), "Test phone")
		return err
	},
	"answer": func(s *Server, form func(string) string) error {
		decision, number := form("decision"), ""
		if decision == "wrong" {
			decision, number = "yes", "wrong"
		}
		_, err := s.AnswerAs(form("device"), form("challenge"), decision, number)
		if codeOf(err) == api.CodeMismatch {
			return nil // which was wanted
		}
		return err
	},
}

func (s *Server) forceMode(mode string) error {
	if mode != "" && mode != modeConfirm && mode != modeMatch {
		return fail(api.CodeBadRequest, "no such mode")
	}
	s.SetMode(mode)
	return nil
}
