//go:build linux && (amd64 || arm64)

package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"

	"kauth/core"
	"kauth/core/vault/torture/disk"
	"kauth/core/vault/torture/trace"
)

// fault is how the disk fails.
type fault struct {
	at      int
	call    string
	error   syscall.Errno
	forever bool
}

func (f fault) String() string {
	when := "once"
	if f.forever {
		when = "from then on"
	}
	return fmt.Sprintf("call %d (%s) answers %v %s", f.at, f.call, f.error, when)
}

// kind is how the vault has to call it.
func (f fault) kind() core.Kind {
	if f.error == syscall.ENOSPC {
		return core.StorageFull
	}
	return core.StorageDenied
}

// faultsOf are the ways in which a call may fail. What is said to the parent is no file,
// and a keyring is not the vault's.
func faultsOf(c trace.Call) []fault {
	if c.FD == syscall.Stdout || strings.Contains(c.Path, "/keyring") {
		return nil
	}
	all := []fault{{call: c.Name, error: syscall.EIO}, {call: c.Name, error: syscall.ENOSPC}}
	if c.Name == "unlink" {
		return all[:1]
	}
	return all
}

// failer has calls fail.
type failer struct {
	killer
	fault   fault
	done    int // that failed
	touched int
}

func (f *failer) begin(c trace.Call) trace.Verdict {
	touches := f.record.Touches(c) && f.ours(c)
	f.record.Begin(c)
	if f.record.Touches(c) {
		f.touched++
	}
	now := f.touched-1 == f.fault.at && f.done == 0 || f.fault.forever && f.done > 0
	if !touches || !now {
		return trace.Verdict{}
	}
	f.done++
	return trace.Verdict{Error: f.fault.error}
}

func (f *failer) ours(c trace.Call) bool {
	return c.FD != syscall.Stdout && !strings.Contains(c.Path, "/keyring") && !f.record.IsIn(c.FD, "keyring") &&
		!(f.fault.error == syscall.ENOSPC && c.Name == "unlink")
}

func (f *failer) run(s script) (said string, err error) {
	if f.record, err = disk.NewRecord(string(s.home)); err != nil {
		return "", err
	}
	_, err = trace.Run(trace.Program{
		Path: "/proc/self/exe", Args: s.args(), Env: os.Environ(), Limit: childLimit, Begin: f.begin, End: f.end,
	})
	return f.text(), errors.Join(err, f.err)
}
