//go:build harness

package e2e

import (
	"bytes"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// privateKeys are the device keys that the simulated keystore holds, as it keeps them: in
// PKCS #8, of which the last 32 bytes before the public key are the secret.
func (a *android) privateKeys() (all [][]byte) {
	a.t.Helper()
	data, err := os.ReadFile(filepath.Join(a.home, "keystore", "keys"))
	if err != nil {
		a.t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^sign\\ [0-9A-Z]+=(.+)$`).FindAllSubmatch(data, -1) {
		der, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(string(m[1]), `\=`, "="))
		if err != nil {
			a.t.Fatal(err)
		}
		i := bytes.Index(der, []byte{0x02, 0x01, 0x01, 0x04, 0x20}) // ECPrivateKey (RFC 5915): version 1, 32 bytes
		if i < 0 {
			a.t.Fatalf("no ECPrivateKey: %x", der)
		}
		all = append(all, der[i+5:i+37])
	}
	return all
}

func TestAndroidAnswersByAKeyThatNeverLeavesItsKeystore(t *testing.T) {
	a, s, who := linkedAndroid(t)
	before := len(a.said("! keystore signs with sign "))
	c, l := a.asks(s, who)
	a.leave("YES")
	if got := c.State(l); got != "approved" {
		t.Fatalf("YES: %s", got)
	}
	if len(a.said("! keystore signs with sign ")) == before {
		t.Error("the answer was signed by something else")
	}
	keys := a.privateKeys()
	if len(keys) != 1 {
		t.Fatalf("%d keys in the keystore", len(keys))
	}
	spelled := [][]byte{keys[0], []byte(base64.StdEncoding.EncodeToString(keys[0])), []byte(base64.RawURLEncoding.EncodeToString(keys[0]))}
	for _, line := range a.said("") {
		if slices.ContainsFunc(spelled[1:], func(k []byte) bool { return strings.Contains(line, string(k)) }) {
			t.Error("the log has it")
		}
	}
	read := 0
	err := filepath.WalkDir(a.home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() == "keystore" && d.IsDir() {
			return fs.SkipDir
		}
		if !d.Type().IsRegular() {
			return nil
		}
		data, err := os.ReadFile(path)
		read++
		if slices.ContainsFunc(spelled, func(k []byte) bool { return bytes.Contains(data, k) }) {
			t.Errorf("%s has it", path)
		}
		return err
	})
	if err != nil || read == 0 {
		t.Errorf("%d files read, %v", read, err)
	}
}

func TestAndroidWhoseKeystoreFailsForAMomentAnswersAgain(t *testing.T) {
	a, s, who := linkedAndroid(t)
	c, l := a.asks(s, who)
	a.act("signer moment")
	a.answer("YES", "security chip did not answer")
	a.keep("43-signer-moment")
	for _, line := range a.said("! keystore deletes sign ") {
		t.Errorf("it deletes %s", line)
	}
	a.act("signer works")
	a.tap("Send YES again")
	a.find("Signed in")
	if got := c.State(l); got != "approved" {
		t.Errorf("at last: %s", got)
	}
}

func TestAndroidWhoseKeyIsGoneKeepsItsCodesAndSaysWhatToDo(t *testing.T) {
	a, s, who := linkedAndroid(t)
	c, l := a.asks(s, who)
	a.act("signer gone")
	a.answer("YES", "The key for requests is gone")
	a.keep("44-signer-gone")
	if n := len(a.said("! keystore deletes sign ")); n != 1 {
		t.Errorf("%d keys were deleted", n)
	}
	a.again()
	a.find("Are you trying to sign in?")
	a.leave("NO") // the listening key says it
	if got := c.State(l); got != "denied" {
		t.Errorf("NO: %s", got)
	}
	a.leave("Done")
	a.find("requests are off")
	a.keep("45-signer-gone-home")
	a.find(who.User)
}

func TestAndroidWithoutHardwareKeepsItsKeyInTheVault(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"none", "software"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			s, who, c := demo(t)
			a := newAndroid(t)
			a.start()
			a.act("signer %s", how)
			o := c.Offer()
			a.act("first %s", o.Link)
			a.act("create")
			a.confirm(c, o, who)
			if n := len(a.privateKeys()); n != 0 {
				t.Errorf("%d keys in the keystore", n)
			}
			c, l := a.asks(s, who)
			a.leave("YES")
			if got := c.State(l); got != "approved" {
				t.Errorf("YES: %s", got)
			}
			a.leave("Done")
			a.tapAt("Open Infomaniak", func(n node) (x, y int) { return n.x + n.w - 12, n.y + 12 }) // its code is in the middle, and is copied
			a.find("Encrypted on this device")
			a.keep("46-key-in-vault")
		})
	}
}

func TestAndroidBlocksScreenshotsUntilThePersonAllowsThem(t *testing.T) {
	a, _, _ := linkedAndroid(t)
	hidden := func(want string) {
		t.Helper()
		if got := a.act("hidden"); got != want {
			t.Errorf("hidden: %s, want %s", got, want)
		}
	}
	hidden("true")
	a.tap("Settings")
	a.tap("Block screenshots")
	a.until("! window secure false", 0)
	a.act("recreate") // the flag is the new window's as well
	a.until("! window secure false", 1)
	hidden("false")
	a.again() // it is kept
	a.until("! window secure false", 0)
	a.tap("Settings")
	a.tap("Block screenshots")
	a.until("! window secure true", 1) // after the first, before anything was drawn
	hidden("true")
}
