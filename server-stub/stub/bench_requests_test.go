//go:build bench

package stub

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"kauth/core/api"
)

// inProcess asks, answers and hears by the server's methods alone.
func (at *seat) inProcess() error {
	s, device := at.pop.s, at.pop.devices[at.who]
	var l begunLogin
	err := s.update(func(t *tx) (err error) {
		l, err = t.newLogin(at.pop.people[at.who].ID, "Manager")
		return err
	})
	if err != nil {
		return err
	}
	ask, err := s.askPhone(benchVisitor, l.ID, l.Secret)
	if err != nil {
		return err
	}
	got, _, err := s.snapshot(device.ID)
	if err != nil {
		return err
	}
	answer, err := at.yes(ask, got.Challenges[len(got.Challenges)-1])
	if err != nil {
		return err
	}
	if _, err := s.answer(ask.Challenge, answer); err != nil {
		return err
	}
	view, err := s.viewLogin(l.ID, l.Secret)
	if err == nil && view.State != stateApproved {
		err = fmt.Errorf("the login is %q", view.State)
	}
	return err
}

// overHTTP is the same by requests, and gives the password first.
func (at *seat) overHTTP() error {
	var l api.LoginReply
	user := at.pop.people[at.who].User
	if err := at.send(at.computer, "POST", api.PathLogins, "", api.LoginRequest{User: user, Password: annaPass}, &l); err != nil {
		return err
	}
	return at.answered(l.ID)
}

// TestBenchRequests has 64 people ask their phones at once: each request is
// answered once, on disk, and heard of by the page. The same server with nothing
// but memory behind it is what to compare with.
func TestBenchRequests(t *testing.T) {
	const at, people = 64, 512
	for _, how := range []struct {
		name   string
		things int
		once   func(*seat) error
	}{
		{"by the server's methods", 2 * people, (*seat).inProcess},
		{"over HTTP on loopback", people, (*seat).overHTTP},
	} {
		over := &http.Transport{MaxIdleConnsPerHost: 2 * at}
		row := func(name string, o Options) contestant {
			var begun atomic.Int64
			begun.Store(time.Now().Unix())
			// A person's next round comes half an hour later.
			o.Now = func() time.Time { return time.Unix(begun.Load(), 0) }
			pop := newPopulation(t, o, people)
			pop.s.SetOrigin("")
			check(t, pop.s.Listen("127.0.0.1:0", "", ""))
			seats := make([]*seat, people)
			for i := range seats {
				seats[i] = pop.seat(i, over)
			}
			return contestant{name, func() []float64 {
				begun.Add(1800)
				return crowd(at, how.things, func(_, thing int) {
					if err := how.once(seats[thing%people]); err != nil {
						t.Error(err)
					}
				})
			}}
		}
		compare(t, "requests to phones answered end to end, 64 at once, "+how.name,
			[]string{"requests/s", "median ms", "p99 ms"},
			row("in memory (NoSync on tmpfs)", Options{Data: onMemory(t), noSync: true}),
			row("on disk before it is answered", Options{}),
		)
	}
}
