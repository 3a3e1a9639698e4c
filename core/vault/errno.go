//go:build !windows

package vault

import "syscall"

// full: no room on the disk, in this person's share of it, or under the process's
// limit on file sizes.
var full = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}
