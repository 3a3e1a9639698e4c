// Package webpush opens what a push service delivers: messages in the encryption of
// Web Push (RFC 8291), with keys that one account of this phone has for it alone.
//
// What it opens was sealed by somebody who was told the phone's public key and its
// authentication secret; the push service is told neither. It says nothing of when, how
// often or by whom a message was delivered, so nothing more than "look" may follow from
// one. It encrypts nothing: the reference server does that by code of its own.
package webpush
