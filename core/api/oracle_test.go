//go:build oracle

package api

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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
	Signed  map[string]string            // each message as jose signs it
	Forged  map[string]map[string]string // and as somebody would forge it with jose
	Offline []struct{ JWS, Digits, Key string }
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
	for _, m := range v.Valid {
		if err := openAs(t, v, m.Name, o.Signed[m.Name]); err != nil {
			t.Errorf("%s, signed by jose: %v", m.Name, err)
		}
		if len(o.Forged[m.Name]) < 20 {
			t.Errorf("%s: only %d forgeries", m.Name, len(o.Forged[m.Name]))
		}
		for how, jws := range o.Forged[m.Name] {
			if err := openAs(t, v, m.Name, jws); !errors.Is(err, ErrJWS) {
				t.Errorf("%s, %s: %v", m.Name, how, err)
			}
		}
		for _, other := range v.Valid { // no verifier serves two
			if confusable(m.Name, other.Name) {
				continue
			}
			if err := openAs(t, v, m.Name, o.Signed[other.Name]); !errors.Is(err, ErrJWS) {
				t.Errorf("%s passes for %s: %v", other.Name, m.Name, err)
			}
		}
	}
}

func TestAnotherImplementationTypesTheSameDigits(t *testing.T) {
	v, _ := readVectors(t)
	jws := map[string]string{}
	for _, m := range v.Valid {
		jws[m.Name] = m.JWS
	}
	got := askJose(t).Offline
	for _, r := range v.Offline.Requests {
		for _, a := range r.Answers {
			if len(got) == 0 {
				t.Fatal("it says nothing of", a)
			}
			if got[0].Digits != a.Digits || got[0].JWS != jws[r.Message] || got[0].Key != v.Offline.Key {
				t.Errorf("%s, %s: %+v", r.Message, a.Decision, got[0])
			}
			got = got[1:]
		}
	}
}

// confusable are messages of one verifier, for which either may stand.
func confusable(a, b string) bool {
	if a == b {
		return true
	}
	for _, same := range []string{"challenge, ", "answer"} {
		if strings.HasPrefix(a, same) && strings.HasPrefix(b, same) {
			return true
		}
	}
	plain := func(s string) bool { return s == "proof" || s == "proof of a phone that has both" }
	// A phone that is not locked takes what is stated with and without a listening key.
	base := func(s string) string {
		if s == "policy to a locked phone" {
			return "statement of a policy"
		}
		if s == "statement of a move" {
			return "statement of a revocation"
		}
		return strings.TrimSuffix(s, " with a listening key")
	}
	return plain(a) && plain(b) || base(a) == base(b)
}
