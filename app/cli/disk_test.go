//go:build linux || darwin

package main

import (
	"encoding/json"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"kauth/core"
	"kauth/core/seal"
	"kauth/core/vault"
)

// What the process of asProcess gives up before it begins: writing beyond so many bytes
// of a file, as on a full disk, and being root, whom no mode of a file stops.
const (
	fullFrom = "KAUTH_TEST_FULL_FROM"
	asNobody = "KAUTH_TEST_AS_NOBODY"
)

func init() {
	give = func() {
		if n, err := strconv.ParseUint(os.Getenv(fullFrom), 10, 64); err == nil {
			signal.Ignore(syscall.SIGXFSZ)
			limit := syscall.Rlimit{Cur: n, Max: n}
			if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
				panic(err)
			}
		}
		if os.Getenv(asNobody) != "" && os.Getuid() == 0 {
			if err := syscall.Setuid(65534); err != nil {
				panic(err)
			}
		}
	}
}

// apart runs a command with --json in a process that has given something up.
func (p *phone) apart(what, pass string, status int, args ...string) line {
	p.t.Helper()
	cmd := process(p.t, append([]string{"--json", "--vault", p.vault, "--passphrase-file", pass}, args...)...)
	cmd.Env = append(cmd.Env, what)
	out, _ := cmd.Output()
	if got := cmd.ProcessState.ExitCode(); got != status {
		p.t.Fatalf("%q with %s ended with %d instead of %d: %s", args, what, got, status, out)
	}
	first, _, _ := strings.Cut(string(out), "\n")
	var l line
	if err := json.Unmarshal([]byte(first), &l); err != nil {
		p.t.Fatalf("%q printed %q", args, out)
	}
	return l
}

// byPassphrase gives a phone with an account whose vault another process can open.
func byPassphrase(t *testing.T) (p *phone, pass string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	pass = filepath.Join(dir, "pass")
	if err := os.WriteFile(pass, []byte("a passphrase\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	p = newPhone(t)
	p.vault, p.keyring = filepath.Join(dir, "vault"), nil
	p.cost = func() seal.Cost { return seal.DefaultCost } // or each process would measure the machine, to make it stronger
	p.do(done, "add", "otpauth://totp/ACME:anna?secret="+rfc, "--passphrase-file", pass)
	return p, pass
}

func TestReadOnlyFolderGivesCodesAndRefusesChanges(t *testing.T) {
	p, pass := byPassphrase(t)
	files, err := filepath.Glob(filepath.Join(p.vault, "*"))
	p.must(err)
	for _, f := range files {
		p.must(os.Chmod(f, 0o644))
	}
	p.must(os.Chmod(p.vault, 0o555))
	defer os.Chmod(p.vault, 0o755)
	const nobody = asNobody + "=1"
	if c := p.apart(nobody, pass, done, "code", "anna", "--at", "59"); c["code"] != "287082" {
		t.Errorf("code: %v", c)
	}
	for _, args := range [][]string{
		{"rename", "anna", "Work"}, {"remove", "anna", "--yes"}, {"add", "otpauth://totp/ACME:max?secret=" + rfc},
	} {
		if kind := p.apart(nobody, pass, refused, args...).problem(); kind != core.StorageDenied {
			t.Errorf("%q: %s", args, kind)
		}
	}
	if l := p.apart(nobody, pass, done, "list"); l["label"] != "anna" || l["name"] != nil {
		t.Errorf("list: %v", l)
	}
}

func TestFullDiskRefusesChangesAndCostsNothing(t *testing.T) {
	p, pass := byPassphrase(t)
	info, err := os.Stat(p.db())
	p.must(err)
	full := fullFrom + "=" + strconv.FormatInt(info.Size()/4, 10)
	if c := p.apart(full, pass, done, "code", "anna", "--at", "59"); c["code"] != "287082" {
		t.Errorf("code: %v", c)
	}
	for _, args := range [][]string{{"rename", "anna", "Work"}, {"add", "otpauth://totp/ACME:max?secret=" + rfc}} {
		if kind := p.apart(full, pass, refused, args...).problem(); kind != core.StorageFull {
			t.Errorf("%q: %s", args, kind)
		}
	}
	if all := p.lines(done, "list", "--passphrase-file", pass); len(all) != 1 || all[0]["name"] != nil {
		t.Errorf("list: %v", all)
	}
}

func TestDamageOnAFullDiskLeavesAllAsItIs(t *testing.T) {
	p, pass := byPassphrase(t)
	p.must(os.Truncate(p.db(), 5000))
	if kind := p.apart(fullFrom+"=64", pass, refused, "list").problem(); kind != core.StorageFull {
		t.Errorf("%s", kind)
	}
	if all := p.lines(done, "list", "--passphrase-file", pass); len(all) != 1 {
		t.Errorf("with room again: %v", all)
	}
}

func TestVaultThatAnotherProcessHasIsBusyAndNotDamaged(t *testing.T) {
	p, pass := byPassphrase(t)
	v, err := vault.Open(p.vault)
	p.must(err)
	if kind := p.apart("", pass, refused, "list").problem(); kind != core.VaultBusy {
		t.Errorf("%s", kind)
	}
	p.must(v.Close())
	p.apart("", pass, done, "list")
}
