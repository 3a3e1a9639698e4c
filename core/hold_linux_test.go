package core

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"unsafe"
)

// flagsAt gives what the kernel says of the memory at an address (proc_pid_smaps(5)).
func flagsAt(t *testing.T, at uintptr) string {
	t.Helper()
	all, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	inside := false
	for line := range strings.Lines(string(all)) {
		var from, to uintptr
		if n, _ := fmt.Sscanf(line, "%x-%x ", &from, &to); n == 2 {
			inside = from <= at && at < to
		}
		if flags, is := strings.CutPrefix(line, "VmFlags:"); is && inside {
			return flags + " "
		}
	}
	t.Fatal("no such memory")
	return ""
}

func TestHeldSecretsAreNeitherSwappedNorDumped(t *testing.T) {
	h := Hold([]byte("a key"))
	defer h.Wipe()
	flags := flagsAt(t, uintptr(unsafe.Pointer(&h.Bytes()[0])))
	if !strings.Contains(flags, " dd ") {
		t.Errorf("it would be in a core file: %s", flags)
	}
	page := make([]byte, 1)
	if err := syscall.Mlock(page); err != nil {
		t.Logf("this machine lets nobody keep memory from its swap: %v", err)
		return
	}
	if !strings.Contains(flags, " lo ") {
		t.Errorf("it may be swapped out: %s", flags)
	}
}
