package wire

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/history"
)

// childDir makes the test binary a phone that is killed: it names its folder.
const childDir = "KAUTH_WIRE_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		shutAndUnlockUntilKilled(dir)
		return
	}
	os.Exit(m.Run())
}

// fileKeyring outlives the process that a test kills.
type fileKeyring string

func (f fileKeyring) path(name string) string { return filepath.Join(string(f), "keyring-"+name) }

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

func killedPhone(dir string) (*Phone, error) {
	return Open(context.Background(), Options{Dir: dir, Keyring: fileKeyring(dir), Shut: true, Cost: cheap})
}

// shutAndUnlockUntilKilled refuses requests and says which, while it is shut and while it
// is not, with a change of the lock now and then.
func shutAndUnlockUntilKilled(dir string) {
	p, err := killedPhone(dir)
	for turn := 0; err == nil; turn++ {
		if err = refuses(p); err != nil {
			break
		}
		switch {
		case !p.Lock.Facts().Shut:
			p.Lock.Shut()
		case turn&2 == 0:
			err = p.Lock.Unlock(context.Background(), pin)
		default:
			err = anotherReception(p)
		}
	}
	fmt.Println("failed:", err)
}

// refuses notes a request and says its number, its end in nanoseconds: no two are alike. A
// phone that was killed while its reception was made anew hears nothing before its unlock
// (renew), and has nothing to note: the number of that turn is 0.
func refuses(p *Phone) error {
	if hears, err := p.store.Accounts(); len(hears) == 0 && p.Lock.Facts().Shut {
		if p.store.away.v != nil && err != nil {
			return err
		}
		fmt.Println(0)
		return nil
	}
	id := fmt.Sprint(time.Now().UnixNano())
	r := core.Record{ID: id, Account: "acc_a", Outcome: core.Refused, Ended: time.Now()}
	if err := (past{p.store}).Begin(r); err != nil {
		return err
	}
	if err := (past{p.store}).End(r); err != nil {
		return err
	}
	if err := p.store.Put(answeredBucket, id, []byte("{}")); err != nil {
		return err
	}
	fmt.Println(id)
	return nil
}

func anotherReception(p *Phone) error {
	if err := p.Lock.Unlock(context.Background(), pin); err != nil {
		return err
	}
	_, err := p.Lock.SetPIN(context.Background(), pin)
	return err
}

// mostDeaf is how many of 20 kills may find the moment without a reception, which is some
// milliseconds in each change of the lock. More would be a reception that is lost.
const mostDeaf = 8

func TestPhoneKilledWhileItIsUnlockedKeepsEachAnswerOnce(t *testing.T) {
	dir := t.TempDir()
	p, err := killedPhone(dir)
	must(t, err)
	must(t, p.Vault.PutAccount(account(t, "acc_a")))
	_, err = p.Lock.SetPIN(t.Context(), pin)
	must(t, err)
	must(t, p.Close())
	told, r := map[string]int{}, rand.New(rand.NewPCG(8, 2026))
	unlocked := func() *Phone {
		p, err := killedPhone(dir)
		must(t, err)
		must(t, p.Lock.Unlock(t.Context(), pin))
		return p
	}
	for n := range 20 {
		killAfter(t, dir, time.Duration(r.IntN(250))*time.Millisecond, told)
		if n%4 == 3 { // a PIN whose unlock was killed counts as a wrong one, and four are free
			must(t, unlocked().Close())
		}
	}
	p = unlocked()
	defer p.Close()
	all, _, err := p.History.List(history.Query{}, 0, 1<<20)
	must(t, err)
	times := map[string]int{}
	for _, one := range all {
		times[one.ID]++
	}
	if told["0"] > mostDeaf {
		t.Errorf("after %d of 20 kills the phone heard nothing", told["0"])
	}
	deaf := told["0"]
	delete(told, "0")
	for id := range told {
		if _, err := p.Vault.Get(answeredBucket, id); err != nil || times[id] != 1 {
			t.Errorf("%s is %d times in the history; %v", id, times[id], err)
		}
	}
	for id, n := range times {
		if n > 1 {
			t.Errorf("%s is %d times in the history", id, n)
		}
	}
	t.Log(len(told), "answers, 20 kills,", deaf, "of them left no reception")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// killAfter collects what a process says, and kills it a while after its first word.
func killAfter(t *testing.T, dir string, after time.Duration, told map[string]int) {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	c := exec.Command(self)
	c.Env = append(os.Environ(), childDir+"="+dir)
	out, err := c.StdoutPipe()
	must(t, err)
	must(t, c.Start())
	lines, running := bufio.NewScanner(out), false
	for lines.Scan() {
		if len(lines.Text()) > 6 && lines.Text()[:6] == "failed" {
			t.Fatal(lines.Text())
		}
		told[lines.Text()]++
		if !running {
			running = true
			time.AfterFunc(after, func() { c.Process.Kill() })
		}
	}
	c.Wait()
}
