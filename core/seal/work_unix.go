//go:build unix

package seal

import (
	"syscall"
	"time"
)

// cpuTime is what this process has worked on all cores; 0 where nobody says.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
