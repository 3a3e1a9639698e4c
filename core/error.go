package core

import (
	"errors"
	"fmt"
)

// Kind is the class of an error: what a person has to be told and can do about
// it. app/text turns a Kind into a title, a sentence and a next step. The values
// are stable: scripts read them from the command line's JSON.
type Kind string

// The network and the server at the other end.
const (
	Offline     Kind = "offline"     // no connection could be made
	Slow        Kind = "slow"        // connected, but no answer in time
	Insecure    Kind = "insecure"    // speaks http where https is needed
	Certificate Kind = "certificate" // the certificate is not to be trusted
	Redirected  Kind = "redirected"  // the answer points to another place; not followed
	Garbled     Kind = "garbled"     // an answer that the protocol does not allow, or too large
	ServerDown  Kind = "server_down" // the server says that it cannot answer now (5xx)
	RateLimited Kind = "rate_limited"
)

// What the server, or the protocol, says of the matter itself.
const (
	Denied      Kind = "denied"       // refused: this phone may not do that
	Expired     Kind = "expired"      // the request is over
	AlreadyDone Kind = "already_done" // answered before, here or on another phone
	Mismatch    Kind = "mismatch"     // the wrong number or digits; the request is closed
	LinkUsed    Kind = "link_used"
	LinkExpired Kind = "link_expired"
	Paused      Kind = "paused"     // requests are paused for a while
	Blocked     Kind = "blocked"    // nobody gets into the account until whoever blocked it says so
	Relink      Kind = "relink"     // the server's keys changed while this phone slept
	Unverified  Kind = "unverified" // the organization takes a YES only from an unlocked phone
	Forbidden   Kind = "forbidden"  // the organization's policy is against it
	Suspended   Kind = "suspended"  // the server suspects a copy of this phone
	WrongKey    Kind = "server_key" // not signed by the key that was linked
	NotLinked   Kind = "not_linked" // the server does not know this phone; the account is kept
)

// What a person handed to us.
const (
	NotOurs    Kind = "not_ours"   // readable, but no code of ours
	Malformed  Kind = "malformed"  // of our kind, but against its rules; Err says which
	TooNew     Kind = "too_new"    // made by a later version
	NoCode     Kind = "no_code"    // no QR code in the picture
	NotFound   Kind = "not_found"  // no account or request of that name
	Duplicate  Kind = "duplicate"  // that account is here already
	NotPicture Kind = "no_picture" // not a picture that can be read

	OtherExport Kind = "other_export" // a code of another export than the one being read
	OtherPhone  Kind = "other_phone"  // a request for a phone or an account that is not this one
	Forged      Kind = "forged"       // a request that its server did not sign like this
	Stale       Kind = "stale"        // a request that is old by a clock that may be wrong
)

// The vault and the machine.
const (
	Locked        Kind = "locked"         // a passphrase is needed
	WrongPass     Kind = "wrong_pass"     // the passphrase does not open it
	KeyringSilent Kind = "keyring_silent" // no keyring answers, and the vault's key is in one
	KeyGone       Kind = "key_gone"       // the keyring no longer holds this vault's key
	SignerGone    Kind = "signer_gone"    // the phone's hardware no longer has the key that answers
	SignerBusy    Kind = "signer_busy"    // it has it, and did not sign now
	UnlockNone    Kind = "unlock_none"    // no finger or face is on file in this phone
	UnlockWait    Kind = "unlock_wait"    // too many that were not known: not for now
	UnlockBarred  Kind = "unlock_barred"  // not before the phone was unlocked by its own PIN
	UnlockGone    Kind = "unlock_gone"    // another finger or face came to it: the key is gone for good
	UnlockBusy    Kind = "unlock_busy"    // it did not answer now, and has the key
	VaultBusy     Kind = "vault_busy"     // another process has it open
	VaultDamaged  Kind = "vault_damaged"  // bytes were changed or cut off
	VaultNewer    Kind = "vault_newer"    // written by a later version
	StorageFull   Kind = "storage_full"   // no room on the disk
	StorageDenied Kind = "storage_denied" // read-only, or not ours to write
	ClockOff      Kind = "clock_off"      // the phone's clock is not to be trusted
	Unsupported   Kind = "unsupported"    // this platform cannot do that
	Cancelled     Kind = "cancelled"      // the person stopped it
	Internal      Kind = "internal"       // a defect of ours
)

// The camera and the screen, as places where a picture comes from.
const (
	NoCamera      Kind = "no_camera"      // none is there
	CameraRefused Kind = "camera_refused" // the person said no, and may be asked again
	CameraBarred  Kind = "camera_barred"  // not allowed until the system's settings change
	CameraBusy    Kind = "camera_busy"    // another program has it
	CameraGone    Kind = "camera_gone"    // unplugged
	CameraSilent  Kind = "camera_silent"  // it sends no picture that can be used
	ScreenRefused Kind = "screen_refused" // the person, or the system, lets nobody see the screen
)

// Error is what every room below the view-model returns: the operation that
// failed, its class, and the cause. It never holds a secret.
type Error struct {
	Op   string // "vault.Open", "client.Register"
	Kind Kind
	Err  error // may be nil
}

// E makes an Error. err may be nil.
func E(op string, kind Kind, err error) *Error { return &Error{Op: op, Kind: kind, Err: err} }

// Errorf makes an Error with a cause of that text.
func Errorf(op string, kind Kind, format string, a ...any) *Error {
	return &Error{Op: op, Kind: kind, Err: fmt.Errorf(format, a...)}
}

func (e *Error) Error() string {
	if e.Err == nil {
		return e.Op + ": " + string(e.Kind)
	}
	return e.Op + ": " + string(e.Kind) + ": " + e.Err.Error()
}

// Unwrap gives the cause, for errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Err }

// KindOf gives the Kind of the outermost Error in err: Internal where there is
// none, and "" for nil.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Reason gives the innermost cause in words, for the detail line under a message.
func Reason(err error) string {
	var e *Error
	for errors.As(err, &e) {
		if e.Err == nil {
			return ""
		}
		err = e.Err
	}
	if err == nil {
		return ""
	}
	return err.Error()
}
