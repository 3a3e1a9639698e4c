// Package history keeps what became of every sign-in request in the vault's bucket
// "history", newest to be shown first.
//
// Each record holds the SHA-256 of the one before it, and the head of the chain,
// sealed like everything in the vault, holds that of the last one and of the last
// one that was let go. So a record that was changed, taken out or moved is found,
// whoever held the vault's key, unless they wrote the rest of the chain anew.
// Verify says where.
//
// The order of the chain is the order of writing: what was answered while the app
// was locked comes later than it happened. What is shown goes by time. A record is
// never changed; what is said of a request afterwards is a record of its own.
//
// It opens no connection and decides nothing. It is bounded: 2,000 records, one year.
package history
