//go:build unix

package stub

import (
	"net"
	"syscall"
)

// writeSome writes what the connection takes without waiting. An error shows when
// the rest is written.
func writeSome(c *net.TCPConn, b []byte) (n int) {
	raw, err := c.SyscallConn()
	if err != nil {
		return 0
	}
	raw.Write(func(fd uintptr) bool {
		n, _ = syscall.Write(int(fd), b)
		return true
	})
	return max(n, 0)
}
