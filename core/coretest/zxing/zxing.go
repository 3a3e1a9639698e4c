// Package zxing reads QR codes by zxing-cpp (npm zxing-wasm), a reader that shares no
// line with ours: the yardstick for what we read, and a judge of what we draw. It
// needs node and npm, and installs the pinned package beside a copy of its lock file.
// For tests alone.
package zxing

import (
	"bufio"
	"embed"
	"encoding/binary"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

//go:embed package.json package-lock.json read.mjs
var files embed.FS

// Code is what one code says: as text, as zxing guesses its characters, and exactly.
type Code struct {
	Text  string `json:"text"`
	Bytes []byte `json:"bytes"`
}

// Reader is zxing in a process of its own, which ends with the test.
type Reader struct {
	t   testing.TB
	mu  sync.Mutex
	in  io.WriteCloser
	out *json.Decoder
}

// Start installs zxing-wasm and starts it. Everything that it can try is on; it looks
// for one code a picture.
func Start(t testing.TB) *Reader {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "read.mjs"} {
		data, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	install := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v: %s", err, out)
	}
	return run(t, dir)
}

func run(t testing.TB, dir string) *Reader {
	t.Helper()
	cmd := exec.Command("node", "read.mjs")
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close() // node ends when there is nothing left to read
		_ = cmd.Wait()
	})
	return &Reader{t: t, in: in, out: json.NewDecoder(bufio.NewReader(out))}
}

// Read gives the codes in a gray picture, rows without gaps, and the processor time
// that reading took in there, without the way to and from the process.
func (r *Reader) Read(width, height int, pix []byte) ([]Code, time.Duration) {
	r.t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	frame := binary.LittleEndian.AppendUint32(make([]byte, 0, 8+len(pix)), uint32(width))
	frame = append(binary.LittleEndian.AppendUint32(frame, uint32(height)), pix...)
	if _, err := r.in.Write(frame); err != nil {
		r.t.Fatal(err)
	}
	var reply struct {
		Nanoseconds int64
		Codes       []Code
	}
	if err := r.out.Decode(&reply); err != nil {
		r.t.Fatal(err)
	}
	return reply.Codes, time.Duration(reply.Nanoseconds)
}
