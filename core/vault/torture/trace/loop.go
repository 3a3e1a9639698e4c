//go:build linux && (amd64 || arm64)

package trace

import (
	"errors"
	"fmt"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

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
