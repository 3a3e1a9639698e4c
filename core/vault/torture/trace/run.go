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
	"unsafe"

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

// run is one traced program.
type run struct {
	p       Program
	process int
	memory  memory
	under   map[int]*pending // by thread: the call that it is in
	killed  bool
}

type pending struct {
	call    Call
	verdict Verdict
}

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

// wait looks only at children of this thread: others in this process have their own.
func wait(which int, status *syscall.WaitStatus) (thread int, err error) {
	for {
		thread, err = syscall.Wait4(which, status, unix.WALL|unix.WNOTHREAD, nil)
		if !errors.Is(err, syscall.EINTR) {
			return thread, err
		}
	}
}

func (r *run) loop() (syscall.WaitStatus, error) {
	unix.PtraceSyscall(r.process, 0)
	seen := map[int]bool{r.process: true}
	for {
		var status syscall.WaitStatus
		thread, err := wait(-1, &status)
		if err != nil {
			return status, fmt.Errorf("ptrace: wait: %w", err)
		}
		if status.Exited() || status.Signaled() {
			delete(r.under, thread)
			if thread == r.process {
				return status, nil
			}
			continue
		}
		signal := status.StopSignal()
		switch {
		case signal == syscall.SIGTRAP|0x80:
			if err := r.call(thread); err != nil && !errors.Is(err, syscall.ESRCH) {
				return status, err
			}
			signal = 0
		case signal == syscall.SIGTRAP:
			signal = 0 // a thread was made
		case signal == syscall.SIGSTOP && !seen[thread]:
			signal = 0 // how a new thread begins
		}
		seen[thread] = true
		unix.PtraceSyscall(thread, int(signal)) // fails where it was killed meanwhile
	}
}

// info is the kernel's ptrace_syscall_info, as long as it is needed.
type info struct {
	Op      uint8
	_       [3]uint8
	Arch    uint32
	_, _    uint64
	Number  uint64 // at the entry; at the end: the result
	Args    [6]uint64
	padding [16]byte
}

const (
	getInfo = 0x420e
	entry   = 1
	exit    = 2
)

func infoOf(thread int) (info, error) {
	var i info
	_, _, failed := unix.Syscall6(unix.SYS_PTRACE, getInfo, uintptr(thread), unsafe.Sizeof(i), uintptr(unsafe.Pointer(&i)), 0, 0)
	if failed != 0 {
		return i, failed
	}
	return i, nil
}

func (r *run) call(thread int) error {
	i, err := infoOf(thread)
	switch {
	case err != nil || r.killed:
		return err
	case i.Op == entry:
		return r.begin(thread, i)
	case i.Op == exit:
		return r.end(thread, i)
	}
	return nil
}

func (r *run) begin(thread int, i info) error {
	delete(r.under, thread)
	read := calls[i.Number]
	if read == nil {
		return nil
	}
	p := &pending{call: read(r.memory, i.Args)}
	p.call.Thread = thread
	r.under[thread] = p
	p.verdict = r.p.Begin(p.call)
	switch {
	case p.verdict.Kill:
		r.kill()
	case p.verdict.Error != 0:
		return skip(thread)
	case p.verdict.Write > 0:
		return shorten(thread, uint64(p.verdict.Write))
	}
	return nil
}

func (r *run) end(thread int, i info) error {
	p := r.under[thread]
	if p == nil {
		return nil
	}
	delete(r.under, thread)
	p.call.Result = int64(i.Number)
	if p.verdict.Error != 0 {
		p.call.Result = -int64(p.verdict.Error)
		if err := answer(thread, p.call.Result); err != nil {
			return err
		}
	}
	if p.call.Name == "write" && p.call.Result >= 0 {
		p.call.Data = p.call.Data[:min(int(p.call.Result), len(p.call.Data))]
	}
	if r.p.End(p.call).Kill {
		r.kill()
	}
	return nil
}

func (r *run) kill() {
	r.killed = true
	syscall.Kill(r.process, syscall.SIGKILL)
}
