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
	runtime.GC()
	for size := 16; size <= 2048; size += max(16, size/8) {
		scrubSize(size)
	}
	debug.FreeOSMemory()
}

// scrubBytes of each size are taken: more than an app of this kind leaves free.
const scrubBytes = 1 << 20

func scrubSize(size int) {
	kept := make([][]byte, 0, scrubBytes/size)
	for range cap(kept) {
		kept = append(kept, make([]byte, size)) // the runtime clears it
	}
	runtime.KeepAlive(kept)
}
