package memory

import (
	"os"
	"syscall"
)

// keep goes on where a wish is refused: each of the three is enough against a crash.
func keep(portals bool) {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_CORE, &limit) == nil {
		limit.Cur = 0 // a browser that is started from here may set its own again
		_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &limit)
	}
	// Where the kernel pipes cores to a program it heeds no limit: so there is nothing in
	// them (core(5)). It comes first, since a process that is not dumpable does not own
	// this file.
	_ = os.WriteFile("/proc/self/coredump_filter", []byte("0"), 0)
	if !portals {
		_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_DUMPABLE, 0, 0)
	}
}
