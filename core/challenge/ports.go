package challenge

import (
	"context"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// Server is the calls of ka/1 that requests need. core/client has them.
type Server interface {
	Configuration(ctx context.Context, origin string) (api.Configuration, error)
	Fetch(ctx context.Context, d core.Device, cursor string, wait time.Duration) (api.FetchReply, error)
	// Stream gives what Fetch does as it comes, until the stream ends; its error is
	// never nil. core.Unsupported: there is none.
	Stream(ctx context.Context, d core.Device, cursor string, take func(api.FetchReply) error) error
	// Bundle is Stream for several devices of one server, over one connection: take
	// hears of the n-th, or why there is no more for it. core.Unsupported: there is none.
	Bundle(ctx context.Context, devices []core.Device, cursors []string, take func(n int, reply api.FetchReply, err error)) error
	Answer(ctx context.Context, d core.Device, challengeID, jws string) (api.AnswerReply, error)
	Rekey(ctx context.Context, d core.Device, req api.RekeyRequest) (api.RekeyReply, error)
}

// Store keeps the accounts, and which requests were answered. core/vault has it.
type Store interface {
	Accounts() ([]core.Account, error)
	Account(id core.AccountID) (core.Account, error)
	// UpdateAccount reads, changes and stores in one step, undoing nobody else's
	// change; an error of change comes back as it is.
	UpdateAccount(id core.AccountID, change func(*core.Account) error) error
	// Discard takes an account off the list and keeps its codes in the trash.
	Discard(id core.AccountID, by core.Removal) error
	NextCounter(id core.AccountID) (uint64, error) // durable before it returns
	Put(bucket, id string, data []byte) error
	Get(bucket, id string) ([]byte, error) // core.NotFound
	Delete(bucket, id string) error
	// DeleteAll deletes several in one step, which takes as long as one alone: what is
	// deleted leaves the file, and that is made anew.
	DeleteAll(bucket string, ids ...string) error
	List(bucket string) ([]string, error)
}

// History keeps what became of every request. core/history has it; while the vault is
// locked, the reception does.
type History interface {
	// Begin notes a request that waits, or the answer that is about to be sent.
	Begin(r core.Record) error
	// Left gives the notes that have no end: an earlier process was killed.
	Left() ([]core.Record, error)
	// Since gives what ended at that time or after it, by the phone's clock, and what has
	// no end.
	Since(t time.Time) ([]core.Record, error)
	// End writes what became of a request, once.
	End(r core.Record) error
}

// Options are all optional.
type Options struct {
	// History may be nil: then nothing is kept.
	History History
	// Now has a monotonic reading; nil: time.Now.
	Now func() time.Time
	// Verified says how the person unlocked the phone: "none", "pin", "bio". nil: "none".
	Verified func() string
	// Time is the time at a server by the phone's clock, corrected by what that server said
	// earlier, and whether that can be relied upon. nil: what it said since the start.
	Time    func(origin string) (now time.Time, known bool)
	OS, App string // what the server is told of the phone with a new key
	// Heard keeps a statement that a locked phone is about to act on, for Relearn; nil:
	// it is not kept.
	Heard func(id core.AccountID, statement string) error
	// Tell tells a server that the person can see a request; nil: it is not told.
	Tell func(ctx context.Context, d core.Device, challengeID string) error
	// Hardware makes the keys that answer; nil: there is none.
	Hardware core.Hardware
	// Jitter picks a wait between half of the given one and all of it; nil: at random.
	Jitter func(time.Duration) time.Duration
}

// Event tells an observer what to look at again.
type Event struct {
	Pending bool          // Pending has changed
	Ended   *Ended        // a request is over
	Revoked *core.Account // its server turned it off for this phone: it is gone from the store
	// Moved says with Revoked that another phone took this one's place: MovedTo, which is
	// "" where it has no name that can be shown.
	Moved   bool
	MovedTo string
	Renamed bool // an account has another label in the store
	Trouble bool // Trouble or AccountTrouble has changed
}

// Ended says how a request ended.
type Ended struct {
	ID      string
	Account core.AccountID
	Outcome core.Outcome
	State   string // the server's word for it, or Forgotten; "" where the phone's own count ended it
	By      string // with AnsweredOther: "this_device", "other_device", or "" where unknown
	// Recovery says after a link that backup codes wait to be seen.
	Recovery bool
}
