package viewmodel

import (
	"context"
	"image"
	"io"
	"net/url"
	"time"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/enroll"
	"kauth/core/link"
)

// Opener opens the vault and what lives on it.
type Opener interface {
	// Open uses the keyring. A vault with a lock is given shut: its Lock says so, and
	// opens it. core.Unsupported: no keyring answers and there is no vault yet.
	Open(ctx context.Context) (*Phone, error)
	// OpenWith uses a passphrase; where there is no vault it makes one.
	OpenWith(ctx context.Context, passphrase []byte) (*Phone, error)
	// StartOver puts the files of a vault that nothing opens aside, so that the next Open
	// finds none. It deletes nothing.
	StartOver(ctx context.Context) error
}

// Phone is an open vault and the flows on it.
type Phone struct {
	Accounts Accounts
	Enroll   Enroller
	Inbox    Inbox
	Clock    Clock
	Check    Checker  // nil: none
	Slots    []string // how it is locked: "keyring", "passphrase"
	Lock     Lock     // nil where this build has no app lock
	Fingers  Fingers  // nil where no finger or face can open it
	// Unattended says that nobody is there to unlock it: it locks only when it is told to.
	Unattended bool
	Past       Past    // nil where no history is kept
	Backups    Backups // nil where this build keeps none
	Wakeups    Wakeups // nil where nothing wakes this device
	Trash      Trash   // nil: what is removed is gone
	// Attempts keeps a log in while the browser has it; nil: it ends with the app.
	Attempts Attempts
	// Gone names the accounts that their servers took off this phone while it was
	// locked, once; nil: none.
	Gone   func() []core.Departure
	Rescue Rescue // nil: nothing can have been wrong
	// Fixed says that nothing can be stored, since the folder is read-only.
	Fixed bool
	Close func() error
}

// Lock keeps the vault shut while nobody uses the app. Shut, the phone hears requests
// and can refuse them; all else answers core.Locked.
type Lock interface {
	// Facts never blocks.
	Facts() LockFacts
	// SetPIN shuts the vault behind a PIN of 6 to 12 digits, and gives the recovery
	// passphrase that opens it when the PIN is forgotten: shown once, kept nowhere. It
	// takes the place of what opened the vault before, a passphrase too.
	// core.Unsupported: no keyring answers, so a PIN could be guessed from the file.
	SetPIN(ctx context.Context, pin []byte) (recovery string, err error)
	// SetPassphrase shuts it behind a passphrase instead.
	SetPassphrase(ctx context.Context, passphrase []byte) error
	// Clear takes the lock off: the system's keyring alone opens the vault again.
	Clear(ctx context.Context) error
	// Shut forgets the keys. Nothing is lost. Without a lock it does nothing.
	Shut()
	// Unlock takes the PIN, the passphrase or the recovery passphrase. core.WrongPass:
	// not it; Facts tells what is left. Of a PIN also core.RateLimited (not yet),
	// core.Locked (spent) and core.KeyGone (the keyring was reset): with both of these
	// the recovery passphrase is needed. core.KeyringSilent: no keyring answers now.
	// It takes 0.3 to 1 s, right or wrong.
	Unlock(ctx context.Context, secret []byte) error
}

// LockFacts is how the lock stands.
type LockFacts struct {
	Kind   string // "" is none, "pin", "passphrase"
	Shut   bool
	Digits int       // of the PIN, where it is known: the dots to draw
	Wrong  int       // wrong tries since the last right one
	Next   time.Time // no try before; zero: at once
	// Spent says that ten PINs were wrong, or that the keyring was reset or the file put
	// back to an earlier state: only the recovery passphrase opens it.
	Spent bool
	// Keyring says that a PIN can be had.
	Keyring bool
	// Finger says that a finger or a face opens it beside the PIN.
	Finger bool
}

// Accounts is the store of accounts.
type Accounts interface {
	Accounts() ([]core.Account, error)
	// UpdateAccount changes an account in one step: other parts of it may be changing
	// at the same time.
	UpdateAccount(id core.AccountID, change func(*core.Account) error) error
	// Arrange puts the accounts into this order, in one step.
	Arrange(ids []core.AccountID) error
	// AddAccounts stores new accounts, all of them in one step or none.
	AddAccounts(list []core.Account) error
}

