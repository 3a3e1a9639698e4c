package stub

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"kauth/core/api"
)

// lateAfter is after how many seconds the page offers the code field by itself, where
// no phone has said that it shows the request.
const lateAfter = 20

// postShown is a phone saying that its person can see the request.
func (s *Server) postShown(w http.ResponseWriter, r *http.Request, device string) error {
	if err := s.shown(r.PathValue("id"), device); err != nil {
		return err
	}
	return noContent(w)
}

// shown notes it, once. It changes nothing about who may answer, and comes too late
// without a complaint.
func (s *Server) shown(id, device string) error {
	return s.update(func(t *tx) error {
		d, err := t.device(device)
		if err == nil {
			err = t.usable(d)
		}
		if err != nil {
			return err
		}
		c, err := t.challenge(id)
		if err != nil || c.Sent[device] == "" {
			return errNotFound
		}
		if _, before := c.Shown[device]; before || c.State != statePending {
			return nil
		}
		if c.Shown == nil {
			c.Shown = map[string]int64{}
		}
		c.Shown[device] = t.now
		t.put(inChallenges, id, c)
		if c.Login != "" {
			t.notify(c.Login)
		}
		return nil
	})
}

// shownOn names the phones that show the request, in the order in which they were asked.
func (t *tx) shownOn(c *challenge) []string {
	names := []string{}
	for _, device := range c.Order {
		if _, ok := c.Shown[device]; ok {
			names = append(names, t.nameOf(device))
		}
	}
	return names
}

// late tells whether no phone showed the request in time. A phone that shows it later
// does not take that back: somebody may be typing a code by then.
func (c *challenge) late(now int64) bool {
	if c.State != statePending {
		return false
	}
	for _, at := range c.Shown {
		if at < c.Issued+lateAfter {
			return false
		}
	}
	return now >= c.Issued+lateAfter
}

// watchLogin holds while nothing is decided; with a cursor, while all is as it says.
func (s *Server) watchLogin(ctx context.Context, id, secret, cursor string, wait time.Duration) (now api.LoginWatch, err error) {
	look := func() (bool, error) {
		view, err := s.viewLogin(id, secret)
		now = s.watch(view)
		return view.State != loginWaiting || (cursor != "" && cursor != now.Cursor), err
	}
	if done, err := look(); done || err != nil || wait <= 0 {
		return now, err
	}
	if cursor != "" {
		wait = min(wait, s.nextTurn(id, secret))
	}
	if err := s.hold(ctx, id, wait, look); err != nil {
		return now, err
	}
	_, err = look() // what came by time alone woke nobody
	return now, err
}

// watch is what the page is told.
func (s *Server) watch(view loginView) api.LoginWatch {
	now := api.LoginWatch{
		LoginState: api.LoginState{State: view.State, ExpiresIn: view.ExpiresIn},
		Shown:      append([]string{}, view.Ask.Shown...), Late: view.Ask.Late, ResendIn: view.resendIn(s.now()),
	}
	now.Cursor = fmt.Sprint(now.State, ".", view.Ask.Challenge, ".", len(now.Shown), ".", now.Late, ".", now.ResendIn > 0)
	return now
}

// nextTurn is in how long the page changes though nobody does anything.
func (s *Server) nextTurn(id, secret string) time.Duration {
	view, err := s.viewLogin(id, secret)
	if err != nil {
		return 0
	}
	next := api.MaxWait
	for _, at := range []time.Time{view.ResendAt, view.Ask.LateAt} {
		if in := at.Sub(s.now()); in > 0 {
			next = min(next, in)
		}
	}
	return next
}
