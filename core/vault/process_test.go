package vault

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kauth/core"
)

var childPass = []byte("the child's")

func init() {
	children["hold"] = holdOpen
	children["change"] = changeUntilKilled
}

// holdOpen opens the folder, says so and waits until its input ends.
func holdOpen(dir string) {
	_, err := Open(dir)
	fmt.Println(core.KindOf(err))
	io.Copy(io.Discard, os.Stdin)
}

func TestOneProcessAtATime(t *testing.T) {
	dir := t.TempDir()
	other := child(t, "hold", dir)
	in, err := other.StdinPipe()
	must(t, err)
	out, err := other.StdoutPipe()
	must(t, err)
	must(t, other.Start())
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "\n" || err != nil {
		t.Fatalf("%q, %v", line, err)
	}
	start := time.Now()
	_, err = Open(dir)
	wantKind(t, err, core.VaultBusy)
	if took := time.Since(start); took > lockLimit+20*time.Second {
		t.Errorf("said so after %v", took)
	}
	must(t, other.Process.Kill()) // a killed process holds nothing
	other.Wait()
	in.Close()
	v := mustOpen(t, dir)
	_, err = Open(dir)
	wantKind(t, err, core.VaultBusy) // this process too
	must(t, v.Close())
	mustOpen(t, dir)
}

func TestOpenWaitsForAProcessThatIsAboutToEnd(t *testing.T) {
	usual := lockLimit
	lockLimit = hang // how long Close takes is the disk's affair
	t.Cleanup(func() { lockLimit = usual })
	dir := t.TempDir()
	v := mustOpen(t, dir)
	got := make(chan error, 1)
	started := make(chan struct{})
	go func() {
		close(started)
		w, err := Open(dir)
		if err == nil {
			err = w.Close()
		}
		got <- err
	}()
	<-started
	must(t, v.Close())
	must(t, <-got)
}

// changeUntilKilled makes numbered changes and prints each number once it is
// acknowledged. A change is an account, its counter and a record; every seventh
// deletes and makes again, which replaces the file.
func changeUntilKilled(dir string) {
	v, err := Open(dir)
	if err == nil {
		err = v.UnlockPassphrase(childPass)
	}
	for n := resume(v); err == nil; n++ {
		err = numbered(v, n)
		fmt.Println(n)
	}
	fmt.Println("failed:", err)
}

func resume(v *Vault) int {
	last, _ := v.Get("n", "last")
	var n int
	fmt.Sscan(string(last), &n)
	return n + 1
}

func numbered(v *Vault, n int) error {
	a := codeOnly("acc_a")
	a.Order = n
	if err := v.PutAccount(a); err != nil {
		return err
	}
	if n%7 == 0 {
		if err := v.Put("n", "goes", make([]byte, 5000)); err != nil {
			return err
		}
		if err := v.Delete("n", "goes"); err != nil {
			return err
		}
	}
	if _, err := v.NextCounter("acc_a"); err != nil {
		return err
	}
	return v.Put("n", "last", fmt.Append(nil, n))
}

// Thirty processes are killed, more where the machine is slow, the first ones while they
// make or open the vault.
func TestKilledProcessLosesNothingThatWasAcknowledged(t *testing.T) {
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(7, 2026))
	acknowledged := 0
	for i := 0; i < 30 || acknowledged < 50 && i < 300; i++ {
		last := killAfter(t, child(t, "change", dir), time.Duration(r.IntN(40))*time.Millisecond, i < 8)
		acknowledged = max(acknowledged, last)
		v := mustOpen(t, dir)
		if v.State() == Empty {
			if acknowledged > 0 {
				t.Fatalf("kill %d: the vault is gone", i)
			}
			must(t, v.Close())
			continue
		}
		must(t, v.UnlockPassphrase(childPass))
		acknowledged = checkNumbered(t, v, acknowledged)
		must(t, v.Close())
		if extra, err := filepath.Glob(filepath.Join(dir, "*.new")); err != nil || len(extra) > 0 {
			t.Fatalf("left behind: %v", extra)
		}
	}
	if acknowledged < 50 {
		t.Fatalf("only %d changes: this proved nothing", acknowledged)
	}
	t.Log(acknowledged, "changes acknowledged")
}

// killAfter gives the last number that the process acknowledged. The time runs
// from its start, or from its first number.
func killAfter(t *testing.T, c *exec.Cmd, d time.Duration, fromStart bool) (last int) {
	t.Helper()
	out, err := c.StdoutPipe()
	must(t, err)
	must(t, c.Start())
	kill := func() { time.AfterFunc(d, func() { c.Process.Kill() }) }
	if fromStart {
		kill()
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "failed") {
			t.Fatal(lines.Text())
		}
		if fmt.Sscan(lines.Text(), &last); !fromStart {
			kill()
			fromStart = true
		}
	}
	c.Wait()
	return last
}

// checkNumbered gives the number that is there: whoever has seen it may rely on it, also
// where the process was killed before it could say it.
func checkNumbered(t *testing.T, v *Vault, acknowledged int) (last int) {
	t.Helper()
	if len(v.Damaged()) > 0 {
		t.Fatalf("damaged: %v", v.Damaged())
	}
	last = resume(v) - 1
	if last != acknowledged && last != acknowledged+1 { // one may be in and not yet said
		t.Fatalf("%d is there, %d was acknowledged", last, acknowledged)
	}
	if last == 0 {
		return 0
	}
	a, err := v.Account("acc_a")
	if err != nil || a.Order < last || a.Order > last+1 {
		t.Fatalf("account of change %d where %d was last: %v", a.Order, last, err)
	}
	if n, err := v.NextCounter("acc_a"); err != nil || n <= uint64(last) {
		t.Fatalf("counter %d after %d changes: %v", n, last, err)
	}
	return last
}
