// Package transfer reads what other authenticators and password managers export, and
// writes and reads kAuth's own backups (docs/backup.md). It writes nothing into a
// vault: it says what a file holds, thing by thing, and what of it can become an
// account, so that a person sees all of it before anything changes.
//
// A file is told by its content and never by its name. Files come from anybody: size,
// depth, number of things, and the cost of a foreign key derivation are bounded before
// they are spent, and whatever could mean two different codes is refused. Each format
// has a file of its own, which names where the format is described.
package transfer
