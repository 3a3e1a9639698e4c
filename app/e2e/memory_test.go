//go:build linux

package e2e

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
	"kauth/core/coretest/computer"
	"kauth/core/seal"
	"kauth/core/vault"
)

// What a core file of the real program would hold: every secret that it worked with,
// looked for in all of its memory, locked and, so that this proves anything, unlocked.

// secrets are looked for by name, in every form in which they may lie there.
type secrets map[string][][]byte

// hide adds bytes, as they are and as text.
func (s secrets) hide(name string, b []byte) {
	reversed := slices.Clone(b)
	slices.Reverse(reversed) // as math/big has it
	s[name] = [][]byte{b, reversed}
	s[name+" as text"] = [][]byte{
		[]byte(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)),
		[]byte(base64.StdEncoding.EncodeToString(b[:len(b)-len(b)%3])), []byte(hex.EncodeToString(b)),
	}
}

// word adds what a person types or reads.
func (s secrets) word(name, text string) {
	var runes []byte
	for _, r := range text { // as the toolkit has what is typed
		runes = binary.LittleEndian.AppendUint32(runes, uint32(r))
	}
	s[name] = [][]byte{[]byte(text)}
	s[name+" as runes"] = [][]byte{runes}
}

// of reads what a vault holds from a copy of its file.
func (s secrets) of(t *testing.T, dir, pass string) {
	t.Helper()
	copied := copyOf(t, dir)
	s.hide("data key", dataKey(t, filepath.Join(copied, "vault.db"), pass))
	v, err := vault.Open(copied)
	fine(t, err)
	defer v.Close()
	fine(t, v.Unlock(t.Context(), nil, []byte(pass)))
	all, err := v.Accounts()
	fine(t, err)
	for _, a := range all {
		if a.OTP.Secret.Len() > 0 {
			s.hide("seed of "+string(a.State), a.OTP.Secret.Bytes())
		}
		if a.Device == nil {
			continue
		}
		key, err := a.Device.Key.PKCS8()
		fine(t, err)
		s.hide("device key", key.Bytes()[36:68])
	}
	if s["device key"] == nil || s["seed of "+string(core.Active)] == nil || s["seed of "+string(core.CodeOnly)] == nil {
		t.Fatalf("not all kinds of secrets are in the vault: %d", len(s))
	}
}

// copyOf has the vault's file alone: the phone holds the folder's.
func copyOf(t *testing.T, dir string) string {
	t.Helper()
	copied := t.TempDir()
	file, err := os.ReadFile(filepath.Join(dir, "vault.db"))
	fine(t, err)
	fine(t, os.WriteFile(filepath.Join(copied, "vault.db"), file, 0o600))
	return copied
}

// dataKey opens a slot as docs/vault.md says.
func dataKey(t *testing.T, file, pass string) []byte {
	t.Helper()
	db, err := bolt.Open(file, 0o600, &bolt.Options{ReadOnly: true, Timeout: patience})
	fine(t, err)
	defer db.Close()
	var h struct {
		Name  string
		Slots []seal.Slot
	}
	fine(t, db.View(func(tx *bolt.Tx) error {
		return json.Unmarshal(tx.Bucket([]byte("vault")).Get([]byte("header"))[32:], &h)
	}))
	typed, is := seal.ReadRecovery([]byte(pass))
	if !is {
		typed = []byte(pass)
	}
	for _, slot := range h.Slots {
		if slot.Kind == "pin" {
			continue
		}
		if key, err := slot.OpenPass(h.Name, typed); err == nil {
			return key
		}
	}
	t.Fatal("no slot opens")
	return nil
}

// found counts each secret in all memory that the process can write: what a core has.
func (s secrets) found(t *testing.T, pid int) map[string]int {
	t.Helper()
	places, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	fine(t, err)
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	fine(t, err)
	defer mem.Close()
	times, read := map[string]int{}, 0
	for line := range bytes.Lines(places) {
		var from, to int64
		var may string
		if _, err := fmt.Sscanf(string(line), "%x-%x %s", &from, &to, &may); err != nil || may[:2] != "rw" {
			continue
		}
		part := make([]byte, to-from)
		n, _ := mem.ReadAt(part, from) // what is not there cannot be read
		read += n
		for name, forms := range s {
			for _, form := range forms {
				times[name] += bytes.Count(part[:n], form)
			}
		}
	}
	t.Logf("%d MiB of memory", read>>20)
	return times
}

