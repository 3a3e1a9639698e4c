package vault

import (
	"time"

	"kauth/core"
)

// Source says where what is served after damage comes from.
type Source string

// The sources, from the one that loses least.
const (
	SourceMain     Source = "main"     // the file itself: what was wrong with it hid nothing, or single records were mended
	SourceEarlier  Source = "earlier"  // the file's own state before its last change
	SourceSnapshot Source = "snapshot" // a copy beside it, for all or a part
	SourceScan     Source = "scan"     // single records, found without any list of what there should be
)

// Damage is what was found wrong with the vault's file, and what became of it.
// Nobody can judge sealed records without the key, so before the first unlock only
// Found is known and Settled is false. It stays, over starts too, until
// AcceptDamage.
type Damage struct {
	Found  []string  // what is wrong, for a log and for who helps; not for people
	When   time.Time // when that was noticed
	Serves Source
	Of     time.Time // when what is served was last written, as the file system tells; zero: not known

	Kept    int    // accounts that can be used, those of Earlier too
	Mended  []Loss // accounts that were bad in the file, and were taken from a snapshot exactly as they were
	Earlier []Loss // accounts of which only an earlier state was left
	Lost    []Loss // accounts of which nothing can be used
	// Changes is how many changes are known to be missing, where the keyring or a list
	// remembers more of them than were found. What they were is not known but by the lists.
	Changes uint64
	// Unsure says that there may have been changes after Of that nothing remembers.
	Unsure bool

	Broken  string // the path at which the damaged file is kept, byte for byte; "" where there was none
	Settled bool
}

// Loss names an account. Issuer and Label are empty where nothing remembers them.
type Loss struct {
	ID            core.AccountID
	Issuer, Label string
}
