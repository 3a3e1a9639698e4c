// Package client speaks ka/1 (docs/protocol.md) to a server over HTTPS: one
// method for each call of a phone. It keeps the server's nonces (in memory, by
// device) and nothing else, and decides nothing.
//
// It never follows a redirect, never relaxes TLS, speaks http only where
// link.CheckOrigin allows it, reads no more of an answer than that answer may be
// long, and takes no JSON that names a member twice. Every error is a core.Error
// whose Kind says what a person can do about it; where the server gave a problem
// (RFC 9457), errors.As finds it as *api.ProblemError.
package client
