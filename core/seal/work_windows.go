package seal

import (
	"syscall"
	"time"
)

// cpuTime is what this process has worked on all cores; 0 where nobody says.
func cpuTime() time.Duration {
	self, err := syscall.GetCurrentProcess()
	if err != nil {
		return 0
	}
	var begun, ended, kernel, user syscall.Filetime
	if syscall.GetProcessTimes(self, &begun, &ended, &kernel, &user) != nil {
		return 0
	}
	return time.Duration(steps(kernel)+steps(user)) * 100
}

// steps of 100 ns.
func steps(f syscall.Filetime) int64 { return int64(f.HighDateTime)<<32 | int64(f.LowDateTime) }