// Enroller links accounts and shows their backup codes.
type Enroller interface {
	Begin(ctx context.Context, o link.Offer) (core.Account, error)
	// BeginAgain, LoginAgain and Settle link an account again that requests no longer reach.
	BeginAgain(ctx context.Context, id core.AccountID, o link.Offer) (core.Account, error)
	LoginAgain(ctx context.Context, id core.AccountID, redirect string) (enroll.Attempt, error)
	Settle(ctx context.Context, id core.AccountID) (core.Account, error)
	Confirm(ctx context.Context, id core.AccountID, digits string) (core.Account, error)
	// Abandon gives a link up. core.AlreadyDone: it was moved here before that, and stays.
	Abandon(ctx context.Context, id core.AccountID) error
	// Move asks how far a move from another phone is, and holds for wait.
	Move(ctx context.Context, id core.AccountID, wait time.Duration) (core.Account, enroll.Moving, error)
	Resume(ctx context.Context) ([]core.Account, error)
	Login(ctx context.Context, origin, redirect string) (enroll.Attempt, error)
	FinishLogin(ctx context.Context, a enroll.Attempt, callback url.Values) (core.Account, error)
	RecoveryCodes(ctx context.Context, id core.AccountID) ([]string, error)
	CodesKept(ctx context.Context, id core.AccountID) error
	AddCodeOnly(a core.Account) (core.Account, error)
	Remove(ctx context.Context, id core.AccountID) error
}

// Inbox has the requests that wait.
type Inbox interface {
	Run(ctx context.Context)
	Wake()
	// Rejoin is Wake on another network, or after the machine has slept.
	Rejoin()
	// Refresh asks every server once.
	Refresh(ctx context.Context, wait time.Duration) error
	Reload()
	Pending() []core.Challenge
	Answer(ctx context.Context, id string, d core.Decision, match string, why core.Why) (core.Outcome, error)
	// Scanned takes in a request that was read from a QR code; Digits gives an answer as
	// eight digits, to be typed on the other screen.
	Scanned(text string) (core.Challenge, error)
	Digits(ctx context.Context, id string, d core.Decision, match string, why core.Why) (string, error)
	// Disown says "this was not me" of a request that has ended.
	Disown(ctx context.Context, r core.Record) (challenge.Disowned, error)
	Rekey(ctx context.Context, id core.AccountID) error
	// Many tells that requests come too often. RefuseAll refuses all, and has those of the
	// accounts that asked rest until Resting, or until Resume.
	Many() bool
	RefuseAll(ctx context.Context) (refused int, err error)
	Resting() time.Time
	Resume() error
	// Shown tells the server that the person can see a request; again and again is once.
	Shown(ctx context.Context, id string) error
	Remaining(c core.Challenge) time.Duration
	Trouble() map[string]error
	AccountTrouble() map[core.AccountID]error
	Observe(f func(challenge.Event))
}

// Clock is the phone's time, corrected.
type Clock interface {
	At(origin string) time.Time
	Now() time.Time
	Off() (ahead time.Duration, known bool)
	// Credible is false for a time that cannot be now, and codes for it will be wrong.
	Credible() bool
}

// Reader finds QR codes in a picture.
type Reader interface {
	Read(ctx context.Context, r io.Reader) ([]string, error)
	ReadImage(ctx context.Context, img image.Image) ([]string, error)
}

// Clipboard is the system's.
type Clipboard interface {
	SetText(s string)
	Text() string
	// Picture gives a picture that was copied, or nil.
	Picture(ctx context.Context) []byte
}

// Browser is the system's browser, and a place that it can come back to.
type Browser interface {
	// Listen gives the address to come back to, and what comes. On a phone that address
	// opens the app, by OpenLink, and callback is nil.
	Listen(ctx context.Context) (redirect string, callback <-chan url.Values, err error)
	Open(address string) error
}

// Choices keeps a person's choices that are not secret.
type Choices interface {
	String(key string) string
	SetString(key, value string)
}
