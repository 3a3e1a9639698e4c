package stub

import (
	"net/http"
	"time"
)

// qaSnapshot is all that the knobs have set and what they can be turned on.
type qaSnapshot struct {
	Offset int64      `json:"offset_s"`
	Now    int64      `json:"now"`
	Mode   string     `json:"mode"`
	Place  Place      `json:"place"`
	Policy policyJSON `json:"policy"`
	Faults []Fault    `json:"faults"`
	People []qaPerson `json:"people"`
}

type qaPerson struct {
	User      string      `json:"user"`
	Account   string      `json:"account"`
	Role      string      `json:"role"`
	TwoFactor bool        `json:"two_factor"`
	Blocked   bool        `json:"blocked"`
	Phones    []qaDevice  `json:"phones"`
	Requests  []qaRequest `json:"requests"`
}

type qaDevice struct {
	ID    string  `json:"id"`
	Name  string  `json:"name"`
	State string  `json:"state"`
	Test  bool    `json:"test"` // POST /qa/answer answers as this one
	Push  []qaWay `json:"push"` // how it can be woken
}

type qaRequest struct {
	ID        string   `json:"id"`
	Login     string   `json:"login"`
	Mode      string   `json:"mode"`
	Number    string   `json:"number"`
	ExpiresIn int64    `json:"expires_in"`
	Phones    []string `json:"phones"`
}

func (s *Server) qaSnapshot() (snap qaSnapshot, err error) {
	snap = qaSnapshot{Offset: s.skew.Load() / int64(time.Second), Now: s.now().Unix(), Faults: []Fault{}, People: []qaPerson{}}
	snap.Mode, snap.Place = s.qa.set()
	snap.Faults = append(snap.Faults, s.Faults()...)
	err = s.view(func(t *tx) error {
		policy := t.policy()
		snap.Policy = policyJSON{policy.verify(), policy.MayLeave}
		everybody, err := t.everybody()
		if err != nil {
			return err
		}
		for _, p := range everybody {
			one, err := t.qaPerson(p)
			if err != nil {
				return err
			}
			snap.People = append(snap.People, one)
		}
		return nil
	})
	return snap, err
}

func (t *tx) qaPerson(p *person) (qaPerson, error) {
	one := qaPerson{User: p.User, Account: p.ID, Role: p.at().Role, Blocked: p.Blocked != nil, Phones: []qaDevice{}, Requests: []qaRequest{}}
	var err error
	if one.TwoFactor, err = t.twoFactor(p); err != nil {
		return one, err
	}
	for _, id := range p.Devices {
		d, err := t.device(id)
		if err != nil {
			return one, err
		}
		if d.State != deviceRevoked {
			one.Phones = append(one.Phones, qaDevice{d.ID, d.Name, d.State, t.s.isTestPhone(d.ID), t.s.qaWays(d.Push)})
		}
	}
	for _, id := range p.Pending {
		c, err := t.challenge(id)
		if err != nil {
			return one, err
		}
		request := qaRequest{ID: c.ID, Login: c.Login, Mode: c.Mode, Number: c.Number, ExpiresIn: c.left(t.now), Phones: []string{}}
		for device := range c.Sent {
			request.Phones = append(request.Phones, device)
		}
		one.Requests = append(one.Requests, request)
	}
	return one, nil
}

func (q *qaState) set() (mode string, place Place) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.forced, q.place
}

func (s *Server) qaGetState(w http.ResponseWriter, _ *http.Request) error {
	snap, err := s.qaSnapshot()
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, snap)
}

func (s *Server) qaGetFaults(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, map[string]any{"kinds": FaultKinds(), "faults": append([]Fault{}, s.Faults()...)})
}

func (s *Server) qaRevoke(w http.ResponseWriter, r *http.Request) error {
	return s.qaDevice(w, r, s.Revoke)
}

func (s *Server) qaSuspend(w http.ResponseWriter, r *http.Request) error {
	return s.qaDevice(w, r, s.Suspend)
}

func (s *Server) qaDevice(w http.ResponseWriter, r *http.Request, do func(device string) error) error {
	var req struct{ Device string }
	if err := readJSON(r, &req); err != nil {
		return err
	}
	if err := do(req.Device); err != nil {
		return err
	}
	return noContent(w)
}

func (s *Server) qaBlock(w http.ResponseWriter, r *http.Request) error {
	var req struct {
		User    string
		Blocked bool
	}
	if err := readJSON(r, &req); err != nil {
		return err
	}
	if err := s.Block(req.User, req.Blocked); err != nil {
		return err
	}
	return noContent(w)
}

func (s *Server) qaAddPhone(w http.ResponseWriter, r *http.Request) error {
	var req struct{ User, Name string }
	if err := readJSON(r, &req); err != nil {
		return err
	}
	id, err := s.AddTestPhone(req.User, req.Name)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusCreated, map[string]string{"device": id})
}

func (s *Server) qaAnswer(w http.ResponseWriter, r *http.Request) error {
	var req struct{ Device, Challenge, Decision, Number string }
	if err := readJSON(r, &req); err != nil {
		return err
	}
	reply, err := s.AnswerAs(req.Device, req.Challenge, req.Decision, req.Number)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, reply)
}
