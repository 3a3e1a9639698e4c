//go:build bench

package stub

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// audience is many phones on raw sockets: the same reader for every server.
type audience struct {
	t      *testing.T
	conns  []net.Conn
	marker []byte
	at     []atomic.Int64 // when the phone's message arrived
	ends   sync.WaitGroup
}

// gather connects n phones, sixteen at once. hello does what the protocol needs
// before a phone only listens.
func gather(t *testing.T, n int, marker string, hello func(i int) (net.Conn, error)) *audience {
	c := &audience{t: t, conns: make([]net.Conn, n), at: make([]atomic.Int64, n), marker: []byte(marker)}
	var greeting sync.WaitGroup
	var failed atomic.Pointer[error]
	next := make(chan int)
	for range 16 {
		greeting.Go(func() {
			for i := range next {
				conn, err := hello(i)
				if err != nil {
					failed.Store(&err)
					continue
				}
				c.conns[i] = conn
				c.ends.Go(func() { c.listen(i) })
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	greeting.Wait()
	if err := failed.Load(); err != nil {
		t.Fatal(*err)
	}
	return c
}

func (c *audience) listen(i int) {
	buf := make([]byte, 4096)
	for {
		n, err := c.conns[i].Read(buf)
		if bytes.Contains(buf[:n], c.marker) {
			c.at[i].Store(time.Now().UnixNano())
		}
		if err != nil {
			return
		}
	}
}

func (c *audience) leave() {
	for _, conn := range c.conns {
		if conn != nil {
			conn.Close()
		}
	}
	c.ends.Wait()
}

// measure has a message sent to each of the phones in turn, at that rate, and gives
// when each was sent and arrived.
func (c *audience) measure(phones []int, rate int, send func(i int) error) (sent, arrived []int64) {
	c.t.Helper()
	sent = make([]int64, len(phones))
	begin := time.Now()
	for k, i := range phones {
		time.Sleep(time.Until(begin.Add(time.Duration(k) * time.Second / time.Duration(rate))))
		c.at[i].Store(0)
		sent[k] = time.Now().UnixNano()
		if err := send(i); err != nil {
			c.t.Fatal(err)
		}
	}
	time.Sleep(500 * time.Millisecond)
	for _, i := range phones {
		at := c.at[i].Load()
		if at == 0 {
			c.t.Fatalf("phone %d got nothing", i)
		}
		arrived = append(arrived, at)
	}
	return sent, arrived
}

// latency is the median and the 99th percentile, in microseconds.
type latency struct{ median, p99 float64 }

func between(from, to []int64) latency {
	var us []float64
	for i := range from {
		us = append(us, float64(to[i]-from[i])/1000)
	}
	slices.Sort(us)
	return latency{us[len(us)/2], us[len(us)*99/100]}
}

// subject is a process that is measured.
type subject struct {
	t     *testing.T
	cmd   *exec.Cmd
	stdin io.Closer
}

// launch starts a program and waits until ready finds in its output, or reaches,
// what it waits for.
func launch(t *testing.T, env []string, name string, args ...string) (*subject, *bufio.Reader) {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	if name != os.Args[0] {
		cmd.Stderr = nil
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	return &subject{t, cmd, in}, bufio.NewReader(out)
}

func (s *subject) stop() {
	s.stdin.Close()
	done := time.AfterFunc(10*time.Second, func() { s.cmd.Process.Kill() })
	if !strings.HasSuffix(s.cmd.Path, ".test") {
		s.cmd.Process.Signal(os.Interrupt)
	}
	s.cmd.Wait()
	done.Stop()
}

// memory is the resident memory of the process in KiB.
func (s *subject) memory() float64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		s.t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "VmRSS:")
	kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	if err != nil {
		s.t.Fatal(err)
	}
	return kib
}

// reach dials until somebody listens.
func reach(t *testing.T, addr string) {
	for start := time.Now(); time.Since(start) < 10*time.Second; time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", addr); err == nil {
			c.Close()
			return
		}
	}
	t.Fatal("nobody listens at " + addr)
}

func freeAddr(t *testing.T) (addr, port string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ = net.SplitHostPort(l.Addr().String())
	return l.Addr().String(), port
}

// control asks the second address of our server.
func control(t *testing.T, addr, what string, into any) {
	t.Helper()
	resp, err := http.Get("http://" + addr + what)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		body, _ := io.ReadAll(resp.Body)
		t.Fatalf("%s: %s", what, body)
	}
	if into != nil {
		if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
			t.Fatal(err)
		}
	}
}
