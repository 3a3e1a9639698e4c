package core

import "syscall"

const dontDump = 16 // MADV_DONTDUMP

// takePages asks the system for memory that stays where it is. Each wish may be
// refused, by a limit or an old kernel, and the memory serves all the same.
func takePages(size int) []byte {
	b, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return nil
	}
	_ = syscall.Mlock(b)
	_ = syscall.Madvise(b, dontDump)
	return b
}
