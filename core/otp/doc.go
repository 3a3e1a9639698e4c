// Package otp makes the code for a moment (RFC 6238, RFC 4226, and Steam's
// alphabet) and groups digits for reading. It holds no clock, no counter and no
// account: the caller brings the time, and moves a HOTP counter on by itself.
//
// The arithmetic is pquerna/otp's; its address parser is not used, and whatever
// its functions would quietly repair (an empty secret, no digits) is refused here.
// Nothing here can reach a network, so a code works offline by construction.
package otp
