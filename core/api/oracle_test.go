//go:build oracle

package api

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// opinion is what jose (npm) makes of the vectors.
type opinion struct {
	Thumbprints map[string]string
	Verified    map[string]struct {
		Payload string
		Header  map[string]any
		Input   bool
	}
	Refused map[string]bool
	Signed  struct{ Challenge, Answer string }
}

// askJose installs jose beside its lock file's copy in a temporary folder, so that
// the source tree stays as it is.
func askJose(t *testing.T) (o opinion) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "check.mjs"} {
		data, err := os.ReadFile(filepath.Join("testdata", "jose", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	file, err := filepath.Abs(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	run := func(name string, args ...string) []byte {
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Stderr = dir, os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s %v: %v: %s", name, args, err, out)
		}
		return out
	}
	run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	if err := json.Unmarshal(run("node", "check.mjs", file), &o); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestAnotherImplementationAgrees(t *testing.T) {
	v, _ := readVectors(t)
	o := askJose(t)
	for name, k := range v.Keys {
		if o.Thumbprints[name] != k.Kid {
			t.Errorf("thumbprint of %s: %q instead of %q", name, o.Thumbprints[name], k.Kid)
		}
	}
	for _, m := range v.Valid {
		got := o.Verified[m.Name]
		if got.Payload != m.Payload || !got.Input || got.Header["typ"] != string(m.Typ) || len(got.Header) != 3 {
			t.Errorf("%s: %+v", m.Name, got)
		}
	}
	agreed := 0
	for _, c := range v.Refused {
		if o.Refused[c.Name] {
			agreed++
		}
	}
	if agreed < 30 {
		t.Errorf("jose refuses only %d of %d broken messages", agreed, len(v.Refused))
	}
	server, device := fixedKey(t, "server"), fixedKey(t, "device")
	if err := openVector(o.Signed.Challenge, server); err != nil {
		t.Errorf("a challenge that jose signed: %v", err)
	}
	if _, err := OpenAnswer(o.Signed.Answer, &device.PublicKey, vDevice, vOrigin); err != nil {
		t.Errorf("an answer that jose signed: %v", err)
	}
}
