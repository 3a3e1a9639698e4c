package stub

import (
	"net/http"
	"time"

	"kauth/core/api"
	"kauth/server-stub/pages"
	"kauth/server-stub/wake"
)

// sentWake is a wake-up and what came of it, as QA sees it. The rest of an endpoint
// is its password, and is not shown; nor are the tokens of FCM and APNs.
type sentWake struct {
	At      int64        `json:"at"`
	Device  string       `json:"device"`
	Kind    string       `json:"kind"`
	Host    string       `json:"host"`
	TTL     int          `json:"ttl_s"`
	Body    string       `json:"body"`
	Try     int          `json:"try"`     // 1 for the first
	Outcome wake.Outcome `json:"outcome"` // "late" and "recorded": it was not sent
	Status  int          `json:"status"`  // of HTTP; 0 where there was no answer
	Why     string       `json:"why,omitempty"`
	AgainAt int64        `json:"again_at,omitempty"`
}

const maxWakesKept = 200

// noteWake says what came of a message: in the log what somebody has to look at, and
// everything for QA.
func (s *Server) noteWake(j *wakeJob, a wake.Answer, again int64) {
	host := ""
	if j.sender != nil {
		host = j.sender.host(j.push)
	}
	switch said := []any{"kind", j.push.Kind, "host", host, "device", j.Device, "status", a.Status, "why", a.Why}; {
	case a.Outcome == WakeRefused:
		s.log.Warn("a wake-up was refused", said...)
	case a.Outcome == WakeRetry && again == 0:
		s.log.Warn("a wake-up was given up", said...)
	case a.Outcome == WakeGone:
		s.log.Info("a phone's wake-up registration is gone", said...)
	}
	if s.o.QA {
		s.qa.woken(sentWake{
			At: s.now().Unix(), Device: j.Device, Kind: j.push.Kind, Host: host, TTL: int(j.ttl.Seconds()),
			Body: string(wake.Message{Hint: hint(j.Device)}.Body()), Try: j.Tries + 1,
			Outcome: a.Outcome, Status: a.Status, Why: a.Why, AgainAt: again,
		})
	}
}

func (q *qaState) woken(w sentWake) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.wakes = append([]sentWake{w}, q.wakes[:min(len(q.wakes), maxWakesKept-1)]...)
}

func (s *Server) qaWakes(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, map[string]any{"wakes": s.qa.wakesSent()})
}

func (q *qaState) wakesSent() []sentWake {
	q.mu.Lock()
	defer q.mu.Unlock()
	return append([]sentWake{}, q.wakes...)
}

// qaWay is a registration as QA sees it.
type qaWay struct {
	Kind string `json:"kind"`
	Host string `json:"host,omitempty"`
}

func (s *Server) qaWays(list []api.Push) []qaWay {
	seen := []qaWay{}
	for _, p := range list {
		one := qaWay{Kind: p.Kind}
		if w := s.wakers[p.Kind]; w != nil {
			one.Host = w.host(p)
		}
		seen = append(seen, one)
	}
	return seen
}

const maxWakesShown = 12

// wakeLines are the newest wake-ups as the page of switches shows them.
func (s *Server) wakeLines(people []qaPerson) (lines []pages.QAWake) {
	names := map[string]string{}
	for _, p := range people {
		for _, d := range p.Phones {
			names[d.ID] = d.Name
		}
	}
	clock := func(at int64) string {
		if at == 0 {
			return ""
		}
		return time.Unix(at, 0).UTC().Format(time.TimeOnly) + " UTC"
	}
	sent := s.qa.wakesSent()
	for _, w := range sent[:min(len(sent), maxWakesShown)] {
		name := names[w.Device]
		if name == "" {
			name = w.Device // removed since
		}
		lines = append(lines, pages.QAWake{
			At: clock(w.At), Phone: name, Kind: w.Kind, Host: w.Host, Outcome: string(w.Outcome), Why: w.Why,
			Again: clock(w.AgainAt), Status: w.Status, Try: w.Try,
		})
	}
	return lines
}

// qaPush registers wake-ups of any phone, so that a receiver can be tried without one.
func (s *Server) qaPush(w http.ResponseWriter, r *http.Request) error {
	var req struct {
		Device string
		Push   []api.Push
	}
	if err := readJSON(r, &req); err != nil {
		return err
	}
	if err := s.setPush(req.Device, req.Push); err != nil {
		return err
	}
	return noContent(w)
}
