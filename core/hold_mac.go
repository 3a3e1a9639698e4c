//go:build darwin && !ios

package core

import "syscall"

// takePages asks the system for memory that is not swapped out; a core file has it. It
// was compiled for macOS and not tried there.
func takePages(size int) []byte {
	b, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return nil
	}
	_ = syscall.Mlock(b)
	return b
}
