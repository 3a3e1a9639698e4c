//go:build linux

package trace

import "golang.org/x/sys/unix"

func init() {
	calls[unix.SYS_RENAME] = func(m memory, a [6]uint64) Call {
		return Call{Name: "rename", FD: -1, Path: m.text(a[0]), To: m.text(a[1])}
	}
	calls[unix.SYS_OPEN] = func(m memory, a [6]uint64) Call {
		return Call{Name: "open", FD: -1, Path: m.text(a[0]), Flags: int(a[1])}
	}
	calls[unix.SYS_UNLINK] = onPath("unlink", 0)
	calls[unix.SYS_RMDIR] = onPath("unlink", 0)
	calls[unix.SYS_MKDIR] = onPath("mkdir", 0)
	calls[unix.SYS_CREAT] = unknown("creat")
	calls[unix.SYS_DUP2] = unknown("dup2")
	calls[unix.SYS_LINK] = func(m memory, a [6]uint64) Call {
		return Call{Name: "link", FD: -1, Path: m.text(a[0]), To: m.text(a[1])}
	}
	calls[unix.SYS_SYMLINK] = unknown("symlink")
}

func change(thread int, f func(*unix.PtraceRegs)) error {
	var r unix.PtraceRegs
	if err := unix.PtraceGetRegs(thread, &r); err != nil {
		return err
	}
	f(&r)
	return unix.PtraceSetRegs(thread, &r)
}

// skip makes the call that begins none.
func skip(thread int) error {
	return change(thread, func(r *unix.PtraceRegs) { r.Orig_rax = ^uint64(0) })
}

// answer is what the call that ended gives.
func answer(thread int, value int64) error {
	return change(thread, func(r *unix.PtraceRegs) { r.Rax = uint64(value) })
}

// shorten makes the write that begins one of so many bytes.
func shorten(thread int, size uint64) error {
	return change(thread, func(r *unix.PtraceRegs) { r.Rdx = size })
}
