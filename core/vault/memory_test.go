//go:build linux && !android

package vault

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"runtime"
	"testing"

	"kauth/core"
)

func init() { children["remember"] = rememberNothing }

// rememberNothing is an app that was open for a while, and is shut now.
func rememberNothing(dir string) {
	v, err := Open(dir)
	if err == nil {
		err = useForAWhile(v, fileKeyring(dir))
	}
	fmt.Println("open", err)
	io.ReadFull(os.Stdin, make([]byte, 1))
	v.Shut()
	Scrub()
	fmt.Println("shut", v.Facts().Shut)
	io.Copy(io.Discard, os.Stdin)
	runtime.KeepAlive(v)
}

//go:noinline
func useForAWhile(v *Vault, k Keyring) error {
	pin := make([]byte, len(somePIN))
	if _, err := io.ReadFull(os.Stdin, pin); err != nil {
		return err
	}
	err := v.Unlock(context.Background(), k, pin)
	clear(pin)
	for range 3 {
		if err == nil {
			_, err = v.Accounts()
		}
		if err == nil {
			_, err = v.NextCounter("acc_linked")
		}
	}
	return err
}

// memoryOf is all that another program could find in a process: its core.
func memoryOf(t *testing.T, pid int) []byte {
	t.Helper()
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	must(t, err)
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	must(t, err)
	defer mem.Close()
	var all []byte
	for line := range bytes.Lines(maps) {
		var from, to int64
		var may string
		if _, err := fmt.Sscanf(string(line), "%x-%x %s", &from, &to, &may); err != nil || may[:2] != "rw" {
			continue
		}
		part := make([]byte, to-from)
		n, _ := mem.ReadAt(part, from) // what is not there cannot be read
		all = append(all, part[:n]...)
	}
	return all
}

func TestShutProcessHasNoKeyAndNoSecretInItsMemory(t *testing.T) {
	dir := t.TempDir()
	k := fileKeyring(dir)
	v := opened(t, dir, k)
	a := linked(t, "acc_linked")
	a.OTP.Secret = core.NewSecret([]byte("a seed that nobody else has"))
	must(t, v.PutAccount(a))
	_, err := v.SetPIN(t.Context(), k, somePIN)
	must(t, err)
	key, err := a.Device.Key.PKCS8()
	must(t, err)
	secrets := map[string][]byte{
		"the data key": bytes.Clone(v.keys.data), "the index key": bytes.Clone(v.keys.index),
		"the seed": a.OTP.Secret.Bytes(), "the device key": key.Bytes()[36:68],
		"the seed in JSON":       []byte(base64.StdEncoding.EncodeToString(a.OTP.Secret.Bytes())),
		"the device key in JSON": []byte(base64.StdEncoding.EncodeToString(key.Bytes()[36:66])),
	}
	must(t, v.Close())

	c := child(t, "remember", dir)
	in, err := c.StdinPipe()
	must(t, err)
	out, err := c.StdoutPipe()
	must(t, err)
	must(t, c.Start())
	defer c.Wait()
	defer in.Close()
	lines := bufio.NewScanner(out)
	say := func(word, want string) []byte {
		t.Helper()
		_, err := in.Write([]byte(word))
		must(t, err)
		if !lines.Scan() || lines.Text() != want {
			t.Fatalf("%q", lines.Text())
		}
		return memoryOf(t, c.Process.Pid)
	}
	open := say(string(somePIN), "open <nil>")
	if !bytes.Contains(open, secrets["the data key"]) {
		t.Fatal("the open process has no key: this proves nothing")
	}
	shut := say("x", "shut true")
	for name, secret := range secrets {
		t.Logf("%-22s open: %d times", name, bytes.Count(open, secret))
		if n := bytes.Count(shut, secret); n > 0 {
			t.Errorf("%s is %d times in the memory of the shut process", name, n)
		}
	}
}
