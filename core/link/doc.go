// Package link reads what a QR code or a deep link says: a kauth address that
// offers to link this phone or holds a signed request, an otpauth address that holds a
// code-only account, or an otpauth-migration address, one code of another app's export. It decides by form
// alone: it opens nothing, asks nobody, and never looks at a clock, so whether an
// offer has expired is the server's to say.
//
// The kauth address is stated in docs/protocol.md. The otpauth address follows
// the Key URI format (google-authenticator wiki, 2018) wherever that is clear;
// where apps differ, a wrong code is worse than a refused address, so anything
// that could mean two different codes is refused with the rule that it breaks.
package link
