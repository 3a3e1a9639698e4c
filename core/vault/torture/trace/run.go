//go:build linux && (amd64 || arm64)

package trace

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Verdict is what happens to a call.
type Verdict struct {
	Kill  bool          // the program ends here, as by kill -9
	Error syscall.Errno // the call is not made, and answers this
	Write int           // where above 0: only so many bytes are written
}

// Program is what Run runs.
type Program struct {
	Path  string
	Args  []string
	Env   []string
	Limit time.Duration // after which it is killed; 0 is none
	// Begin is called for every call of Calls before it is made, End when it was. Both
	// are called on one goroutine. What Begin has skipped ends too.
	Begin func(Call) Verdict
	End   func(Call) Verdict
}

// ErrLimit says that the program did not end in time.
var ErrLimit = errors.New("it did not end in time and was killed")

// Run gives how the program ended. Where tracing is not permitted it fails with what
// the system says.
func Run(p Program) (syscall.WaitStatus, error) {
	// ptrace belongs to a thread, and so do the children that it waits for.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	defer null.Close()
	r := &run{p: p, under: map[int]*pending{}}
	r.process, err = syscall.ForkExec(p.Path, append([]string{p.Path}, p.Args...), &syscall.ProcAttr{
		Env: p.Env, Files: []uintptr{null.Fd(), null.Fd(), 2},
		Sys: &syscall.SysProcAttr{Ptrace: true},
	})
	if err != nil {
		return 0, fmt.Errorf("ptrace: %w", err)
	}
	return r.all()
}

func (r *run) all() (syscall.WaitStatus, error) {
	var status syscall.WaitStatus
	if _, err := wait(r.process, &status); err != nil || !status.Stopped() {
		return status, fmt.Errorf("ptrace: the program does not stop: %#x, %w", status, err)
	}
	err := unix.PtraceSetOptions(r.process, unix.PTRACE_O_TRACESYSGOOD|unix.PTRACE_O_TRACECLONE|
		unix.PTRACE_O_TRACEFORK|unix.PTRACE_O_TRACEVFORK|unix.PTRACE_O_EXITKILL)
	if err == nil {
		r.memory, err = memoryOf(r.process)
	}
	if err != nil {
		syscall.Kill(r.process, syscall.SIGKILL)
		wait(r.process, &status)
		return status, fmt.Errorf("ptrace: %w", err)
	}
	defer r.memory.file.Close()
	var late atomic.Bool
	if r.p.Limit > 0 {
		process := r.process
		t := time.AfterFunc(r.p.Limit, func() { late.Store(true); syscall.Kill(process, syscall.SIGKILL) })
		defer t.Stop()
	}
	status, err = r.loop()
	if err == nil && late.Load() && status.Signaled() {
		err = ErrLimit
	}
	return status, err
}
