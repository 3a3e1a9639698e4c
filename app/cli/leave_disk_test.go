//go:build linux || darwin

package main

import (
	"bytes"
	"encoding/base32"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kauth/core"
)

// A backup that finds no room leaves the one before as it was, no draft, and says why.
func TestBackupOnAFullDiskKeepsTheOneBefore(t *testing.T) {
	p, pass := byPassphrase(t)
	folder := t.TempDir()
	p.must(os.Chmod(folder, 0o755))
	first := p.do(done, "backup", folder, "--password-file", pass, "--passphrase-file", pass)
	before, err := os.ReadFile(first.text("file"))
	p.must(err)
	full := fmt.Sprintf("%s=%d", fullFrom, len(before)/2)
	if kind := p.apart(full, pass, refused, "backup", folder, "--password-file", pass).problem(); kind != core.StorageFull {
		t.Errorf("it says %s", kind)
	}
	after, err := os.ReadFile(first.text("file"))
	p.must(err)
	list, err := os.ReadDir(folder)
	if err != nil || len(list) != 1 || !bytes.Equal(before, after) {
		t.Errorf("%v: %v is left", err, list)
	}
	if kind := p.apart("", pass, refused, "backup", filepath.Join(folder, "gone"), "--password-file", pass).problem(); kind != core.NotFound {
		t.Errorf("without the folder: %s", kind)
	}
}

// Whenever an import is killed, either all of its accounts are there or none.
func TestKilledImportLeavesTheVaultAsItWasOrWithAllOfIt(t *testing.T) {
	const many = 200
	var list strings.Builder
	for i := range many {
		fmt.Fprintf(&list, "otpauth://totp/Shop:user%d?secret=%s\n", i, base32.StdEncoding.EncodeToString(fmt.Appendf(nil, "%020d", i)))
	}
	from := file(t, "codes.txt", []byte(list.String()))
	none, all := 0, 0
	p, pass := byPassphrase(t)
	whole := p.vault
	for _, writes := range []int{1, 5, 1 << 20} { // the last lets it end
		p.vault = filepath.Join(t.TempDir(), "vault")
		p.must(os.CopyFS(p.vault, os.DirFS(whole)))
		cmd := process(t, "--vault", p.vault, "--passphrase-file", pass, "import", from)
		p.must(cmd.Start())
		ended := make(chan struct{})
		go func() { _ = cmd.Wait(); close(ended) }()
		killAfterWrites(cmd.Process, ended, p.db(), writes)
		<-ended
		switch n := len(p.lines(done, "list", "--passphrase-file", pass)); n {
		case 1:
			none++
		case 1 + many:
			all++
		default:
			t.Errorf("killed after %d writes: %d accounts", writes, n)
		}
	}
	if all == 0 {
		t.Error("not even the import that nobody killed is there")
	}
	t.Logf("none of it %d times, all of it %d times", none, all)
}

// killAfterWrites kills a process once the file has changed so often, or lets it end.
func killAfterWrites(p *os.Process, ended <-chan struct{}, path string, writes int) {
	seen := ""
	for changes := -1; ; {
		if info, err := os.Stat(path); err == nil {
			if now := fmt.Sprint(info.Size(), info.ModTime().UnixNano()); now != seen {
				seen, changes = now, changes+1
			}
		}
		select {
		case <-ended:
			return
		default:
		}
		if changes >= writes {
			_ = p.Kill()
			return
		}
	}
}
