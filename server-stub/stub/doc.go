// Package stub is the reference server of ka/1, as docs/protocol.md states it,
// with knobs that tests turn: hold, fail, expire, skew, drop.
//
// It owns people, their phones, their requests and their sign-ins, in one bbolt
// file. Every change of state is one transaction, so that a process killed at any
// point loses nothing it acknowledged and grants nothing twice. It is an
// independent second opinion on the protocol: of the app's code it uses the wire
// contract (core/api) and nothing else, so that both ends cannot share a bug.
package stub
