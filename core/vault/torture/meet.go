//go:build linux && (amd64 || arm64)

package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"kauth/core"
	"kauth/core/vault"
)

// asMeeter is the first argument of a process that opens damaged vaults, one after the
// other, so that a crash or a hang is seen from outside.
const asMeeter = "meet"

// met is what a vault said of itself, and what it served.
type met struct {
	Kind     core.Kind // of the error with which it did not open
	Err      string
	Damage   *vault.Damage
	Behind   *vault.Behind
	Damaged  []string
	Accounts map[string]string
	Records  map[string]string
	Took     time.Duration
	Worked   time.Duration // of a processor, meanwhile
	After    string        // what went wrong after that: a change, or the next start
}

// meet answers each folder that it is told, with what opens it, with a line of JSON.
func meet() {
	out := json.NewEncoder(os.Stdout)
	for s := bufio.NewScanner(os.Stdin); s.Scan(); {
		words := strings.Split(s.Text(), "\t")
		out.Encode(meetOne(home(words[0]), lock{words[1], words[2]}))
	}
}

func meetOne(h home, l lock) (m met) {
	begun, before := time.Now(), worked()
	v, err := h.open(l)
	if v != nil {
		defer v.Close()
	}
	var s state
	if err == nil {
		s, err = readWhatIsThere(v)
	}
	m.Took, m.Worked = time.Since(begun), worked()-before
	if err != nil {
		m.Kind, m.Err = core.KindOf(err), err.Error()
		return m
	}
	m.ask(v)
	m.Accounts, m.Records = spelledAll(s), inHex(s.records)
	m.After = afterwards(h, l, v, s)
	return m
}

// worked is how long this process has kept a processor busy.
func worked() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// hung tells a vault that took too long from a machine that was at something else.
func (m met) hung() bool { return m.Took > hang && (m.Worked > hang/2 || m.Took > 5*hang) }

// inHex makes text of any bytes: JSON would change them.
func inHex(records map[string]string) map[string]string {
	out := map[string]string{}
	for name, data := range records {
		out[name] = hex.EncodeToString([]byte(data))
	}
	return out
}

func (m *met) ask(v *opened) {
	if d, yes := v.Damage(); yes {
		m.Damage = &d
	}
	if b, yes := v.Behind(); yes {
		m.Behind = &b
	}
	m.Damaged = v.Damaged()
}

// readWhatIsThere is read, without the records that the vault says it cannot read.
func readWhatIsThere(v *opened) (state, error) {
	s, err := readAccounts(v)
	if err != nil {
		return s, err
	}
	for _, bucket := range buckets {
		ids, err := v.List(bucket)
		if err != nil {
			return s, err
		}
		for _, id := range ids {
			data, err := v.Get(bucket, id)
			if err == nil {
				s.records[bucket+"/"+id] = string(data)
			} else if core.KindOf(err) != core.VaultDamaged {
				return s, err
			}
		}
	}
	return s, nil
}

// afterwards wants a vault that opened to take changes, and to hold the same at the next
// start.
func afterwards(h home, l lock, v *opened, s state) string {
	if err := change(v); err != nil {
		return err.Error()
	}
	if err := v.Close(); err != nil {
		return fmt.Sprintf("close: %v", err)
	}
	v, err := h.open(l)
	if v != nil {
		defer v.Close()
	}
	if err != nil {
		return fmt.Sprintf("the next start: %v", err)
	}
	again, err := readWhatIsThere(v)
	if err = errors.Join(err, again.differs(s)); err != nil {
		return fmt.Sprintf("the next start: %v", err)
	}
	return ""
}

// meeter is a process that opens damaged vaults.
type meeter struct {
	c    *exec.Cmd
	in   io.WriteCloser
	out  *json.Decoder
	last *strings.Builder // what it wrote to its standard error
}

func newMeeter() (*meeter, error) {
	m := &meeter{c: exec.Command("/proc/self/exe", asMeeter), last: &strings.Builder{}}
	m.c.Stderr = m.last
	var err error
	if m.in, err = m.c.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := m.c.StdoutPipe()
	m.out = json.NewDecoder(out)
	return m, errors.Join(err, m.c.Start())
}

func (m *meeter) end() {
	m.in.Close()
	m.c.Process.Kill()
	m.c.Wait()
}

// Errors of a process that met a damaged file.
var (
	errCrash = errors.New("the process crashed")
	errHang  = errors.New("no answer")
)

// hang is how long a vault may take to open; patience is when its process is killed.
const (
	hang     = 2 * time.Second
	patience = 30 * time.Second
)

func (m *meeter) ask(h home, l lock) (got met, err error) {
	fmt.Fprintf(m.in, "%s\t%s\t%s\n", h, l.Kind, l.Secret)
	impatient := time.AfterFunc(patience, func() { m.c.Process.Kill() })
	err = m.out.Decode(&got)
	switch {
	case !impatient.Stop():
		return got, fmt.Errorf("%w in %v", errHang, patience)
	case err != nil:
		m.end()
		text := m.last.String()
		return got, fmt.Errorf("%w: %.300s", errCrash, text)
	}
	return got, nil
}
