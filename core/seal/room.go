package seal

import "runtime"

// makeRoom readies the memory that Argon2id is about to ask for. It reads each block
// before it writes it, and fresh memory that is read first faults twice for each page,
// the second time with a message to every core: 33 000 faults for 64 MiB, which cost
// up to twice as much as the arithmetic where other threads are busy too. What a
// program has had before comes cleared and faults no more. Where the allocator gives
// other memory, nothing is lost but this call.
func makeRoom(size int) {
	reserve(size + spare)
	runtime.GC() // what was reserved is garbage: the next that asks for as much gets its place
}

// spare is for what else is allocated in between: it takes from the front of that place.
const spare = 4 << 20

// reserve takes memory and forgets it. It is a function of its own so that nothing of
// it is left on the stack.
//
//go:noinline
func reserve(size int) { populate(make([]byte, size)) }
