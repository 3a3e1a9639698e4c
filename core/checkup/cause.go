package checkup

import (
	"slices"

	"kauth/core"
)

// Cause is why requests do not arrive. The values are stable: scripts read them.
type Cause string

// The causes, the most pressing first: of several that are found, the first is told.
const (
	None        Cause = ""              // this is in order
	NoNetwork   Cause = "no_network"    // the machine has none
	Certificate Cause = "certificate"   // the server cannot prove who it is
	OtherServer Cause = "other_server"  // something answers that is no server of ours: a page to sign in to a Wi-Fi
	Unreachable Cause = "unreachable"   // this server, while the network is there
	ServerDown  Cause = "server_down"   // it answers that it cannot
	ServerBusy  Cause = "server_busy"   // it asks to be left alone for a while
	NotLinked   Cause = "not_linked"    // it does not know this phone, or no longer
	Relink      Cause = "relink"        // its keys changed while the phone slept
	Suspended   Cause = "suspended"     // it suspects a copy of this phone
	Restored    Cause = "restored"      // the account came from a backup, which holds no keys: requests are off
	Blocked     Cause = "blocked"       // nobody gets into the account
	Refused     Cause = "refused"       // it refuses for another reason
	Fault       Cause = "fault"         // a defect of ours
	NoAccounts  Cause = "no_accounts"   // nothing here takes requests
	Paused      Cause = "paused"        // requests rest: there were too many
	NoticesOff  Cause = "notices_off"   // turned off in kAuth
	Barred      Cause = "barred"        // the person did not let the system show any
	NoNotices   Cause = "no_notices"    // the system shows none
	Locked      Cause = "locked"        // shown without details, and YES needs the unlock
	WakeGone    Cause = "wake_gone"     // what woke this device does so no more
	Restricted  Cause = "restricted"    // the system lets the app do nothing in the background
	OpenOnly    Cause = "open_only"     // they come only while kAuth is open: nothing wakes it
	Closes      Cause = "closes"        // kAuth ends when its window is closed
	NothingSent Cause = "nothing_sent"  // all is in order
	ClockOff    Cause = "clock"         // corrected, and no reason
	Unfinished  Cause = "not_completed" // stopped before it was known
)

var order = []Cause{
	NoNetwork, Certificate, OtherServer, Unreachable, ServerDown, ServerBusy, NotLinked, Relink, Suspended, Restored, Blocked,
	Refused, Fault, NoAccounts, Paused, NoticesOff, Barred, NoNotices, Locked, Restricted, WakeGone, OpenOnly, Closes, Unfinished,
}

// Causes lists all of them.
func Causes() []Cause { return append(slices.Clone(order), NothingSent, ClockOff) }

// Verdict is the finding that tells why nothing arrives: NothingSent where all is in
// order.
func Verdict(all []Finding) Finding {
	for _, c := range order {
		for _, f := range all {
			if f.Cause == c {
				return f
			}
		}
	}
	out := Finding{Cause: NothingSent}
	for _, f := range all {
		if f.Last.After(out.Last) {
			out = Finding{Step: f.Step, Origin: f.Origin, Account: f.Account, Cause: NothingSent, Last: f.Last}
		}
	}
	return out
}

// causeOf says what an error of a server's call means here.
func causeOf(err error) Cause {
	switch core.KindOf(err) {
	case "", core.Locked: // locked, the phone hears all the same
		return None
	case core.Offline, core.Slow:
		return Unreachable
	case core.Certificate, core.Insecure, core.WrongKey:
		return Certificate
	case core.Redirected, core.Garbled, core.TooNew:
		return OtherServer
	case core.ServerDown:
		return ServerDown
	case core.RateLimited:
		return ServerBusy
	case core.NotLinked, core.NotFound:
		return NotLinked
	case core.Relink:
		return Relink
	case core.Suspended:
		return Suspended
	case core.Blocked:
		return Blocked
	case core.Paused:
		return Paused
	case core.Denied, core.Forbidden:
		return Refused
	case core.Cancelled:
		return Unfinished
	}
	return Fault
}
