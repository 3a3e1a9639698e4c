//go:build bench

package stub

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"kauth/core/api"
)

const benchEnv = "KAUTH_BENCH_SERVER"

func init() {
	children[benchEnv] = func(dir string) {
		s, err := New(Options{Data: dir})
		if err == nil {
			err = s.Listen("127.0.0.1:0", "", "")
		}
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(s.Origin())
		io.Copy(io.Discard, os.Stdin)
		s.Close()
	}
}

// alone starts a server in a process of its own.
func alone(t testing.TB, dir string) (origin string, pid int, end func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), benchEnv+"="+dir)
	in, err := cmd.StdinPipe()
	check(t, err)
	out, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	origin, err = bufio.NewReader(out).ReadString('\n')
	check(t, err)
	return strings.TrimSpace(origin), cmd.Process.Pid, func() {
		in.Close()
		cmd.Wait()
	}
}

// memory is what a process has at most had, in MiB, since it was last asked.
func memory(t testing.TB, pid int) float64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	check(t, err)
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	check(t, err)
	check(t, os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", pid), []byte("5"), 0))
	return kib / 1024
}

// opened is a login that was begun before the measurement, and its browser's cookie.
type opened struct {
	begunLogin
	who int
}

func (pop *population) open(t testing.TB, from, to, each int) (logins []opened) {
	t.Helper()
	check(t, pop.s.update(func(t *tx) error {
		for who := from; who < to; who++ {
			for range each {
				l, err := t.newLogin(pop.people[who].ID, "Manager")
				if err != nil {
					return err
				}
				logins = append(logins, opened{l, who})
			}
		}
		return nil
	}))
	return logins
}

// flood sends wrong passwords at that rate until the end of stop, over 64
// connections, and gives how long the answers took, by their status.
func flood(origin string, rate int, stop <-chan struct{}) map[int][]time.Duration {
	const at = 64
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: at}}
	took := map[int][]time.Duration{}
	var mu sync.Mutex
	var all sync.WaitGroup
	for worker := range at {
		all.Go(func() {
			tick := time.NewTicker(time.Duration(at) * time.Second / time.Duration(rate))
			defer tick.Stop()
			for n := 0; ; n++ {
				select {
				case <-tick.C:
				case <-stop:
					return
				}
				begun := time.Now()
				body := fmt.Sprintf(`{"user":"nobody%d.%d.%d@example.ch","password":"wrong"}`, worker, n, time.Now().UnixNano())
				resp, err := client.Post(origin+api.PathLogins, api.TypeJSON, strings.NewReader(body))
				if err != nil {
					continue
				}
				io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				mu.Lock()
				took[resp.StatusCode] = append(took[resp.StatusCode], time.Since(begun))
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return took
}

// TestBenchPasswords asks phones and checks codes, two of each at once, while
// nobody and while many give wrong passwords.
func TestBenchPasswords(t *testing.T) {
	const asks, codes, phases = 60, 120, 3 * benchRounds
	dir := t.TempDir()
	pop := newPopulation(t, Options{Data: dir, Now: time.Now}, asks+codes*phases)
	requests := pop.open(t, 0, asks, phases)
	tries := pop.open(t, asks, len(pop.people), 1)
	check(t, pop.s.Close())
	at, pid, end := alone(t, dir)
	defer end()
	pop.at = at
	over := &http.Transport{MaxIdleConnsPerHost: 8}
	counters := make([]uint64, len(pop.people))
	// as gives the browser of a login.
	as := func(l opened) *seat {
		seat := pop.seat(l.who, over)
		seat.counter = counters[l.who]
		counters[l.who] += 10
		jar, _ := cookiejar.New(nil)
		u, _ := url.Parse(at)
		jar.SetCookies(u, []*http.Cookie{{Name: loginCookieName(l.ID), Value: l.Secret, Path: "/"}})
		seat.computer = &http.Client{Jar: jar, Transport: over}
		return seat
	}
	phase := 0
	calm := func() []float64 {
		var all sync.WaitGroup
		var asked, checked []float64
		now := phase
		phase++
		all.Go(func() {
			asked = crowd(2, asks, func(_, thing int) {
				l := requests[thing*phases+now]
				seat := as(l)
				if err := seat.answered(l.ID); err != nil {
					t.Error(err)
				}
				if err := seat.send(seat.computer, "POST", api.Path(api.PathLogin, l.ID)+"/redeem", "", nil, nil); err != nil {
					t.Error(err)
				}
			})
		})
		all.Go(func() {
			checked = crowd(2, codes, func(_, thing int) {
				l := tries[now*codes+thing]
				code := string(pop.devices[l.who].Code.at(time.Now().Unix() / codePeriod))
				seat := as(l)
				if err := seat.send(seat.computer, "POST", api.Path(api.PathLogin, l.ID)+"/totp", "", api.CodeRequest{Code: code}, nil); err != nil {
					t.Error(err)
				}
			})
		})
		all.Wait()
		return []float64{asked[1], asked[2], checked[1], checked[2], memory(t, pid)}
	}
	answers := map[int][]time.Duration{}
	during := func(rate int) func() []float64 {
		return func() []float64 {
			stop, over := make(chan struct{}), make(chan struct{})
			go func() {
				defer close(over)
				for status, took := range flood(at, rate, stop) {
					answers[status] = append(answers[status], took...)
				}
			}()
			time.Sleep(time.Second) // until the line is full
			figures := calm()
			close(stop)
			<-over
			return figures
		}
	}
	compare(t, "requests and codes while passwords are flooded in, server in a process of its own",
		[]string{"request ms, median", "p99", "code ms, median", "p99", "MiB at most"},
		contestant{"calm", calm},
		contestant{"30 wrong passwords a second", during(30)},
		contestant{"400 wrong passwords a second", during(400)},
	)
	for status, took := range answers {
		median, p99 := percentiles(took)
		fmt.Printf("%d wrong passwords answered with %d: median %.1f ms, p99 %.1f ms, longest %.1f ms\n",
			len(took), status, median, p99, float64(slices.Max(took))/1e6)
	}
}
