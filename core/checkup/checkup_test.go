package checkup_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/checkup"
	"kauth/core/client"
	"kauth/core/clock"
	"kauth/server-stub/stub"
)

var (
	_ checkup.Servers = (*client.Client)(nil)
	_ checkup.Inbox   = (*challenge.Inbox)(nil)
	_ checkup.Times   = (*clock.Clock)(nil)
)

func TestWhereAllIsInOrderItSaysSoAndWhenARequestWasSent(t *testing.T) {
	w := newWorld(t)
	verdict, by := w.run()
	if verdict.Cause != checkup.NothingSent || !verdict.Last.IsZero() {
		t.Errorf("%+v", verdict)
	}
	for _, s := range []checkup.Step{checkup.Network, checkup.Server, checkup.Account, checkup.Requests, checkup.Clock} {
		if f, there := by[s]; !there || f.Cause != checkup.None || f.Err != nil {
			t.Errorf("%s: %+v", s, f)
		}
	}
	w.ask(core.Deny, "")
	verdict, _ = w.run()
	if ago := time.Since(verdict.Last); verdict.Cause != checkup.NothingSent || ago > time.Minute || verdict.Account != w.account.ID {
		t.Errorf("%+v", verdict)
	}
}

// ask has a request sent and answered.
func (w *world) ask(d core.Decision, why core.Why) {
	w.t.Helper()
	l := w.computer.Login(anna, password)
	w.computer.Ask(l)
	if err := w.phone.Inbox.Refresh(w.t.Context(), time.Second); err != nil {
		w.t.Fatal(err)
	}
	waiting := w.phone.Inbox.Pending()
	if len(waiting) != 1 {
		w.t.Fatalf("%d wait", len(waiting))
	}
	if _, err := w.phone.Inbox.Answer(w.t.Context(), waiting[0].ID, d, "", why); err != nil {
		w.t.Fatal(err)
	}
}

// Each fault of the server is told as what a person can do about it.
func TestEachFaultOfTheServerIsToldApart(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		name  string
		fault stub.Fault
		step  checkup.Step
		want  checkup.Cause
	}{
		{"down", stub.Fault{Kind: "status", Status: 503}, checkup.Server, checkup.ServerDown},
		{"broken", stub.Fault{Kind: "status", Status: 500, Path: api.PathChallenges}, checkup.Account, checkup.ServerDown},
		{"busy", stub.Fault{Kind: "status", Status: 429, Seconds: 5}, checkup.Server, checkup.ServerBusy},
		{"the sign-in page of a Wi-Fi", stub.Fault{Kind: "redirect", Location: "http://192.0.2.1/login"}, checkup.Server, checkup.OtherServer},
		{"another program", stub.Fault{Kind: "garbage"}, checkup.Server, checkup.OtherServer},
		{"too much", stub.Fault{Kind: "huge"}, checkup.Server, checkup.OtherServer},
		{"cut off", stub.Fault{Kind: "drop"}, checkup.Server, checkup.Unreachable},
	} {
		w.fault(c.fault)
		verdict, by := w.run()
		if verdict.Cause != c.want || verdict.Step != c.step || verdict.Origin != w.http.URL {
			t.Errorf("%s: %+v, want %s at %s", c.name, verdict, c.want, c.step)
		}
		if by[checkup.Network].Cause != checkup.None {
			t.Errorf("%s: the network is blamed", c.name)
		}
		w.stub.ClearFaults()
	}
}

func TestAPhoneThatItsServerRefusesIsToldWhy(t *testing.T) {
	for want, does := range map[checkup.Cause]func(w *world) error{
		checkup.Suspended: func(w *world) error { return w.stub.Suspend(w.account.Device.ID) },
		checkup.Blocked:   func(w *world) error { return w.stub.Block(anna, true) },
		checkup.NotLinked: func(w *world) error { return w.stub.Revoke(w.account.Device.ID) },
	} {
		w := newWorld(t)
		if err := does(w); err != nil {
			t.Fatal(err)
		}
		if verdict, _ := w.run(); verdict.Cause != want || verdict.Step != checkup.Account || verdict.Account != w.account.ID {
			t.Errorf("%s: %+v", want, verdict)
		}
	}
}

func TestRequestsThatRestAreTold(t *testing.T) {
	w := newWorld(t)
	w.stub.SetMode("confirm")
	w.ask(core.Deny, core.NotMe)
	w.ask(core.Deny, core.NotMe)
	if verdict, _ := w.run(); verdict.Cause != checkup.Paused || verdict.Last.IsZero() {
		t.Errorf("%+v", verdict)
	}
}

func TestAClockThatIsOffIsSaidAndIsNoReason(t *testing.T) {
	w := newWorld(t)
	if err := w.stub.SetClock(2 * time.Hour); err != nil {
		t.Fatal(err)
	}
	verdict, by := w.run()
	f := by[checkup.Clock]
	if verdict.Cause != checkup.NothingSent || f.Cause != checkup.ClockOff || !f.Known || (f.Ahead+2*time.Hour).Abs() > time.Minute {
		t.Errorf("%+v, clock %+v", verdict, f)
	}
}

