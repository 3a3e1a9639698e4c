// Package vault is the encrypted store: accounts, counters and other records in
// one bbolt file, each sealed alone under a random data key that slots wrap
// (docs/vault.md has the format and the threats).
//
// It refuses what it cannot vouch for: a file whose pages are not all in order is
// core.VaultDamaged and left as it is, a file of a later version core.VaultNewer,
// a record that was swapped, replayed or lost is left out and listed by Damaged.
// It deletes nothing that it was not asked to delete, opens no connection, and
// shows nobody anything.
package vault
