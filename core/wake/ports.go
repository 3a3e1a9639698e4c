package wake

import (
	"context"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// Receiver is the phone's end of a push service. platform/push has it.
type Receiver interface {
	// Services lists the push services by name; core.Unsupported: there can be none here.
	Services(ctx context.Context) ([]string, error)
	// Register asks for a registration, which News gives. Asked again with the same ID it
	// gives what there is. Its refusal is a *core.WakeRefused.
	Register(ctx context.Context, service string, ask core.WakeAsk) error
	Unregister(ctx context.Context, service, id string) error
	News() <-chan core.WakeNews // may be nil: never any
}

// Server is the calls of ka/1 that wake-ups need. core/client has them.
type Server interface {
	Configuration(ctx context.Context, origin string) (api.Configuration, error)
	PutPush(ctx context.Context, d core.Device, list []api.Push) error
}

// Store keeps the accounts and the registrations, also while the vault is shut.
type Store interface {
	Accounts() ([]core.Account, error) // those that hear now
	Put(bucket, id string, data []byte) error
	Get(bucket, id string) ([]byte, error) // core.NotFound
	Delete(bucket, id string) error
	List(bucket string) ([]string, error)
}

// Bucket is where the Store keeps registrations, by account.
const Bucket = "wakeups"

// Off is the choice of a person who wants no wake-ups.
const Off = "off"

// Options: Look and Choice are needed.
type Options struct {
	// Look has an account's requests fetched; it may wait for that.
	Look func(ctx context.Context, id core.AccountID)
	// Choice is the service that the person chose, Off, or "" for the one there is.
	Choice func() string
	// Whole tells that the Store has all accounts: those that it lacks are gone. nil: it does.
	Whole func() bool
	Now   func() time.Time // nil: time.Now
}

// State is how an account's registration stands. The values are stable: scripts read them.
type State string

// The states.
const (
	None   State = "none"   // there is no push service here
	Unused State = "off"    // the person wants none
	Asked  State = "asked"  // the service, or the server, was asked and has not answered yet
	Stands State = "stands" // the server has it
	Gone   State = "gone"   // the service dropped it; the next start asks for another
	Failed State = "failed" // Why says more
)

// Standing is an account's registration.
type Standing struct {
	State   State
	Why     core.WakeWhy // with Failed
	Service string       // by name; "" where there is none
}
