package checkup_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/checkup"
	"kauth/core/client"
	"kauth/core/clock"
	"kauth/core/coretest"
	"kauth/core/coretest/computer"
	"kauth/core/link"
	"kauth/server-stub/stub"
)

const (
	anna     = "anna@example.ch"
	password = "correct horse battery"
)

// world is a phone that is linked to the reference server over HTTP, and the computer
// at which its person signs in.
type world struct {
	t        *testing.T
	stub     *stub.Server
	http     *httptest.Server
	computer *computer.Computer
	phone    *coretest.Phone
	account  core.Account
	checkup  checkup.Checkup
	online   bool
}

func newWorld(t *testing.T) *world {
	t.Helper()
	s, err := stub.New(stub.Options{Data: t.TempDir(), CheapHash: true, QA: true})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, stub: s, http: httptest.NewServer(s.Handler()), online: true}
	s.SetOrigin(w.http.URL)
	t.Cleanup(func() { _ = s.Close(); w.http.Close() })
	if err := s.AddPerson(anna, password, "collaborator"); err != nil {
		t.Fatal(err)
	}
	times := clock.New(nil)
	c := client.New(client.Options{Observe: times.Observe})
	w.phone = coretest.NewPhone(c, coretest.NewStore(nil))
	w.computer = computer.New(t, w.http.URL)
	w.link()
	w.checkup = checkup.Checkup{Servers: c, Inbox: w.phone.Inbox, Times: times, Online: func() bool { return w.online }}
	return w
}

func (w *world) link() {
	w.t.Helper()
	ctx := w.t.Context()
	w.computer.Redeem(w.computer.Login(anna, password))
	o := w.computer.Offer()
	p, err := link.Parse(o.Link)
	if err != nil {
		w.t.Fatal(err)
	}
	a, err := w.phone.Enroll.Begin(ctx, *p.Offer)
	if err == nil {
		a, err = w.phone.Enroll.Confirm(ctx, a.ID, w.computer.Registered(o).Digits)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.account = a
}

// run gives the verdict, and every step's cause by its name.
func (w *world) run() (checkup.Finding, map[checkup.Step]checkup.Finding) {
	w.t.Helper()
	begun := time.Now()
	by := map[checkup.Step]checkup.Finding{}
	all := w.checkup.Run(w.t.Context(), w.phone.Accounts(w.t), func(f checkup.Finding) { by[f.Step] = f })
	if took := time.Since(begun); took > 2*checkup.Patience {
		w.t.Errorf("it took %v", took)
	}
	if len(all) < 1 || len(by) > len(all) {
		w.t.Errorf("handed on %d of %d findings", len(by), len(all))
	}
	return checkup.Verdict(all), by
}

func (w *world) fault(f stub.Fault) {
	w.t.Helper()
	if err := w.stub.Fault(f); err != nil {
		w.t.Fatal(err)
	}
}
