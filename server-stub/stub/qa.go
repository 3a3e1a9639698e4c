package stub

import (
	"net"
	"net/http"
	"net/netip"
	"time"
)

// qaRoutes are the knobs over HTTP, for scripts on this machine.
func (s *Server) qaRoutes(mux *http.ServeMux) {
	s.keysKnobs(mux)
	s.backKnobs(mux)
	for pattern, h := range map[string]func(http.ResponseWriter, *http.Request) error{
		"/qa/":                  func(http.ResponseWriter, *http.Request) error { return errNotFound },
		"GET /qa/clock":         s.qaGetClock,
		"POST /qa/clock":        s.qaClock,
		"GET /qa/outbox":        s.qaOutbox,
		"GET /qa/wakes":         s.qaWakes,
		"POST /qa/expire":       s.qaExpire,
		"POST /qa/fault":        s.qaFault,
		"DELETE /qa/fault":      s.qaClearFaults,
		"POST /qa/place":        s.qaPlace,
		"POST /qa/mode":         s.qaMode,
		"GET /qa/people":        s.qaPeople,
		"POST /qa/reset-limits": s.qaResetLimits,
		"GET /qa/state":         s.qaGetState,
		"GET /qa/fault":         s.qaGetFaults,
		"POST /qa/revoke":       s.qaRevoke,
		"POST /qa/suspend":      s.qaSuspend,
		"POST /qa/phone":        s.qaAddPhone,
		"POST /qa/answer":       s.qaAnswer,
	} {
		mux.HandleFunc(pattern, s.handle(s.near(h)))
	}
}

// near lets this machine alone through, and no page of another site that had its
// name point here.
func (s *Server) near(h func(http.ResponseWriter, *http.Request) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if !isLoopback(r.RemoteAddr) || host != "localhost" && !isLoopback(net.JoinHostPort(host, "1")) {
			return errNotFound
		}
		return h(w, r)
	}
}

func isLoopback(addr string) bool {
	a, err := netip.ParseAddrPort(addr)
	return err == nil && a.Addr().Unmap().IsLoopback()
}

func (s *Server) qaList(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, map[string]string{
		"GET /qa/clock":            `the server's clock: {"offset_s", "now"}`,
		"POST /qa/clock":           `{"offset_s"}: puts it off`,
		"GET /qa/outbox":           "what people were sent, newest first; ?to=, ?kind=mail or sms, ?q= words",
		"GET /qa/wakes":            "wake-ups that would have been sent, newest first",
		"POST /qa/expire":          `{"challenge"} or {"login"} or {"link"}: its time has come`,
		"GET /qa/state":            "what is set, and everybody's phones and waiting requests",
		"GET /qa/fault":            "the kinds of fault, and those that wait",
		"POST /qa/fault":           `{"method", "path", "kind", "status", "location", "seconds", "times"}: the next requests like this go wrong`,
		"DELETE /qa/fault":         "ends all faults",
		"POST /qa/place":           `{"ip", "place", "agent"}: where the next visitors come from; {} ends it`,
		"POST /qa/keyroll":         `{"overlap_s"}: a new signing key; no body: 30 days of overlap`,
		"GET /qa/policy":           `what the company asks of phones: {"uv", "may_leave"}`,
		"POST /qa/policy":          `{"uv", "may_leave"}: asks that of phones; uv: "required", "none"`,
		"POST /qa/mode":            `{"mode"}: "confirm", "match", or "" to let the server choose`,
		"GET /qa/help":             "the requests for help, the open ones first; their page is /desk",
		"POST /qa/help":            `{"case", "decision", "user", "reason"}: decides one: "review", "accept", or "refuse" with a reason: "unreadable", "different", "incomplete", "unknown"`,
		"POST /qa/address-deleted": `{"user", "hosted"}: the mail address is deleted; hosted here, a temporary identifier goes out`,
		"GET /qa/people":           "the demo people, with secrets and backup codes for those whose two-factor was on; extra: ben, whose account is blocked",
		"POST /qa/revoke":          `{"device"}: removed, as in the Manager`,
		"POST /qa/suspend":         `{"device"}: suspended, as after a copy of it answered`,
		"POST /qa/phone":           `{"user", "name"}: links a phone of the server's own; gives {"device"}`,
		"POST /qa/answer":          `{"device", "challenge", "decision", "number"}: that phone answers; decision: yes, no, not_me; the newest request and the right number where none is given`,
		"POST /qa/reset-limits":    "forgets failures, recent requests and forced modes",
	})
}

func (s *Server) qaGetClock(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, map[string]int64{
		"offset_s": s.skew.Load() / int64(time.Second), "now": s.now().Unix(),
	})
}

func (s *Server) qaClock(w http.ResponseWriter, r *http.Request) error {
	var req struct {
		Offset int64 `json:"offset_s"`
	}
	if err := readJSON(r, &req); err != nil {
		return err
	}
	if err := s.SetClock(time.Duration(req.Offset) * time.Second); err != nil {
		return err
	}
	return s.qaGetClock(w, r)
}

func (s *Server) qaOutbox(w http.ResponseWriter, r *http.Request) error {
	list, err := s.outbox()
	if err != nil {
		return err
	}
	q := r.URL.Query()
	list = mailFilter{To: q.Get("to"), Kind: q.Get("kind"), Words: q.Get("q")}.of(list)
	return writeJSON(w, http.StatusOK, map[string]any{"mails": list})
}

func (s *Server) qaExpire(w http.ResponseWriter, r *http.Request) error {
	var req struct{ Challenge, Login, Link string }
	if err := readJSON(r, &req); err != nil {
		return err
	}
	if err := s.Expire(req.Challenge + req.Login + req.Link); err != nil {
		return err
	}
	return noContent(w)
}

func (s *Server) qaFault(w http.ResponseWriter, r *http.Request) error {
	var f Fault
	if err := readJSON(r, &f); err != nil {
		return err
	}
	if err := s.Fault(f); err != nil {
		return err
	}
	return noContent(w)
}

func (s *Server) qaClearFaults(w http.ResponseWriter, _ *http.Request) error {
	s.ClearFaults()
	return noContent(w)
}

func (s *Server) qaPlace(w http.ResponseWriter, r *http.Request) error {
	var p Place
	if err := readJSON(r, &p); err != nil {
		return err
	}
	s.SetPlace(p)
	return noContent(w)
}

func (s *Server) qaMode(w http.ResponseWriter, r *http.Request) error {
	var req struct{ Mode string }
	if err := readJSON(r, &req); err != nil {
		return err
	}
	if err := s.forceMode(req.Mode); err != nil {
		return err
	}
	return noContent(w)
}

func (s *Server) qaPeople(w http.ResponseWriter, _ *http.Request) error {
	list, err := s.Demo()
	if err != nil {
		return err
	}
	extra, err := s.demo(extraPeople)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, map[string]any{"people": list, "extra": extra})
}

func (s *Server) qaResetLimits(w http.ResponseWriter, _ *http.Request) error {
	if err := s.ResetLimits(); err != nil {
		return err
	}
	return noContent(w)
}
