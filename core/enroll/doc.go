// Package enroll links accounts to this phone and unlinks them: by a QR code with
// six digits, or by a log in on this device (docs/protocol.md). It also shows the
// backup codes of an account, and takes in accounts that have codes only.
//
// Every step is stored before the server hears of it. A phone killed at any point
// holds, after Resume, either the whole account or none. Nothing of a server's
// reply is kept unless all of it was signed, for this phone's key, by the key that
// the person scanned.
//
// It asks nobody anything by itself: the six digits and the browser are the
// caller's.
package enroll
