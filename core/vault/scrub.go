package vault

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// Scrub overwrites what lies in memory that nobody uses any more. The collector frees
// copies of keys and accounts (a cipher makes one for each record) and leaves them
// readable until their place is given away again: so every place is given away once,
// and clean, small ones by size and large ones to the system.
func Scrub() {
	// Twice: what a sync.Pool has goes with the second, as does what a cleanup held.
	for range 2 {
		runtime.GC()
		awaitCleanups()
	}
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

// cleanupsTake is an end to the wait: a cleanup of somebody else's may hang.
const cleanupsTake = 5 * time.Second

// awaitCleanups waits for what the collector has found: cleanups, of which secrets are
// cleared by one each (core.NewSecret), run on goroutines of the runtime's own, and on a
// busy machine long after.
func awaitCleanups() {
	n := []metrics.Sample{{Name: "/gc/cleanups/executed:cleanups"}, {Name: "/gc/cleanups/queued:cleanups"}}
	for end := time.Now().Add(cleanupsTake); time.Now().Before(end); time.Sleep(time.Millisecond) {
		metrics.Read(n)
		if n[0].Value.Kind() != metrics.KindUint64 || n[0].Value.Uint64() >= n[1].Value.Uint64() {
			return
		}
	}
}

const (
	scrubBatch   = 256 << 10
	scrubMost    = 32 << 20 // of each size: an end, if ever this cannot tell when to stop
	scrubLargest = 32 << 10 // what is longer has pages of its own
	scrubSteps   = 32       // the largest sizes, which BySize does not have, lie closer than that
)

// scrubSize takes places of a size until it gets none that was there before: then the
// heap grows by what is taken.
func scrubSize(size int) {
	var all [][][]byte
	for taken := 0; taken < scrubMost; taken += scrubBatch {
		kept := make([][]byte, 0, scrubBatch/size)
		all = append(all, kept)
		before := heapInUse()
		for range cap(kept) {
			kept = append(kept, make([]byte, size)) // the runtime clears it
		}
		all[len(all)-1] = kept
		if taken > 0 && heapInUse()-before >= scrubBatch*7/8 {
			break
		}
	}
	runtime.KeepAlive(all)
}

// heapInUse is all that the allocator has cut into places, free ones too.
func heapInUse() int {
	use := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"}}
	metrics.Read(use)
	return int(use[0].Value.Uint64() + use[1].Value.Uint64())
}
