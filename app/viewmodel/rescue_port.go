package viewmodel

import (
	"io"
	"time"
)

// Rescue tells what was wrong with the vault when it was opened, and keeps what could
// not be read until the person says otherwise.
type Rescue interface {
	// Report is what was found; false where nothing was, or the person has put it aside.
	// It is found again at the next start until then.
	Report() (Report, bool)
	// Dismiss puts the report aside for good. What was kept stays where it is.
	Dismiss() error
	// Unread are the records that cannot be read. They are kept byte for byte.
	Unread() []Unread
	// Forget deletes one of them for good.
	Forget(place string) error
	// Save writes the damaged file as it was found.
	Save(w io.Writer) error
}

// Report is what was found at an opening.
type Report struct {
	Damage *Damage
	Behind *Behind
	ID     string // another one for another report
	Seen   bool   // by the person, who may come back to it
}

// Source is what serves in the place of a damaged file.
type Source string

// The sources, the best first.
const (
	FromMain     Source = "main"     // the file itself: nothing that is needed was hit
	FromEarlier  Source = "earlier"  // its state before the last change
	FromSnapshot Source = "snapshot" // the copy that is made after each change
	FromScan     Source = "scan"     // the records that were found in what is left
)

// Damage is what was wrong with the vault's file, and what became of it.
type Damage struct {
	Missing bool      // the file was not there
	Found   time.Time // when
	From    Source
	Of      time.Time // when that was current; zero where nobody knows
	Kept    int       // accounts
	Mended  int       // of them, with parts that came from a copy, exactly as they were
	Lost    int       // accounts that are known to be lost
	Names   []string  // of the lost, where they are known
	Earlier []string  // accounts that are as they were some changes ago
	Changes int       // that are known to be missing
	Unsure  bool      // there may be more of them
	File    string    // where the damaged file is kept; "" where there is none
}

// Behind says that the file is older than what the system's keyring remembers.
type Behind struct {
	Changes int       // that are missing
	Of      time.Time // when the file was last changed; zero where nobody knows
}

// Unread is a record that cannot be read.
type Unread struct {
	Place   string // names it to Forget
	Account bool   // an account, or what may be one
	Title   string // "" where it is not known
	Label   string
}
