package core

import (
	"syscall"
	"unsafe"
)

var (
	kernel32     = syscall.NewLazyDLL("kernel32.dll")
	virtualAlloc = kernel32.NewProc("VirtualAlloc")
	virtualLock  = kernel32.NewProc("VirtualLock")
)

// takePages asks the system for memory that is not swapped out. It was compiled for
// Windows and not tried there.
func takePages(size int) []byte {
	const commitReserve, readWrite = 0x3000, 4
	at, _, _ := virtualAlloc.Call(0, uintptr(size), commitReserve, readWrite)
	if at == 0 {
		return nil
	}
	_, _, _ = virtualLock.Call(at, uintptr(size))
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&at)), size)
}
