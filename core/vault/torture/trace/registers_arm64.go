//go:build linux

package trace

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// The sets of registers of ptrace(2): all of them, and the number of the call. This
// file was compiled and has not run: there was no such machine.
const (
	general    = 1
	callNumber = 0x404
)

func change(thread int, f func(*unix.PtraceRegsArm64)) error {
	var r unix.PtraceRegsArm64
	if err := unix.PtraceGetRegSetArm64(thread, general, &r); err != nil {
		return err
	}
	f(&r)
	return unix.PtraceSetRegSetArm64(thread, general, &r)
}

// skip makes the call that begins none.
func skip(thread int) error {
	none := int32(-1)
	part := unix.Iovec{Base: (*byte)(unsafe.Pointer(&none)), Len: uint64(unsafe.Sizeof(none))}
	_, _, failed := unix.Syscall6(unix.SYS_PTRACE, unix.PTRACE_SETREGSET, uintptr(thread), callNumber, uintptr(unsafe.Pointer(&part)), 0, 0)
	if failed != 0 {
		return failed
	}
	return nil
}

// answer is what the call that ended gives.
func answer(thread int, value int64) error {
	return change(thread, func(r *unix.PtraceRegsArm64) { r.Regs[0] = uint64(value) })
}

// shorten makes the write that begins one of so many bytes.
func shorten(thread int, size uint64) error {
	return change(thread, func(r *unix.PtraceRegsArm64) { r.Regs[2] = size })
}
