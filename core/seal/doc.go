// Package seal turns bytes into bytes that only a key opens: an envelope
// (XChaCha20-Poly1305, draft-irtf-cfrg-xchacha-03, with random 24-byte nonces),
// a key from a passphrase (Argon2id, RFC 9106), and slots, each of which wraps
// one data key for one way of opening it.
//
// It opens no file, keeps nothing between calls and knows nothing of accounts.
// It refuses costs outside its bounds, so that a hostile header cannot ask for
// more memory or time than a person would wait for.
package seal
