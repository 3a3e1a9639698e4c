package stub

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"kauth/core/api"
	"kauth/server-stub/wake"
)

const (
	wakeTimeout  = 10 * time.Second // what one service gets for one message
	wakeTogether = 3 * time.Millisecond
)

// wakeJob is one message on its way.
type wakeJob struct {
	wakeup
	push   api.Push
	sender sender // nil where there is nothing to send to any more
	ttl    time.Duration
	newer  bool // another message to the same place waits behind this one, and says the same
}

// wakingPhones sends the wake-ups that are on file.
func (s *Server) wakingPhones() {
	more, leave := s.wakes.on(inWakeups)
	defer leave()
	for s.life.Err() == nil {
		jobs, err := s.dueWakeups()
		if err != nil && s.life.Err() == nil {
			s.log.Error("waking phones failed", "error", err)
		}
		for _, j := range jobs {
			s.lanes.add(j.lane(), func() (hung bool) { return s.send(j) })
		}
		select {
		case <-more:
		case <-s.life.Done():
		}
		// Many who come at once are looked for together: each look goes through all that wait.
		select {
		case <-time.After(wakeTogether):
		case <-s.life.Done():
		}
	}
}

func (j *wakeJob) lane() string {
	if j.sender == nil {
		return ""
	}
	return j.push.Kind + " " + j.sender.host(j.push)
}

// dueWakeups are those whose time has come and that are not on their way.
func (s *Server) dueWakeups() (jobs []*wakeJob, err error) {
	err = s.view(func(t *tx) error {
		c := t.Bucket([]byte(inWakeups)).Cursor()
		for id, _ := c.First(); id != nil; id, _ = c.Next() {
			on, err := look[wakeup](t, inWakeups, string(id))
			if err != nil {
				return err
			}
			if on.At > t.now && on.planned(t.now) || s.lanes.has(string(id), on.At) {
				continue
			}
			j := &wakeJob{wakeup: *on}
			j.Device, j.To, _ = strings.Cut(string(id), " ")
			if err := j.look(t); err != nil {
				return err
			}
			s.lanes.take(string(id), on.At)
			jobs = append(jobs, j)
		}
		return nil
	})
	return jobs, err
}

// look finds out whom the message is for, and how long it is worth something.
func (j *wakeJob) look(t *tx) error {
	j.sender, j.ttl = nil, 0
	if on, err := load[wakeup](t, inWakeups, j.id()); err == nil {
		j.newer = on.At != j.At && !on.planned(t.now)
	}
	d, err := t.device(j.Device)
	if errors.Is(err, errNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, p := range d.Push {
		if pushID(p) == j.To {
			j.push, j.sender = p, t.s.wakers[p.Kind]
		}
	}
	j.ttl = time.Duration(t.waitingFor(d)) * time.Second
	return nil
}

// send sends one message, where it is still of use once its turn has come, and writes
// down what came of it. What the server's end interrupts stays on file.
func (s *Server) send(j *wakeJob) (hung bool) {
	defer s.lanes.leave(j.id(), j.At)
	err := s.view(j.look)
	if err != nil || s.life.Err() != nil || j.newer {
		return false
	}
	if j.sender == nil || j.ttl <= 0 {
		s.wakeOver(j, wake.Answer{Outcome: wakeLate})
		return false
	}
	ctx, cancel := context.WithTimeout(s.life, s.o.wakeTimeout)
	defer cancel()
	a := j.sender.send(ctx, j)
	if s.life.Err() == nil {
		s.wakeOver(j, a)
	}
	return a.Hung
}

// The outcomes of what was not sent.
const (
	wakeLate     wake.Outcome = "late"     // nobody needed it any more
	wakeRecorded wake.Outcome = "recorded" // for QA: this server has no sender of its kind
)

func (s *Server) wakeOver(j *wakeJob, a wake.Answer) {
	var again int64
	err := s.update(func(t *tx) (err error) {
		again, err = t.woken(j, a)
		return err
	})
	if err != nil && s.life.Err() == nil {
		s.log.Error("a wake-up could not be written down", "error", err)
	}
	s.noteWake(j, a, again)
}

// woken writes down what came of a message; again is when there will be another one.
func (t *tx) woken(j *wakeJob, a wake.Answer) (again int64, err error) {
	on, err := load[wakeup](t, inWakeups, j.id())
	same := err == nil && on.At == j.At
	if same {
		t.remove(inWakeups, j.id())
	}
	d, err := t.device(j.Device)
	if err != nil {
		return 0, nil // with the phone, its wake-ups are over
	}
	if d.Woken < j.At && j.At <= t.now {
		d.Woken = j.At
		t.putDevice(d)
	}
	switch {
	case a.Outcome == WakeGone:
		t.forgetPush(d, j, a.Since)
	case a.Outcome == WakeRetry:
		return t.retryWake(d, j, a.After, same), nil
	}
	return 0, nil
}

// forgetPush takes a registration away that its service does not know, unless the phone
// has registered it again since.
func (t *tx) forgetPush(d *device, j *wakeJob, since time.Time) {
	if !since.IsZero() && d.PushAt > since.Unix() {
		return
	}
	d.Push = slices.DeleteFunc(d.Push, func(p api.Push) bool { return p == j.push })
	t.putDevice(d)
	t.remove(inWakeups, j.id())
}

// retryWake plans the next try: not before the service says, later each time, and never
// when the request will be over. Where another is planned meanwhile, that one waits as
// long.
func (t *tx) retryWake(d *device, j *wakeJob, after time.Duration, same bool) (at int64) {
	next := j.wakeup
	next.Tries++
	seconds := int64((after + time.Second - 1) / time.Second)
	next.At = t.wakeSlot(d, t.now+max(seconds, wakeGap<<j.Tries))
	on, err := load[wakeup](t, inWakeups, j.id())
	switch planned := !same && err == nil; {
	case planned && on.At >= next.At:
		return on.At
	case planned:
		next.Tries = on.Tries
		t.remove(inWakeups, j.id())
	}
	if next.Tries >= maxWakeTries || next.At >= t.now+t.waitingFor(d) {
		return 0
	}
	t.planWake(next)
	return next.At
}
