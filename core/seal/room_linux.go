package seal

import "syscall"

// populateWrite is MADV_POPULATE_WRITE, of Linux 5.14 and later.
const populateWrite = 23

// populate has the kernel get all pages at once, ready to be written. An older one
// says no, and they come one by one.
func populate(b []byte) { _ = syscall.Madvise(b, populateWrite) }
