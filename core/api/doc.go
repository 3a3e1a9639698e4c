// Package api is the wire contract of ka/1, as docs/protocol.md states it:
// paths, JSON types, problem codes, and the five signed messages with their
// checks. Both ends import it; it opens no connection and stores nothing.
//
// A signed message is a compact JWS (RFC 7515) with ES256 (RFC 7518 section 3.4)
// and exactly the header members alg, kid and typ. Each typ has its own claims
// type and its own Open function: no verifier serves two (RFC 8725 section 3.11).
package api
