package screen

import (
	ctx "context"
	"slices"
	"time"

	"kauth/app/viewmodel"
	"kauth/core"
	requests "kauth/core/challenge"
)

func (p *ports) Open(ctx.Context) (*viewmodel.Phone, error) {
	inbox := inbox{p}
	return &viewmodel.Phone{Accounts: p, Enroll: p, Inbox: inbox, Clock: p, Slots: []string{"keyring"}, Lock: p.appLock, Close: func() error { return nil }}, nil
}

func (p *ports) StartOver(ctx.Context) error { return nil }

func (p *ports) OpenWith(c ctx.Context, _ []byte) (*viewmodel.Phone, error) { return p.Open(c) }

// Accounts has one, and those of a test.
func (p *ports) Accounts() ([]core.Account, error) {
	defer p.lock()()
	if p.all == nil {
		p.all = []core.Account{coded("a", "Infomaniak", "anna@assoziation.ch")}
	}
	return slices.Clone(p.all), nil
}

func coded(id core.AccountID, issuer, label string) core.Account {
	return core.Account{
		ID: id, Issuer: issuer, Label: label, State: core.CodeOnly, Added: at,
		OTP: core.OTP{Type: core.TOTP, Secret: core.NewSecret([]byte("12345678901234567890")), Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second},
	}
}

func (p *ports) Arrange(ids []core.AccountID) error {
	defer p.lock()()
	slices.SortFunc(p.all, func(a, b core.Account) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return nil
}

func (p *ports) AddAccounts(list []core.Account) error {
	defer p.lock()()
	p.all = append(p.all, list...)
	return nil
}

func (p *ports) UpdateAccount(core.AccountID, func(*core.Account) error) error { return nil }
func (p *ports) Resume(ctx.Context) ([]core.Account, error)                    { return nil, nil }

func (p *ports) At(string) time.Time        { return at }
func (p *ports) Now() time.Time             { return at }
func (p *ports) Credible() bool             { return true }
func (p *ports) Off() (time.Duration, bool) { return 0, false }

func (p *ports) SetText(s string)           { defer p.lock()(); p.clip = s }
func (p *ports) Text() string               { return p.text() }
func (p *ports) Picture(ctx.Context) []byte { return nil }
func (p *ports) String(string) string       { return "" }
func (p *ports) SetString(string, string)   {}

// inbox is apart since its names are taken.
type inbox struct{ *ports }

func (b inbox) Run(c ctx.Context)                        { <-c.Done() }
func (b inbox) Rejoin()                                  {}
func (b inbox) Wake()                                    {}
func (b inbox) Refresh(ctx.Context, time.Duration) error { defer b.lock()(); b.asked++; return nil }
func (b inbox) Reload()                                  {}
func (b inbox) Remaining(core.Challenge) time.Duration   { return 84 * time.Second }
func (b inbox) Trouble() map[string]error                { return nil }
func (b inbox) Disown(ctx.Context, core.Record) (requests.Disowned, error) {
	return requests.Disowned{}, nil
}
func (b inbox) Many() bool                             { return false }
func (b inbox) RefuseAll(ctx.Context) (int, error)     { return 0, nil }
func (b inbox) Resting() time.Time                     { return time.Time{} }
func (b inbox) Resume() error                          { return nil }
func (b inbox) Shown(ctx.Context, string) error        { return nil }
func (b inbox) Scanned(string) (core.Challenge, error) { return core.Challenge{}, nil }
func (b inbox) Digits(ctx.Context, string, core.Decision, string, core.Why) (string, error) {
	return "12345678", nil
}
func (b inbox) Rekey(ctx.Context, core.AccountID) error  { return nil }
func (b inbox) AccountTrouble() map[core.AccountID]error { return nil }
func (b inbox) Observe(f func(requests.Event))           { b.event = f }

func (b inbox) Pending() []core.Challenge {
	defer b.lock()()
	return b.pending
}
