package checkup

import (
	"context"
	"net"
	"slices"
	"sync"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// Step is one thing that is looked at.
type Step string

// The steps, in the order in which they are told.
const (
	Network  Step = "network"
	Server   Step = "server"   // for each server
	Account  Step = "account"  // for each account: whether its server knows this phone
	Requests Step = "requests" // for each account: whether any are sent
	Clock    Step = "clock"
)

// Finding is what came of a step.
type Finding struct {
	Step    Step
	Origin  string         // with Server, Account, Requests
	Account core.AccountID // with Account, Requests
	Cause   Cause
	Err     error         // what the cause was told from; may be nil
	Ahead   time.Duration // with Clock: how far the phone is ahead; negative is behind
	Known   bool          // with Clock: a server has said what time it is
	Last    time.Time     // with Requests: when one was last sent; zero where nobody knows
}

// Servers are the calls that tell. core/client has them.
type Servers interface {
	Configuration(ctx context.Context, origin string) (api.Configuration, error)
	Activity(ctx context.Context, d core.Device) ([]api.Event, error)
}

// Inbox asks for one account, as core/challenge does.
type Inbox interface {
	Check(ctx context.Context, id core.AccountID) error
}

// Times are what servers said of the time.
type Times interface {
	Off() (ahead time.Duration, known bool)
	At(origin string) time.Time
}

// Checkup looks for the cause. Servers, Inbox and Times are needed.
type Checkup struct {
	Servers Servers
	Inbox   Inbox
	Times   Times
	Online  func() bool // whether the machine has a network; nil: its interfaces tell
}

// Patience bounds a whole checkup.
const Patience = 8 * time.Second

// Tolerable is how far off the phone's clock may be: a code is taken one step late.
const Tolerable = 15 * time.Second

// Run looks at everything, all servers at once, and hands each finding to take as it
// comes, one at a time. It returns all of them, within Patience.
func (c Checkup) Run(ctx context.Context, accounts []core.Account, take func(Finding)) []Finding {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	r := &run{Checkup: c, take: take}
	byOrigin := map[string][]core.Account{}
	var origins []string
	restored := false
	for _, a := range accounts {
		if a.Restored() {
			restored = true
			r.found(Finding{Step: Account, Origin: a.LinkedTo, Account: a.ID, Cause: Restored})
		}
		if a.Device == nil || a.State != core.Active {
			continue
		}
		if !slices.Contains(origins, a.Device.Origin) {
			origins = append(origins, a.Device.Origin)
		}
		byOrigin[a.Device.Origin] = append(byOrigin[a.Device.Origin], a)
	}
	switch {
	case len(origins) == 0 && restored:
		return r.all // no server here knows this phone: none is asked
	case len(origins) == 0:
		r.found(Finding{Step: Network, Cause: NoAccounts})
		return r.all
	}
	var asked sync.WaitGroup
	for _, origin := range origins {
		asked.Go(func() { r.server(ctx, origin, byOrigin[origin]) })
	}
	asked.Wait()
	r.network(len(origins))
	ahead, known := c.Times.Off()
	f := Finding{Step: Clock, Ahead: ahead, Known: known}
	if known && ahead.Abs() > Tolerable {
		f.Cause = ClockOff
	}
	r.found(f)
	return r.all
}

type run struct {
	Checkup
	take    func(Finding)
	mu      sync.Mutex
	all     []Finding
	reached bool // some server answered: there is a network
	missed  int  // servers that could not be reached
}

func (r *run) found(f Finding) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.add(f)
}

func (r *run) add(f Finding) {
	r.all = append(r.all, f)
	r.take(f)
}

// server asks one server, and then for its accounts.
func (r *run) server(ctx context.Context, origin string, accounts []core.Account) {
	_, err := r.Servers.Configuration(ctx, origin)
	f := Finding{Step: Server, Origin: origin, Cause: causeOf(err), Err: err}
	r.mu.Lock()
	switch {
	case f.Cause == Unreachable && core.KindOf(err) == core.Offline:
		r.missed++
	case !r.reached:
		r.reached = true
		r.add(Finding{Step: Network})
	}
	r.add(f)
	r.mu.Unlock()
	if err != nil {
		return
	}
	var asked sync.WaitGroup
	for _, a := range accounts {
		asked.Go(func() { r.account(ctx, a) })
	}
	asked.Wait()
}

func (r *run) account(ctx context.Context, a core.Account) {
	err := r.Inbox.Check(ctx, a.ID)
	f := Finding{Step: Account, Origin: a.Device.Origin, Account: a.ID, Cause: causeOf(err), Err: err}
	r.found(f)
	if f.Cause != None {
		return
	}
	events, err := r.Servers.Activity(ctx, *a.Device)
	f = Finding{Step: Requests, Origin: a.Device.Origin, Account: a.ID, Err: err}
	f.Last, f.Cause = sent(events, r.Times.At(a.Device.Origin))
	r.found(f)
}

// network says, where no server was reached, whether that is the machine's fault.
func (r *run) network(servers int) {
	if r.reached {
		return
	}
	online := r.Online
	if online == nil {
		online = interfaces
	}
	f := Finding{Step: Network}
	if !online() || servers > 1 && r.missed == servers {
		f.Cause = NoNetwork
	}
	r.found(f)
}

// interfaces tells whether the machine has an address that leads outside.
func interfaces() bool {
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return true // nobody knows
	}
	return slices.ContainsFunc(addresses, func(a net.Addr) bool {
		n, ok := a.(*net.IPNet)
		return ok && n.IP.IsGlobalUnicast()
	})
}
