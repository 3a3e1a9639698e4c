package enroll

import (
	"context"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// Server is what linking asks of a server. core/client has it.
type Server interface {
	Configuration(ctx context.Context, origin string) (api.Configuration, error)
	Register(ctx context.Context, origin string, req api.RegisterRequest) (api.RegisterReply, error)
	Token(ctx context.Context, origin, code, verifier, redirect string) (api.TokenReply, error)
	RecoveryCodes(ctx context.Context, d core.Device) ([]string, error)
	AckRecoveryCodes(ctx context.Context, d core.Device) error
	Activity(ctx context.Context, d core.Device) ([]api.Event, error)
	GiveUp(ctx context.Context, d core.Device) error
	// Move holds for wait while the phone to move from was not answered. core.NotLinked:
	// the server knows of no move.
	Move(ctx context.Context, d core.Device, wait time.Duration) (api.MoveReply, error)
	// CancelMove gives it up. core.AlreadyDone with an *api.ProblemError: it was over.
	CancelMove(ctx context.Context, d core.Device) error
}

// Store keeps the accounts. core/vault has it.
type Store interface {
	Accounts() ([]core.Account, error)
	Account(id core.AccountID) (core.Account, error) // core.NotFound
	PutAccount(a core.Account) error                 // durable before it returns
	// UpdateAccount reads, changes and stores in one step, undoing nobody else's
	// change; an error of change comes back as it is.
	UpdateAccount(id core.AccountID, change func(*core.Account) error) error
	DeleteAccount(id core.AccountID) error // its counter too; for good
	// Discard does the same and keeps the codes in the trash.
	Discard(id core.AccountID, by core.Removal) error
	NextCounter(id core.AccountID) (uint64, error) // strictly rising; durable before it returns
}

// Answerer answers the server's question for the six digits. core/challenge has it.
type Answerer interface {
	// LinkState gives the challenge while it is "pending", or the state that it
	// ended in, or "" where the server no longer speaks of it.
	LinkState(ctx context.Context, id core.AccountID) (c core.Challenge, state string, err error)
	AnswerLink(ctx context.Context, c core.Challenge, d core.Decision, match string, why core.Why) (o core.Outcome, recovery bool, err error)
	// Reload is told whenever an account became active or went.
	Reload()
}

// Phone is what this phone says of itself.
type Phone struct {
	Name string // "Pixel 9 · kAuth"
	OS   string // "android 16"
	App  string // the app's version
	Now  func() time.Time
	// Hardware makes the key that answers; nil: there is none, and the vault holds it.
	Hardware core.Hardware
}
