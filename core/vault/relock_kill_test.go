package vault

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kauth/core"
)

func init() {
	children["relock"] = relockUntilKilled
	children["guess"] = guessUntilKilled
}

// fileKeyring outlives the process that a test kills.
type fileKeyring string

func (f fileKeyring) path(name string) string {
	return filepath.Join(string(f), "keyring-"+hex.EncodeToString([]byte(name)))
}

func (f fileKeyring) Get(_ context.Context, name string) ([]byte, error) {
	key, err := os.ReadFile(f.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, core.E("fileKeyring", core.KeyGone, nil)
	}
	return key, err
}

func (f fileKeyring) Set(_ context.Context, name string, key []byte) error {
	if err := os.WriteFile(f.path(name)+".new", key, 0o600); err != nil {
		return err
	}
	return os.Rename(f.path(name)+".new", f.path(name))
}

func (f fileKeyring) Delete(_ context.Context, name string) error { return os.Remove(f.path(name)) }

// openSomehow opens a vault whose lock may be any of the three.
func openSomehow(v *Vault, k Keyring) error {
	ctx := context.Background()
	switch v.Facts().Kind {
	case slotPIN:
		return v.Unlock(ctx, k, somePIN)
	case slotPassphrase:
		return v.Unlock(ctx, k, somePass)
	}
	return v.UnlockKeyring(ctx, k)
}

// relockUntilKilled changes the lock from one kind to the next, and says so.
func relockUntilKilled(dir string) {
	ctx, k := context.Background(), fileKeyring(dir)
	v, err := Open(dir)
	if err == nil {
		err = openSomehow(v, k)
	}
	for n := 1; err == nil; n++ {
		if err = v.Put("n", fmt.Sprint(n%5), []byte("kept")); err != nil {
			break
		}
		switch v.Facts().Kind {
		case "":
			_, err = v.SetPIN(ctx, k, somePIN)
		case slotPIN:
			err = v.SetPassphrase(ctx, k, somePass)
		default:
			err = v.ClearLock(ctx, k)
		}
		fmt.Println(n)
	}
	fmt.Println("failed:", err)
}

func TestKilledChangeOfTheLockLosesNothing(t *testing.T) {
	dir := t.TempDir()
	k := fileKeyring(dir)
	v := opened(t, dir, k)
	must(t, v.PutAccount(codeOnly("acc_a")))
	must(t, v.Close())
	r, changes := rand.New(rand.NewPCG(5, 2026)), 0
	for i := range 30 {
		changes += killAfter(t, child(t, "relock", dir), time.Duration(r.IntN(60))*time.Millisecond, false)
		v := mustOpen(t, dir)
		if err := openSomehow(v, k); err != nil {
			t.Fatalf("kill %d, behind %q: %v", i, v.Facts().Kind, err)
		}
		wantAccounts(t, v, 1)
		must(t, v.Close())
	}
	if changes < 30 {
		t.Fatalf("only %d changes: this proved nothing", changes)
	}
	t.Log(changes, "changes of the lock, 30 kills")
}

// guessUntilKilled tries wrong PINs, by a clock on which every wait is over.
func guessUntilKilled(dir string) {
	later := time.Now()
	v, err := OpenAs(dir, Options{Now: func() time.Time { later = later.Add(time.Hour); return later }})
	for err == nil {
		err = v.Unlock(context.Background(), fileKeyring(dir), wrongPIN)
		if core.KindOf(err) == core.WrongPass {
			fmt.Println("wrong")
			err = nil
		}
	}
	fmt.Println(core.KindOf(err))
}

func TestKilledProcessDoesNotWinATry(t *testing.T) {
	dir := t.TempDir()
	k := fileKeyring(dir)
	v := opened(t, dir, k)
	_, err := v.SetPIN(t.Context(), k, somePIN)
	must(t, err)
	must(t, v.Close())
	r, told, spent := rand.New(rand.NewPCG(6, 2026)), 0, false
	for i := range 40 { // the last ones get to their end, on the slowest machine too
		c := child(t, "guess", dir)
		// Only the first has the time that its start needs: killed before their first
		// answer, the others may use up all the tries between them.
		wrong, last := guesses(t, c, time.Duration(5+r.IntN(60))*time.Millisecond<<(i/4), i > 0)
		told, spent = told+wrong, spent || last == string(core.Locked)
		v := mustOpen(t, dir)
		must(t, v.Look(t.Context(), k))
		if f := v.Facts(); f.Wrong < told || told > 10 {
			t.Fatalf("%d tries were answered, %d are counted", told, f.Wrong)
		}
		must(t, v.Close())
		if spent {
			break
		}
	}
	if !spent || told == 0 {
		t.Fatalf("%d tries, spent: %v", told, spent)
	}
	t.Log(told, "answers for ten tries")
}

// guesses counts what a process was told before it was killed. The time runs from its
// start, or from its first answer.
func guesses(t *testing.T, c *exec.Cmd, after time.Duration, fromStart bool) (wrong int, last string) {
	t.Helper()
	out, err := c.StdoutPipe()
	must(t, err)
	must(t, c.Start())
	kill := func() { time.AfterFunc(after, func() { c.Process.Kill() }) }
	if fromStart {
		kill()
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if last = strings.TrimSpace(lines.Text()); last == "wrong" {
			wrong++
		}
		if !fromStart {
			kill()
			fromStart = true
		}
	}
	c.Wait()
	return wrong, last
}
