// Package challenge is the inbox of sign-in requests: it fetches them from the
// servers of the linked accounts, shows only what those servers signed for this
// phone and account, lets them expire by server time, and sends a person's
// answer, signed over exactly what was shown (docs/protocol.md).
//
// A request that is forged, foreign, expired or a second copy is dropped and
// counted, never shown. Approvals are sent while the person waits or not at all:
// none is ever queued. An account goes only on a revoked statement that its own
// server signed for this phone; no status code deletes anything.
//
// Time is the server's: the server_time of the last reply, and what a monotonic
// clock counted since. Such a clock may stand still while a phone sleeps, so call
// Refresh or Wake when the app comes back to the front.
package challenge
