package stub

import (
	"net"
	"net/http"
	"net/netip"
	"time"
)

// knob is one thing that a test does to the server. A list of them is at GET /qa/.
type knob struct {
	pattern string // "POST /qa/clock"
	does    string
	turn    func(http.ResponseWriter, *http.Request) error
}

// knobs are all of them, as the list shows them.
func (s *Server) knobs() []knob {
	return []knob{
		{"GET /qa/state", "what is set, and everybody's phones and waiting requests", s.qaGetState},
		{"GET /qa/people", "the demo people, with secrets and backup codes for those whose two-factor was on; extra: ben, whose account is blocked", s.qaPeople},
		{"GET /qa/clients", "the relying parties, for POST /bc-authorize", s.qaClients},
		{"POST /qa/reset-limits", "forgets failures, recent requests and forced modes", s.qaResetLimits},

		{"GET /qa/clock", `the server's clock: {"offset_s", "now"}`, s.qaGetClock},
		{"POST /qa/clock", `{"offset_s"}: puts it off`, s.qaClock},
		{"POST /qa/mode", `{"mode"}: "confirm", "match", or "" to let the server choose`, s.qaMode},
		{"POST /qa/place", `{"ip", "place", "agent"}: where the next visitors come from; {} ends it`, s.qaPlace},
		{"POST /qa/expire", `{"challenge"} or {"login"} or {"link"}: its time has come`, s.qaExpire},

		{"GET /qa/fault", "the kinds of fault, and those that wait", s.qaGetFaults},
		{"POST /qa/fault", `{"method", "path", "kind", "status", "location", "seconds", "times"}: the next requests like this go wrong`, s.qaFault},
		{"DELETE /qa/fault", "ends all faults", s.qaClearFaults},

		{"POST /qa/phone", `{"user", "name"}: links a phone of the server's own; gives {"device"}`, s.qaAddPhone},
		{"POST /qa/answer", `{"device", "challenge", "decision", "number"}: that phone answers; decision: yes, no, not_me; the newest request and the right number where none is given`, s.qaAnswer},
		{"POST /qa/revoke", `{"device"}: removed, as in the Manager`, s.qaRevoke},
		{"POST /qa/suspend", `{"device"}: suspended, as after a copy of it answered`, s.qaSuspend},
		{"POST /qa/block", `{"user", "blocked"}: the account is blocked, or let in again`, s.qaBlock},
		{"POST /qa/push", `{"device", "push"}: registers a phone's wake-ups, as PUT /v1/devices/self/push does`, s.qaPush},
		{"GET /qa/wakes", "wake-ups and what came of them, newest first", s.qaWakes},

		{"POST /qa/keyroll", `{"overlap_s"}: a new signing key; no body: 30 days of overlap`, s.qaKeyRoll},
		{"GET /qa/policy", `what the company asks of phones: {"uv", "may_leave"}`, s.qaPolicy},
		{"POST /qa/policy", `{"uv", "may_leave"}: asks that of phones; uv: "required", "none"`, s.qaSetPolicy},

		{"GET /qa/outbox", "what people were sent, newest first; ?to=, ?kind=mail or sms, ?q= words", s.qaOutbox},
		{"GET /qa/help", "the requests for help, the open ones first; their page is /desk", s.qaHelp},
		{"POST /qa/help", `{"case", "decision", "user", "reason"}: decides one: "review", "accept", or "refuse" with a reason: "unreadable", "different", "incomplete", "unknown"`, s.qaDecide},
		{"POST /qa/address-deleted", `{"user", "hosted"}: the mail address is deleted; hosted here, a temporary identifier goes out`, s.qaAddressDeleted},
	}
}

// qaRoutes are the knobs over HTTP, for scripts on this machine.
func (s *Server) qaRoutes(mux *http.ServeMux) {
	for _, k := range s.knobs() {
		mux.HandleFunc(k.pattern, s.handle(s.near(k.turn)))
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
	list := map[string]string{}
	for _, k := range s.knobs() {
		list[k.pattern] = k.does
	}
	return writeJSON(w, http.StatusOK, list)
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
