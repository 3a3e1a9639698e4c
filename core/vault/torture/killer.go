//go:build linux && (amd64 || arm64)

package main

import (
	"errors"
	"os"
	"strings"
	"time"

	"kauth/core/vault/torture/disk"
	"kauth/core/vault/torture/trace"
)

// killer ends a child at one of its calls.
type killer struct {
	at    int
	midst bool

	record *disk.Record
	all    []trace.Call
	torn   bool // it came to a write, and cut it off
	done   bool
	err    error
}

const childLimit = 2 * time.Minute

func (k *killer) trace(s script) (said string, err error) {
	if k.record, err = disk.NewRecord(string(s.home)); err != nil {
		return "", err
	}
	_, err = trace.Run(trace.Program{
		Path: "/proc/self/exe", Args: s.args(), Env: os.Environ(), Limit: childLimit, Begin: k.begin, End: k.end,
	})
	return k.text(), errors.Join(err, k.err)
}

// text is what the child said.
func (k *killer) text() string {
	var text strings.Builder
	for _, e := range k.record.Events {
		text.WriteString(e.Said)
	}
	return text.String()
}

func (k *killer) begin(c trace.Call) trace.Verdict {
	touches := k.record.Touches(c)
	k.record.Begin(c)
	if !touches {
		return trace.Verdict{}
	}
	k.all = append(k.all, c)
	if len(k.all)-1 != k.at {
		return trace.Verdict{}
	}
	if !k.midst {
		k.done = true
		return trace.Verdict{Kill: true}
	}
	if tears(c) {
		k.torn = true
		return trace.Verdict{Write: len(c.Data) / 2 / disk.Sector * disk.Sector}
	}
	return trace.Verdict{}
}

func (k *killer) end(c trace.Call) trace.Verdict {
	k.err = errors.Join(k.err, k.record.End(c))
	k.done = k.done || k.torn && c.Name == "write"
	return trace.Verdict{Kill: k.done}
}
