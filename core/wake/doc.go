// Package wake keeps the registrations by which servers wake this phone, one for each
// linked account, and has an account looked at when a message for it comes
// (docs/wakeups.md).
//
// A message is never more than a reason to look: what it says is not shown, and what is
// shown comes from the server, signed, over the app's own channel. Only what opens with
// the account's own keys is a message at all. Nothing is registered, and nobody is
// asked, while no account is linked.
package wake
