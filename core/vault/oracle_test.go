//go:build oracle

package vault

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"kauth/core/coretest"
)

// reading is what a reader in another language, which shares no line with this one and
// goes by docs/vault.md, finds in a vault.
type reading struct {
	Version, Generation int
	Records             map[string]string
	Tries               struct{ Number, Wrong, Digits int }
}

// readers installs what the reader needs, beside a copy of it, so that the source tree
// stays as it is.
func readers(t *testing.T) func(args ...string) (r reading) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "reader.mjs"} {
		data, err := os.ReadFile(filepath.Join("testdata", "reader", name))
		must(t, err)
		must(t, os.WriteFile(filepath.Join(dir, name), data, 0o644))
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
	return func(args ...string) (r reading) {
		t.Helper()
		must(t, json.Unmarshal(run("node", append([]string{"reader.mjs"}, args...)...), &r))
		return r
	}
}

func TestReaderInAnotherLanguageReadsEveryVersion(t *testing.T) {
	read := readers(t)
	device := make([]byte, 32)
	for i := range device {
		device[i] = byte(i)
	}
	for name, c := range map[string]struct {
		args             []string
		version, records int
	}{
		"version 1":                          {[]string{"v1.vault", "passphrase", "correct horse battery staple"}, 1, 4},
		"version 2, the PIN":                 {[]string{"v2.vault", "pin", "482913", hex.EncodeToString(device)}, 2, 4},
		"version 2, the recovery passphrase": {[]string{"v2.vault", "recovery", v2Recovery}, 2, 4},
	} {
		t.Run(name, func(t *testing.T) {
			file, err := filepath.Abs(filepath.Join("testdata", c.args[0]))
			must(t, err)
			r := read(append([]string{file}, c.args[1:]...)...)
			if r.Version != c.version || len(r.Records) != c.records || r.Records["settings/language"] != "fr" ||
				r.Records["counters/acc_linked"] != "5" || !strings.Contains(r.Records["accounts/acc_linked"], "Häuslich ☕") {
				t.Fatalf("%+v", r)
			}
			if len(c.args) > 3 && (r.Tries.Number != 44 || r.Tries.Wrong != 2 || r.Tries.Digits != 6) {
				t.Fatalf("%+v", r.Tries)
			}
		})
	}
}

// A vault that was changed, resealed and grown is one to the other reader too.
func TestReaderInAnotherLanguageReadsWhatIsWrittenNow(t *testing.T) {
	read := readers(t)
	dir, k := t.TempDir(), &coretest.Keyring{}
	v := opened(t, dir, k)
	for i := range 60 {
		must(t, v.Put("b", strings.Repeat("i", i+1), []byte(strings.Repeat("data ", i*20))))
	}
	must(t, v.SetPassphrase(t.Context(), k, somePass))
	for i := range 30 {
		must(t, v.Delete("b", strings.Repeat("i", 2*i+1)))
	}
	must(t, v.Close())
	r := read(filepath.Join(dir, "vault.db"), "passphrase", string(somePass))
	if len(r.Records) != 30 {
		t.Fatalf("%d records", len(r.Records))
	}
	for i := range 30 {
		if got := r.Records["b/"+strings.Repeat("i", 2*i+2)]; got != strings.Repeat("data ", (2*i+1)*20) {
			t.Fatalf("record %d is %q", i, got)
		}
	}
}
