package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kauth/core"
)

const others = "otpauth://totp/ACME:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n" +
	"otpauth://totp/ACME:ben?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJR&algorithm=SHA-256\n" +
	"otpauth://yaotp/Yandex:zoe?secret=GEZDGNBVGY3TQOJQ\n" +
	"otpauth://totp/ACME:again?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n"

func TestImportTellsOfEveryEntryAndReplacesNothing(t *testing.T) {
	p := newPhone(t)
	name := file(t, "some", []byte(others))
	want := []string{"ACME anna totp read ", "ACME ben totp repaired algorithm_name", " yaotp refused unsupported_type", "ACME anna totp duplicate already_here"}
	check := func(want []string, args ...string) {
		t.Helper()
		got := p.lines(done, args...)
		if len(got) != len(want) {
			t.Fatalf("%d lines: %v", len(got), got)
		}
		for i, l := range got {
			if s := strings.Join([]string{l.text("issuer"), l.text("label"), l.text("type"), l.text("outcome"), l.text("reason")}, " "); s != want[i] && !strings.HasSuffix(s, want[i]) {
				t.Errorf("%q, not %q", s, want[i])
			}
		}
	}
	want[3] = "ACME again totp duplicate already_here"
	check(want, "import", name, "--dry-run")
	if all := p.lines(done, "list"); len(all) != 0 {
		t.Errorf("a dry run wrote %v", all)
	}
	check(want, "import", name)
	p.do(done, "rename", "anna", "Mine")
	want[0], want[1] = "ACME anna totp duplicate already_here", "ACME ben totp duplicate already_here"
	check(want, "import", name)
	if all := p.lines(done, "list"); len(all) != 2 || all[0]["name"] != "Mine" {
		t.Errorf("afterwards: %v", all)
	}
}

func TestABackupMovesEverythingToAnotherPhone(t *testing.T) {
	p := newPhone(t)
	p.lines(done, "import", file(t, "some", []byte(others)))
	password, dir := file(t, "some", []byte("a good one\n")), t.TempDir()
	saved := p.do(done, "backup", dir, "--password-file", password)
	if saved["accounts"] != 2.0 || saved["proved"] != true {
		t.Errorf("%v", saved)
	}
	another := newPhone(t)
	if got := another.do(refused, "restore", saved.text("file")); got.problem() != core.Locked {
		t.Errorf("without its password: %v", got)
	}
	wrong := file(t, "some", []byte("a bad one"))
	if got := another.do(refused, "restore", saved.text("file"), "--password-file", wrong); got.problem() != core.WrongPass {
		t.Errorf("with a wrong one: %v", got)
	}
	if got := another.lines(done, "restore", saved.text("file"), "--password-file", password); len(got) != 2 {
		t.Errorf("%v", got)
	}
	before, after := p.do(done, "code", "ben", "--at", "59"), another.do(done, "code", "ben", "--at", "59")
	if before["code"] != after["code"] {
		t.Errorf("%v, and on the other phone %v", before, after)
	}
	if got := another.do(refused, "restore", file(t, "some", []byte(others))); got.problem() != core.NotOurs {
		t.Errorf("a file of another app as a backup: %v", got)
	}
}

func TestAPlainExportIsAskedForAndNeverWrittenOverAFile(t *testing.T) {
	p := newPhone(t)
	p.lines(done, "import", file(t, "some", []byte(others)))
	name := filepath.Join(t.TempDir(), "out")
	if got := p.do(misused, "export", name); got.problem() != wrongUse {
		t.Errorf("%v", got)
	}
	for _, as := range []string{"otpauth", "aegis"} {
		out := name + as
		if got := p.do(done, "export", out, "--plain", "--as", as); got["accounts"] != 2.0 || got["proved"] != false {
			t.Errorf("%v", got)
		}
		if info, err := os.Stat(out); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v %v", info, err)
		}
		if got := p.do(refused, "export", out, "--plain", "--as", as); got.problem() != core.StorageDenied {
			t.Errorf("over a file: %v", got)
		}
		if got := newPhone(t).lines(done, "import", out); len(got) != 2 {
			t.Errorf("%s read back: %v", as, got)
		}
	}
}