func TestACertificateThatNobodyTrustsIsTold(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // it says that we hang up
	server.StartTLS()
	defer server.Close()
	a := core.Account{ID: "a", State: core.Active, Device: &core.Device{Origin: server.URL, ID: "dev_x"}}
	c := checkup.Checkup{Servers: client.New(client.Options{}), Times: clock.New(nil)}
	all := c.Run(t.Context(), []core.Account{a}, func(checkup.Finding) {})
	if v := checkup.Verdict(all); v.Cause != checkup.Certificate || v.Origin != server.URL || core.KindOf(v.Err) != core.Certificate {
		t.Errorf("%+v", v)
	}
}

func TestNoNetworkIsToldFromAServerThatIsAway(t *testing.T) {
	w := newWorld(t)
	w.http.Close()
	if verdict, _ := w.run(); verdict.Cause != checkup.Unreachable || verdict.Step != checkup.Server {
		t.Errorf("one server away: %+v", verdict)
	}
	w.online = false
	if verdict, _ := w.run(); verdict.Cause != checkup.NoNetwork {
		t.Errorf("offline: %+v", verdict)
	}
	w.online = true
	other := w.account
	other.ID, other.Device = "acc_other", &core.Device{Origin: "http://127.0.0.1:" + unusedPort(t), ID: "dev_x"}
	all := w.checkup.Run(t.Context(), []core.Account{w.account, other}, func(checkup.Finding) {})
	if v := checkup.Verdict(all); v.Cause != checkup.NoNetwork {
		t.Errorf("no server can be reached: %+v", v)
	}
}

func unusedPort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

func TestWithoutALinkedAccountThatIsTheReason(t *testing.T) {
	all := checkup.Checkup{}.Run(t.Context(), []core.Account{{ID: "a", State: core.CodeOnly}}, func(checkup.Finding) {})
	if v := checkup.Verdict(all); v.Cause != checkup.NoAccounts {
		t.Errorf("%+v", v)
	}
}

// A waiting request that nobody had heard of is there once the checkup is done.
func TestACheckupBringsInWhatWaits(t *testing.T) {
	w := newWorld(t)
	w.computer.Ask(w.computer.Login(anna, password))
	w.run()
	if n := len(w.phone.Inbox.Pending()); n != 1 {
		t.Errorf("%d requests wait", n)
	}
}

// silent answers when ctx ends.
type silent struct{}

func (silent) Configuration(ctx context.Context, _ string) (api.Configuration, error) {
	<-ctx.Done()
	return api.Configuration{}, core.E("silent", core.Slow, ctx.Err())
}

func (silent) Activity(context.Context, core.Device) ([]api.Event, error) { return nil, nil }

func TestServersThatHangAreGivenUpAtOnceAndInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var accounts []core.Account
		for _, origin := range []string{"https://a.example", "https://b.example", "https://c.example"} {
			accounts = append(accounts, core.Account{ID: core.AccountID(origin), State: core.Active, Device: &core.Device{Origin: origin}})
		}
		var mu sync.Mutex
		var steps []checkup.Step
		c := checkup.Checkup{Servers: silent{}, Times: clock.New(nil), Online: func() bool { return true }}
		begun := time.Now()
		all := c.Run(t.Context(), accounts, func(f checkup.Finding) {
			mu.Lock()
			defer mu.Unlock()
			steps = append(steps, f.Step)
		})
		if took := time.Since(begun); took != checkup.Patience {
			t.Errorf("it took %v", took)
		}
		if v := checkup.Verdict(all); v.Cause != checkup.Unreachable || len(steps) != 5 || !slices.Contains(steps, checkup.Network) {
			t.Errorf("%+v, %v", v, steps)
		}
	})
}

func TestOfSeveralCausesTheMostPressingIsTold(t *testing.T) {
	all := []checkup.Finding{{Cause: checkup.Paused}, {Cause: checkup.ClockOff}, {Cause: checkup.Certificate}, {Cause: checkup.Unreachable}}
	if v := checkup.Verdict(all); v.Cause != checkup.Certificate {
		t.Errorf("%+v", v)
	}
	if v := checkup.Verdict(nil); v.Cause != checkup.NothingSent {
		t.Errorf("%+v", v)
	}
}

func TestAccountFromABackupIsSaidToHaveItsRequestsOff(t *testing.T) {
	back := core.Account{ID: "acc_back", Label: anna, State: core.CodeOnly, LinkedTo: "https://login.example.ch"}
	all := checkup.Checkup{}.Run(t.Context(), []core.Account{back}, func(checkup.Finding) {})
	if v := checkup.Verdict(all); v.Cause != checkup.Restored || v.Account != "acc_back" || v.Origin != back.LinkedTo {
		t.Fatalf("%+v", v)
	}
}