func fine(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// accountsOfBothKinds links the phone, and adds a code of elsewhere.
func accountsOfBothKinds(t *testing.T, p *phone, s served) {
	t.Helper()
	who := s.without(t, 0)
	c := computer.New(t, s.URL)
	c.Redeem(c.Login(who.User, who.Password))
	link(t, p, c)
	p.post("/open", "text/plain", []byte("otpauth://totp/ACME:jo@example.com?secret="+someSeed+"&issuer=ACME"))
	p.see("confirm", "jo@example.com")
	p.tap("Add")
	p.see("home", "ACME")
}

// wantForgotten looks at the locked process, once what it let go of was overwritten.
func (s secrets) wantForgotten(t *testing.T, p *phone, open map[string]int, had ...string) {
	t.Helper()
	for _, name := range had {
		if open[name] == 0 {
			t.Errorf("the open process has no %s: this proves nothing", name)
		}
	}
	var left map[string]int
	for deadline := time.Now().Add(patience); ; time.Sleep(500 * time.Millisecond) {
		left = s.found(t, p.run.cmd.Process.Pid)
		if most := slices.Max(slices.Collect(maps.Values(left))); most == 0 {
			break
		}
		if time.Now().After(deadline) {
			for name, n := range left {
				if n > 0 {
					t.Errorf("%s: %d times in the memory of the locked process, %d while it was open", name, n, open[name])
				}
			}
			break
		}
	}
	for name := range s {
		t.Logf("%-28s open: %d, locked: %d", name, open[name], left[name])
	}
}

func TestLockedProgramHasNoSecretInItsMemory(t *testing.T) {
	t.Setenv("KAUTH_DEBUGGER", "1") // or whoever is not root could not look
	server, dir := serve(t), t.TempDir()
	p := newPhone(t, dir)
	p.see("welcome")
	accountsOfBothKinds(t, p, server)
	const pass = "a passphrase for tests"
	s := secrets{}
	s.of(t, dir, pass)
	s.word("passphrase", pass)
	// The address that was opened in this process is text that something still knows:
	// docs/threats.md says so. A process that began afterwards never had it.
	delete(s, "seed of "+string(core.CodeOnly)+" as text")

	p.tap("Settings")
	p.see("settings")
	p.tap("App lock Passphrase")
	p.see("locksettings")
	p.tap("Lock now")
	p.see("lock")
	p.types(pass)
	p.see("home", "ACME")
	open := s.found(t, p.run.cmd.Process.Pid)
	p.tap("Settings")
	p.see("settings")
	p.tap("App lock Passphrase")
	p.see("locksettings")
	p.tap("Lock now")
	p.see("lock")
	p.flood()
	s.wantForgotten(t, p, open, "data key", "seed of "+string(core.Active), "seed of "+string(core.CodeOnly), "device key")
}

// flood has the phone's HTTP server, which no release has, read over what this test
// typed and opened: its buffers live as long as the connection.
func (p *phone) flood() {
	p.t.Helper()
	long := []byte(`{"key": "Shift", "more": "` + strings.Repeat("x", 32<<10) + `"}`)
	for range 4 {
		p.post("/key", "application/json", long)
	}
}

// types puts a text into the page's field, and enters it.
func (p *phone) types(text string) {
	p.t.Helper()
	for _, it := range p.tree().Items {
		if it.Kind == "field" {
			at, _ := json.Marshal(map[string]string{"x": fmt.Sprint(it.X + 20), "y": fmt.Sprint(it.Y + it.H/2)})
			p.post("/tap", "application/json", at)
			p.typing(text)
			p.post("/key", "application/json", []byte(`{"key":"Return"}`))
			return
		}
	}
	p.t.Fatal("no field")
}

func TestLockedProgramHasNoPINAndNoRecoveryPassphraseInItsMemory(t *testing.T) {
	t.Setenv("KAUTH_DEBUGGER", "1")
	dir := t.TempDir()
	const pin = "739104628517"
	p, recovery := phoneWithPIN(t, dir, pin)
	p.tap("Lock now")
	p.see("lock")
	p.digits(pin)
	p.see("home", "ACME")

	s := secrets{"data key": {dataKey(t, filepath.Join(copyOf(t, dir), "vault.db"), recovery)}}
	s.word("PIN", pin)
	s.word("recovery passphrase", recovery)
	s.word("recovery passphrase as it is typed", strings.ReplaceAll(recovery, "-", ""))
	seed, err := base32.StdEncoding.DecodeString(someSeed)
	fine(t, err)
	s.hide("seed", seed)
	delete(s, "seed as text") // as above
	open := s.found(t, p.run.cmd.Process.Pid)
	p.tap("Settings")
	p.see("settings")
	p.tap("App lock PIN")
	p.see("locksettings")
	p.tap("Lock now")
	p.see("lock")
	p.flood()
	s.wantForgotten(t, p, open, "data key", "seed")
}
