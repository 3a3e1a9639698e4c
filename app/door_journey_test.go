package main

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kauth/app/viewmodel"
	"kauth/app/wire"
	"kauth/core/coretest"
	"kauth/platform/browser"
)

// lockedPocket is a phone with a keyring, and a lock that a person sets and meets.
type lockedPocket struct {
	*pocket
	co      *company
	dir     string
	k       *coretest.Keyring
	choices *memoryChoices
	ahead   *atomic.Int64 // of the phone's clock
}

const doorPIN = "482913"

// start takes the phone out of the pocket, or starts it again.
func (p *lockedPocket) start(t *testing.T) {
	t.Helper()
	now := func() time.Time { return time.Now().Add(time.Duration(p.ahead.Load())) }
	p.pocket = &pocket{t: t, dir: p.dir, views: make(chan viewmodel.View, 4000), clip: &memoryClip{}, opened: make(chan string, 8)}
	web := browser.New(func(string) error { return nil }, func() (string, string) { return "Back", "Go on in the app." })
	f := flags{vault: p.dir, phoneName: "Pixel 9 · kAuth"}
	p.app = viewmodel.New(viewmodel.Ports{
		Opener: opener{f: f, base: wire.Options{Keyring: p.k, Now: now, Cost: cheap}},
		Reader: reader{}, Clipboard: p.clip, Browser: web, Settings: p.choices,
		PhoneName: f.phoneName, Quit: func() {}, AlwaysAwake: true, Now: now,
	})
	ctx, cancel := context.WithCancel(context.Background())
	p.stop = cancel
	views := p.views
	p.app.Observe(func(v viewmodel.View) { views <- v })
	go p.app.Run(ctx)
}

// newLockedPocket links a phone and sets its PIN, page by page. It gives the recovery
// passphrase that was shown.
func newLockedPocket(t *testing.T) (p *lockedPocket, recovery string) {
	t.Helper()
	p = &lockedPocket{co: newCompany(t), dir: t.TempDir(), k: &coretest.Keyring{}, choices: &memoryChoices{}, ahead: &atomic.Int64{}}
	c := p.co.computer()
	c.Redeem(c.Login(anna, password))
	p.start(t)
	t.Cleanup(func() { p.close() })
	see[viewmodel.WelcomeState](p.pocket, nil)
	p.link(p.co, c)
	on[*viewmodel.Codes](p.pocket).Keep(true)
	on[*viewmodel.Codes](p.pocket).Done()
	see(p.pocket, func(s viewmodel.HomeState) bool { return len(s.Rows) == 1 })
	on[*viewmodel.Home](p.pocket).Settings()
	see(p.pocket, func(s viewmodel.SettingsState) bool { return s.AppLock })
	on[*viewmodel.Settings](p.pocket).AppLock()
	see(p.pocket, func(s viewmodel.LockSettingsState) bool { return s.PIN && s.Kind == "" })
	on[*viewmodel.LockSettings](p.pocket).UsePIN()
	for _, again := range []bool{false, true} {
		see(p.pocket, func(s viewmodel.NewPINState) bool { return s.Again == again })
		n := on[*viewmodel.NewPIN](p.pocket)
		for _, d := range doorPIN {
			n.Digit(d)
		}
		if !again {
			n.Enter()
		}
	}
	recovery = see(p.pocket, func(s viewmodel.RecoveryState) bool { return s.Passphrase != "" }).Passphrase
	on[*viewmodel.Recovery](p.pocket).Keep(true)
	on[*viewmodel.Recovery](p.pocket).Done()
	see(p.pocket, func(s viewmodel.LockSettingsState) bool { return s.Kind == viewmodel.AskPIN })
	return p, recovery
}

// door waits for the lock in a state.
func (p *lockedPocket) door(fits func(viewmodel.DoorState) bool) *viewmodel.Door {
	p.t.Helper()
	s := see(p.pocket, fits)
	if all := fmt.Sprintf("%+v %+v", s, s.Request); strings.Contains(all, anna) || strings.Contains(all, "Infomaniak") {
		p.t.Errorf("the lock tells whose accounts it has: %s", all)
	}
	return on[*viewmodel.Door](p.pocket)
}

func takesPIN(s viewmodel.DoorState) bool {
	return s.Ask == viewmodel.AskPIN && !s.Taken && s.Wait == 0
}

// dial types a PIN as soon as the lock takes one.
func (p *lockedPocket) dial(pin string) {
	p.t.Helper()
	d := p.door(takesPIN)
	for _, c := range pin {
		d.Digit(c)
	}
}

func waits(s viewmodel.DoorState) bool { return s.Request != nil && s.Request.Armed }

func TestJourneyALockedPhoneSaysNoAndAnUnlockedOneYes(t *testing.T) {
	p, _ := newLockedPocket(t)
	p.app.Lock()
	p.door(takesPIN)
	c := p.co.computer()
	l := c.Login(anna, password)
	c.Ask(l)
	p.door(waits).No()
	p.door(func(s viewmodel.DoorState) bool { return s.Ended == viewmodel.ResultDenied })
	if got := c.State(l); got != "denied" {
		t.Fatalf("the server has %s", got)
	}

	l = c.Login(anna, password)
	a := c.Ask(l)
	p.door(waits)
	p.dial("111222")
	p.door(func(s viewmodel.DoorState) bool { return s.Wrong && s.Left == 9 && s.Request != nil })
	p.dial(doorPIN)
	see(p.pocket, func(s viewmodel.ChallengeState) bool { return s.Armed && s.Account == anna })
	answer(p.pocket, a, true)
	see(p.pocket, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultApproved })
	if got := c.State(l); got != "approved" {
		t.Fatalf("the server has %s", got)
	}
	on[*viewmodel.Result](p.pocket).Done()
	see(p.pocket, func(s viewmodel.HomeState) bool { return s.Code(0).Digits != "" })
}

func TestJourneyARestartAsksAgainAndHearsRequestsMeanwhile(t *testing.T) {
	p, _ := newLockedPocket(t)
	p.close()
	p.start(t)
	p.door(takesPIN)
	c := p.co.computer()
	l := c.Login(anna, password)
	c.Ask(l)
	p.door(waits).No()
	p.door(func(s viewmodel.DoorState) bool { return s.Ended == viewmodel.ResultDenied })
	if got := c.State(l); got != "denied" {
		t.Fatalf("the server has %s", got)
	}
	p.dial(doorPIN)
	see(p.pocket, func(s viewmodel.HomeState) bool { return len(s.Rows) == 1 && s.Code(0).Digits != "" })
}

func TestJourneyAPINThatIsForgottenEndsWithTheRecoveryPassphrase(t *testing.T) {
	p, recovery := newLockedPocket(t)
	p.app.Lock()
	for n := 1; n <= viewmodel.MaxTries; n++ {
		p.dial("111222")
		p.door(func(s viewmodel.DoorState) bool { return s.Wrong && (s.Left == viewmodel.MaxTries-n || s.Spent) })
		p.ahead.Add(int64(20 * time.Minute)) // the wait is over
	}
	d := p.door(func(s viewmodel.DoorState) bool { return s.Spent && s.Ask == viewmodel.AskRecovery && !s.Taken })
	d.Submit(strings.ToLower(strings.ReplaceAll(recovery, "-", " ")))
	see[viewmodel.NewPINState](p.pocket, nil)
	p.app.Back()
	see(p.pocket, func(s viewmodel.HomeState) bool { return len(s.Rows) == 1 })
	p.app.Lock()
	p.dial(doorPIN) // it was spent, and counts again
	see[viewmodel.HomeState](p.pocket, nil)
}
