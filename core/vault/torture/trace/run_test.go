//go:build linux && (amd64 || arm64)

package trace

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const asChild = "KAUTH_TRACE_CHILD"

// TestMain makes the test binary the program that is traced.
func TestMain(m *testing.M) {
	if dir := os.Getenv(asChild); dir != "" {
		child(dir)
		return
	}
	os.Exit(m.Run())
}

// child writes 20 files, each on whatever thread the runtime takes, and says how often
// it could not.
func child(dir string) {
	var all sync.WaitGroup
	var mu sync.Mutex
	failed := 0
	for i := range 20 {
		all.Go(func() {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i)), make([]byte, 1000), 0o600); err != nil {
				mu.Lock()
				failed++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	os.WriteFile(filepath.Join(dir, "failed"), fmt.Append(nil, failed), 0o600)
}

func traced(t *testing.T, dir string, begin, end func(Call) Verdict) syscall.WaitStatus {
	t.Helper()
	status, err := Run(Program{
		Path: "/proc/self/exe", Env: append(os.Environ(), asChild+"="+dir), Limit: time.Minute, Begin: begin, End: end,
	})
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSYS) {
		t.Skip("ptrace is not permitted here; make torture says so and fails:", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return status
}

func goOn(Call) Verdict { return Verdict{} }

func ours(c Call) bool { return c.Name == "write" && len(c.Data) == 1000 }

func TestEveryCallIsSeenOverAllThreads(t *testing.T) {
	dir, writes, opens := t.TempDir(), 0, 0
	traced(t, dir, goOn, func(c Call) Verdict {
		if ours(c) && c.Result == 1000 {
			writes++
		}
		if c.Name == "open" && strings.HasPrefix(c.Path, dir) && c.Result >= 0 && c.Flags&os.O_CREATE != 0 {
			opens++
		}
		return Verdict{}
	})
	if writes != 20 || opens != 21 {
		t.Fatal(writes, opens)
	}
}

func TestKilledAtACallItHasNotMadeIt(t *testing.T) {
	dir, n := t.TempDir(), 0
	status := traced(t, dir, func(c Call) Verdict {
		if ours(c) {
			n++
		}
		return Verdict{Kill: n == 8}
	}, goOn)
	if !status.Signaled() || status.Signal() != syscall.SIGKILL {
		t.Fatal(status)
	}
	whole := 0
	for i := range 20 {
		if b, err := os.ReadFile(filepath.Join(dir, fmt.Sprint(i))); err == nil && len(b) > 0 {
			whole++
		}
	}
	if whole > 7 || n != 8 { // of the seven before, other threads may not have made theirs
		t.Fatal(whole, "writes were made of", n)
	}
}

func TestCallAnswersTheErrorAndDoesNothing(t *testing.T) {
	dir, n := t.TempDir(), 0
	traced(t, dir, func(c Call) Verdict {
		if ours(c) {
			if n++; n <= 3 {
				return Verdict{Error: syscall.EIO}
			}
		}
		return Verdict{}
	}, goOn)
	if failed, err := os.ReadFile(filepath.Join(dir, "failed")); err != nil || string(failed) != "3" {
		t.Fatalf("%q, %v", failed, err)
	}
	empty := 0
	for i := range 20 {
		if b, err := os.ReadFile(filepath.Join(dir, fmt.Sprint(i))); err == nil && len(b) == 0 {
			empty++
		}
	}
	if empty != 3 {
		t.Fatal(empty)
	}
}

func TestWriteIsCutOff(t *testing.T) {
	dir, n := t.TempDir(), 0
	traced(t, dir, func(c Call) Verdict {
		if ours(c) {
			if n++; n == 1 {
				return Verdict{Write: 512}
			}
		}
		return Verdict{}
	}, func(c Call) Verdict { return Verdict{Kill: c.Name == "write" && c.Result == 512} })
	for i := range 20 {
		if b, err := os.ReadFile(filepath.Join(dir, fmt.Sprint(i))); err == nil && len(b) == 512 {
			return
		}
	}
	t.Fatal("no file of 512 bytes")
}
