//go:build darwin && !ios

package memory

import "syscall"

// keep was compiled for macOS and not tried there. Attaching to a process takes a
// password or a signature there already.
func keep(bool) { _ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}) }
