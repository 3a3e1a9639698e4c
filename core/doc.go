// Package core holds the nouns of kAuth: Account, Issuer, Device, Challenge,
// Decision, Outcome, Secret, and Error with its Kind.
//
// It does no I/O, keeps no state and imports the standard library alone, so
// that every other room may speak these words without pulling anything in.
package core
