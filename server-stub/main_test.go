package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test binary be the program: what is tested is a real process.
func TestMain(m *testing.M) {
	if os.Getenv("SERVER_STUB_RUN") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// program starts the server with those flags.
func program(t *testing.T, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), "SERVER_STUB_RUN=1", "TMPDIR="+t.TempDir())
	stderr := &bytes.Buffer{}
	cmd.Stderr = stderr
	return cmd, stderr
}

// started gives the one line and the rest of standard output.
func started(t *testing.T, cmd *exec.Cmd) (announcement, *bufio.Reader) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	r := bufio.NewReader(out)
	line, err := r.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var a announcement
	if err := json.Unmarshal([]byte(line), &a); err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	return a, r
}

func TestSaysWhereItIsAndEndsCleanly(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			cmd, stderr := program(t, "-addr", "127.0.0.1:0", "-demo", "-qa")
			a, rest := started(t, cmd)
			if len(a.Demo) != 5 || a.Demo[0].User != "anna@example.ch" || a.Demo[0].TwoFactor || !a.Demo[2].TwoFactor || a.Demo[0].Role != "representative" {
				t.Fatalf("%+v", a)
			}
			for _, path := range []string{"/.well-known/ka-configuration", "/qa/people"} {
				resp, err := http.Get(a.URL + path)
				if err != nil {
					t.Fatal(err)
				}
				resp.Body.Close()
				if resp.StatusCode != 200 {
					t.Fatalf("%s: %s", path, resp.Status)
				}
			}
			begin := time.Now()
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			more, err := io.ReadAll(rest)
			if err != nil || len(more) > 0 {
				t.Fatalf("more on standard output: %q", more)
			}
			if err := cmd.Wait(); err != nil {
				t.Fatalf("%v: %s", err, stderr)
			}
			if took := time.Since(begin); took > 20*time.Second {
				t.Fatalf("ending took %v", took)
			}
			for _, want := range []string{a.URL, "anna@example.ch", "otpauth://totp/", "Backup codes"} {
				if !strings.Contains(stderr.String(), want) {
					t.Fatalf("standard error has no %q: %s", want, stderr)
				}
			}
			tmp := ""
			for _, e := range cmd.Env {
				if v, ok := strings.CutPrefix(e, "TMPDIR="); ok {
					tmp = v
				}
			}
			if left, _ := filepath.Glob(filepath.Join(tmp, "*")); len(left) > 0 {
				t.Fatalf("left behind: %q", left)
			}
		})
	}
}

func TestWithoutDemoTheListIsEmpty(t *testing.T) {
	dir := t.TempDir()
	cmd, _ := program(t, "-addr", "127.0.0.1:0", "-data", dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasSuffix(line, `,"demo":[]}`+"\n") {
		t.Fatalf("%v: %q", err, line)
	}
	second, stderr := program(t, "-addr", "127.0.0.1:0", "-data", dir)
	if err := second.Run(); err == nil || !strings.Contains(stderr.String(), "another server") {
		t.Fatalf("a second server on the same folder: %v, %s", err, stderr)
	}
}

func TestWrongFlags(t *testing.T) {
	for name, args := range map[string][]string{
		"-qa for the world":    {"-qa", "-addr", "0.0.0.0:0"},
		"-qa at every address": {"-qa", "-addr", "[::]:0"},
		"half a certificate":   {"-tls-cert", "x"},
		"unknown profile":      {"-profile", "iso"},
		"unknown flag":         {"-nonsense"},
		"an argument":          {"nonsense"},
		"an empty address":     {"-addr", ""},
	} {
		t.Run(name, func(t *testing.T) {
			cmd, stderr := program(t, args...)
			err := cmd.Run()
			if cmd.ProcessState.ExitCode() != 2 || stderr.Len() == 0 {
				t.Fatalf("%v: %s", err, stderr)
			}
		})
	}
}

func TestServesOtherMachinesWithSecureCookiesAlone(t *testing.T) {
	for _, args := range [][]string{
		{"-addr", "0.0.0.0:0"},
		{"-addr", "[::]:0"},
		{"-addr", "0.0.0.0:0", "-origin", "http://manager.example.ch"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			cmd, stderr := program(t, args...)
			defer context.AfterFunc(ctx, func() { cmd.Process.Kill() })() // one that serves would not end
			out, err := cmd.Output()
			if cmd.ProcessState.ExitCode() != 1 || len(out) > 0 || !strings.Contains(stderr.String(), "https") {
				t.Fatalf("%v: %s%s", err, out, stderr)
			}
		})
	}
	for _, args := range [][]string{
		{"-addr", "127.0.0.1:0"},
		{"-addr", ":0"}, // a bare port is this machine's
		{"-addr", "0"},
		{"-addr", "localhost:0"},
		{"-addr", "127.0.0.1:0", "-origin", "http://localhost:8420"},
		{"-addr", "0.0.0.0:0", "-origin", "https://manager.example.ch"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			cmd, _ := program(t, args...)
			if a, _ := started(t, cmd); a.URL == "" {
				t.Fatal("it serves nowhere")
			}
		})
	}
}

func TestServesTLS(t *testing.T) {
	ts := httptest.NewTLSServer(nil)
	defer ts.Close()
	pair, dir := ts.TLS.Certificates[0], t.TempDir()
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	cert, private := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{
		cert: {Type: "CERTIFICATE", Bytes: pair.Certificate[0]}, private: {Type: "PRIVATE KEY", Bytes: key},
	} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	world, _ := program(t, "-addr", "0.0.0.0:0", "-tls-cert", cert, "-tls-key", private)
	if a, _ := started(t, world); !strings.HasPrefix(a.URL, "https://") {
		t.Fatalf("other machines are served at %s", a.URL)
	}
	cmd, _ := program(t, "-addr", "127.0.0.1:0", "-tls-cert", cert, "-tls-key", private)
	a, _ := started(t, cmd)
	resp, err := ts.Client().Get(a.URL + "/.well-known/ka-configuration")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if !strings.HasPrefix(a.URL, "https://127.0.0.1:") || resp.StatusCode != 200 || resp.Header.Get("Strict-Transport-Security") == "" {
		t.Fatalf("%s: %s %v", a.URL, resp.Status, resp.Header)
	}
}
