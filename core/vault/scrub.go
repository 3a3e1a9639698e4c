package vault

import (
	"runtime"
	"runtime/debug"
)

// Scrub overwrites what lies in memory that nobody uses any more. The collector frees
// copies of keys and accounts (a cipher makes one for each record) and leaves them
// readable until their place is given away again: so every place is given away once,
// and clean, small ones by size and large ones to the system.
func Scrub() {
	// Twice: what a sync.Pool has goes with the second, as does what a cleanup held.
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	size := 0
	for _, class := range m.BySize { // the allocator's own sizes: another would leave some out
		if size = int(class.Size); size > 0 {
			scrubSize(size)
		}
	}
	for size += size / scrubSteps; size <= scrubLargest; size += size / scrubSteps {
		scrubSize(size)
	}
	debug.FreeOSMemory()
}

const (
	scrubBytes   = 1 << 20  // of each size are taken: more than an app of this kind leaves free
	scrubLargest = 32 << 10 // what is longer has pages of its own
	scrubSteps   = 32       // the largest sizes, which BySize does not have, lie closer than that
)

func scrubSize(size int) {
	kept := make([][]byte, 0, scrubBytes/size)
	for range cap(kept) {
		kept = append(kept, make([]byte, size)) // the runtime clears it
	}
	runtime.KeepAlive(kept)
}
