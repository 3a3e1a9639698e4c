//go:build oracle

package transfer_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"kauth/core/transfer"
)

// TestReaderInAnotherLanguageReadsABackup has a program that goes by docs/backup.md
// alone read what this one wrote.
func TestReaderInAnotherLanguageReadsABackup(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "reader.mjs"} {
		data, err := os.ReadFile(filepath.Join("testdata", "reader", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "b.kauth"), backup(t), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(name string, args ...string) []byte {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Stderr = dir, os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return out
	}
	run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	var got struct {
		Accounts []struct {
			Issuer, Label, Name, Server string
			OTP                         struct {
				Type, Algorithm string
				Secret          []byte
				Digits, Period  int
				Counter         uint64
			}
		}
	}
	if err := json.Unmarshal(run("node", "reader.mjs", "b.kauth", string(pass)), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Accounts) != 4 {
		t.Fatalf("%d accounts", len(got.Accounts))
	}
	for i, w := range append(people()[:3:3], people()[4]) {
		a := got.Accounts[i]
		if a.Issuer != w.Issuer || a.Label != w.Label || a.Name != w.Name || a.OTP.Type != string(w.OTP.Type) ||
			!bytes.Equal(a.OTP.Secret, w.OTP.Secret.Bytes()) || a.OTP.Counter != w.OTP.Counter || a.OTP.Digits != w.OTP.Digits {
			t.Errorf("%+v\n%+v", a, w)
		}
	}
	if got.Accounts[0].Server != "https://login.example.ch" {
		t.Errorf("linked to %q", got.Accounts[0].Server)
	}
}

// TestAegisExportIsOpenedByAnotherProgram has node's own scrypt and AES open it.
func TestAegisExportIsOpenedByAnotherProgram(t *testing.T) {
	data, err := transfer.SealedAegis(people(), pass)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "aegis.json")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", filepath.Join("testdata", "reader", "aegis.mjs"), path, string(pass))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var db struct {
		Entries []struct{ Name, Issuer, Type string }
	}
	if err := json.Unmarshal(out, &db); err != nil || len(db.Entries) != 4 || db.Entries[0].Name != people()[0].Label {
		t.Fatalf("%v: %s", err, out)
	}
}
