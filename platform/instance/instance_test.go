//go:build linux && !android

package instance

import (
	"bufio"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kauth/core"
)

// asProcess has the test's own binary be the app: it claims the vault, says so, and
// prints what it is handed until it is killed.
const asProcess = "KAUTH_TEST_CLAIM"

func TestMain(m *testing.M) {
	vault := os.Getenv(asProcess)
	if vault == "" {
		os.Exit(m.Run())
	}
	out := func(s string) { _, _ = os.Stdout.WriteString(s + "\n") }
	_, handed, err := Claim(context.Background(), vault, os.Getenv("KAUTH_TEST_LINK"), func(link string) { out("taken " + link) })
	switch {
	case err != nil:
		out("error " + string(core.KindOf(err)))
	case handed:
		out("handed")
	default:
		out("first")
		select {}
	}
}

type process struct {
	t     *testing.T
	cmd   *exec.Cmd
	lines *bufio.Scanner
}

func start(t *testing.T, vault, link string) *process {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), asProcess+"="+vault, "KAUTH_TEST_LINK="+link)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{t, cmd, bufio.NewScanner(out)}
	t.Cleanup(p.kill)
	return p
}

func (p *process) kill() { _ = p.cmd.Process.Kill(); _ = p.cmd.Wait() }

func (p *process) says(want string) {
	p.t.Helper()
	if !p.lines.Scan() || p.lines.Text() != want {
		p.t.Fatalf("it says %q, not %q", p.lines.Text(), want)
	}
}

// place is a private folder for sockets, whose path is short enough for one.
func place(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "kauth-i-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	t.Setenv("XDG_RUNTIME_DIR", dir)
	t.Setenv("TMPDIR", dir)
	return dir
}

func TestASecondStartHandsItsAddressToTheFirstAndEnds(t *testing.T) {
	place(t)
	vault := t.TempDir()
	first := start(t, vault, "")
	first.says("first")
	for _, link := range []string{"otpauth://totp/a?secret=x", "", "\x01ü\"<>", strings.Repeat("a", MaxLink-1)} {
		start(t, vault, link).says("handed")
		first.says("taken " + link)
	}
}

func TestEachVaultHasItsOwn(t *testing.T) {
	dir := place(t)
	one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	start(t, one, "").says("first")
	start(t, two, "").says("first")
	if err := os.Mkdir(one, 0o700); err != nil { // made after it was claimed
		t.Fatal(err)
	}
	alias := filepath.Join(dir, "alias")
	if err := os.Symlink(one, alias); err != nil {
		t.Fatal(err)
	}
	start(t, alias, "").says("handed")
	start(t, filepath.Join(one, "..", "one"), "").says("handed")
}

func TestOneThatWasKilledIsNoObstacle(t *testing.T) {
	dir := place(t)
	vault := t.TempDir()
	first := start(t, vault, "")
	first.says("first")
	first.kill()
	if left, _ := filepath.Glob(filepath.Join(dir, "*.sock")); len(left) != 1 {
		t.Fatalf("left %q: nothing is tested", left)
	}
	start(t, vault, "").says("first")
}

// While one leaves, the next waits until the vault is free.
func TestAStartWhileTheFirstIsLeavingTakesItsPlace(t *testing.T) {
	place(t)
	vault := t.TempDir()
	i, handed, err := Claim(t.Context(), vault, "", func(string) { t.Error("handed to one that leaves") })
	if err != nil || handed {
		t.Fatal(handed, err)
	}
	i.Quiet()
	second := start(t, vault, "x")
	time.AfterFunc(300*time.Millisecond, i.Close)
	second.says("first")
}

func TestSeveralAtOnceAreOneAndTheRestHandOver(t *testing.T) {
	place(t)
	vault := t.TempDir()
	all := make([]*process, 6)
	for n := range all {
		all[n] = start(t, vault, "x")
	}
	firsts := 0
	for _, p := range all {
		p.lines.Scan()
		switch p.lines.Text() {
		case "first":
			firsts++
		case "handed":
		default:
			t.Errorf("%q", p.lines.Text())
		}
	}
	if firsts != 1 {
		t.Errorf("%d are the first", firsts)
	}
}

func TestAFolderOfSomebodyElseIsNotTrusted(t *testing.T) {
	dir := place(t)
	open := filepath.Join(dir, "open")
	if err := os.Mkdir(open, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open, 0o777); err != nil { // past the umask
		t.Fatal(err)
	}
	t.Setenv("XDG_RUNTIME_DIR", open)
	got, err := private()
	if err != nil || got == open || !strings.HasPrefix(got, dir) {
		t.Fatalf("%q, %v", got, err)
	}
	if err := os.Remove(got); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(open, got); err != nil { // somebody was there before us
		t.Fatal(err)
	}
	if _, _, err := Claim(t.Context(), "v", "", nil); core.KindOf(err) != core.Unsupported {
		t.Errorf("%v", err)
	}
}

func TestWhatIsNoHandOverIsDropped(t *testing.T) {
	dir := place(t)
	taken := make(chan string, 1)
	i, _, err := Claim(t.Context(), "v", "", func(link string) { taken <- link })
	if err != nil {
		t.Fatal(err)
	}
	defer i.Close()
	socket := filepath.Join(dir, nameOf("v")+".sock")
	for _, bad := range []string{"GET / HTTP/1.1\r\n\r\n", `{"link":"` + strings.Repeat("a", MaxLink+1) + `"}`, `{"link":1}`, "\x00", ""} {
		conn, err := net.Dial("unix", socket)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = conn.Write([]byte(bad))
		_ = conn.(*net.UnixConn).CloseWrite()
		if n, _ := conn.Read(make([]byte, 2)); n > 0 {
			t.Errorf("%.20q was taken", bad)
		}
		conn.Close()
	}
	if len(taken) > 0 {
		t.Errorf("took %q", <-taken)
	}
	if _, handed, err := Claim(t.Context(), "v", strings.Repeat("b", MaxLink+5), nil); !handed || len(<-taken) != MaxLink {
		t.Errorf("one that is too long: %v, %v", handed, err)
	}
}

func TestAProcessThatOnlyWaitsDisturbsNobody(t *testing.T) {
	place(t)
	taken := make(chan string, 1)
	first, _, err := Claim(t.Context(), "v", "", func(link string) { taken <- link })
	if err != nil {
		t.Fatal(err)
	}
	soon, cancel := context.WithTimeout(t.Context(), 3*again)
	defer cancel()
	if _, err := Wait(soon, "v", nil); core.KindOf(err) != core.VaultBusy {
		t.Errorf("beside the first: %v", err)
	}
	waited := make(chan error, 1)
	go func() {
		i, err := Wait(t.Context(), "v", func(link string) { taken <- link })
		t.Cleanup(i.Close)
		waited <- err
	}()
	first.Close()
	if err := <-waited; err != nil {
		t.Fatalf("once the first has ended: %v", err)
	}
	select {
	case link := <-taken:
		t.Errorf("the first was handed %q", link)
	default:
	}
	if _, handed, err := Claim(t.Context(), "v", "kauth://link", nil); err != nil || !handed || <-taken != "kauth://link" {
		t.Errorf("a start by the person: %v, %v", handed, err)
	}
}
