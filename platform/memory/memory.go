// Package memory keeps what is in this process's memory from being written elsewhere
// by the system: a core file after a crash, a report to the system's maker.
//
// It does not hide memory from whoever is the machine's administrator, and package core
// keeps keys from the swap. With KAUTH_DEBUGGER=1 in the environment nothing is done,
// for a debugger to look: whoever can set that can start any other program as well.
package memory

import "os"

// Keep has no core file of this process be written, as far as the system allows.
//
// With portals, on Linux, other programs of the person may still attach to the process
// or read its memory, where the system lets them at all (kernel.yama.ptrace_scope):
// xdg-desktop-portal serves no process that it cannot look at, and the window needs
// it, for the size of text, pictures and the camera.
func Keep(portals bool) {
	if os.Getenv("KAUTH_DEBUGGER") != "1" {
		keep(portals)
	}
}
