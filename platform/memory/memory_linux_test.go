package memory

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// role makes the test binary another process: what it does cannot be undone.
const role = "KAUTH_MEMORY_CHILD"

func TestMain(m *testing.M) {
	if how := os.Getenv(role); how != "" {
		Keep(how == "portals")
		tell()
		return
	}
	os.Exit(m.Run())
}

// tell says what the system knows of this process.
func tell() {
	var limit syscall.Rlimit
	err := syscall.Getrlimit(syscall.RLIMIT_CORE, &limit)
	dumpable, _, _ := syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_GET_DUMPABLE, 0, 0)
	filter, lost := os.ReadFile("/proc/self/coredump_filter")
	fmt.Println(limit.Cur, dumpable, strings.Trim(string(filter), "0\n") == "", err, lost)
}

func TestNoCoreOfThisProcessIsWritten(t *testing.T) {
	for _, c := range []struct{ how, debugger, want string }{
		{"alone", "", "0 0 true <nil> <nil>"},
		{"portals", "", "0 1 true <nil> <nil>"},
		{"alone", "1", " 1 false <nil> <nil>"}, // or the others would prove nothing
	} {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("sh", "-c", "ulimit -S -c 8 2>/dev/null; exec "+self)
		cmd.Env = append(os.Environ(), role+"="+c.how, "KAUTH_DEBUGGER="+c.debugger)
		out, err := cmd.Output()
		if got := strings.TrimSpace(string(out)); err != nil || !strings.HasSuffix(got, c.want) {
			t.Errorf("%+v: %q, %v", c, got, err)
		}
	}
}
