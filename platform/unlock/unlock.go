// Package unlock keeps small secrets, each sealed by a key in the phone's hardware that
// works only once the person has shown their finger or face: no program can open one by
// saying that somebody did.
//
// It asks through the system's own prompt, sees no finger and no face, and takes no
// decision: what a secret opens is the caller's. It is no way around a PIN: a key is lost
// for good when another finger or face is added to the phone.
package unlock

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"kauth/core"
)

// Words are what the system's prompt says, in the person's language.
type Words struct {
	Title string // what it is for
	Other string // the button that leads to the PIN instead
}

// Unlock is the phone's hardware. Its methods may be called from any goroutine but the
// window's; Seal and Open take as long as the person does.
//
// Errors are core.Errors of these kinds. Unsupported: this phone, or desktop, has none.
// UnlockNone: no finger or face is on file. Cancelled: the person, or ctx. UnlockWait and
// UnlockBarred: too many were not known, for now or until the phone itself was unlocked.
// UnlockGone: the key is lost for good, or there is none. UnlockBusy: it failed for a
// moment, and nothing was lost.
type Unlock struct {
	sys   system
	words func() Words
}

// system is what a platform does. say has no line break in its words.
type system interface {
	state() error
	seal(ctx context.Context, name string, say Words, secret []byte) error
	open(ctx context.Context, name string, say Words) ([]byte, error)
	forget(name string) error
}

// New gives the phone's; words are asked for at each prompt.
func New(words func() Words) *Unlock { return &Unlock{native(), words} }

// Ready says whether Seal can be used now: nil, Unsupported, UnlockNone or UnlockBusy.
func (u *Unlock) Ready(context.Context) error { return in("unlock.Ready", u.sys.state()) }

// Seal asks the person, and keeps secret under a new key of the hardware, in the place of
// what was kept by that name. Where it fails, what was there is there.
func (u *Unlock) Seal(ctx context.Context, name string, secret []byte) error {
	const op = "unlock.Seal"
	if err := proper(op, name); err != nil {
		return err
	}
	return in(op, u.sys.seal(ctx, name, u.say(), secret))
}

// Open asks the person, and gives what Seal took.
func (u *Unlock) Open(ctx context.Context, name string) ([]byte, error) {
	const op = "unlock.Open"
	if err := proper(op, name); err != nil {
		return nil, err
	}
	secret, err := u.sys.open(ctx, name, u.say())
	return secret, in(op, err)
}

// Forget deletes the key and what it sealed; nobody is asked. Nothing there is no error.
func (u *Unlock) Forget(_ context.Context, name string) error {
	const op = "unlock.Forget"
	if err := proper(op, name); err != nil {
		return err
	}
	return in(op, u.sys.forget(name))
}

func (u *Unlock) say() Words {
	w := u.words()
	line := strings.NewReplacer("\n", " ", "\r", " ")
	return Words{line.Replace(w.Title), line.Replace(w.Other)}
}

// names become names of files.
var names = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}$`)

func proper(op, name string) error {
	if !names.MatchString(name) {
		return core.E(op, core.Internal, errors.New("not a name for a secret"))
	}
	return nil
}

// in gives an error its operation; one of no kind is a moment's.
func in(op string, err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*core.Error](err); ok {
		return core.E(op, e.Kind, e.Err)
	}
	return core.E(op, core.UnlockBusy, err)
}

// absent is a machine without such hardware.
type absent struct{}

var errAbsent = core.E("unlock", core.Unsupported, nil)

func (absent) state() error                                        { return errAbsent }
func (absent) seal(context.Context, string, Words, []byte) error   { return errAbsent }
func (absent) open(context.Context, string, Words) ([]byte, error) { return nil, errAbsent }
func (absent) forget(string) error                                 { return nil }
