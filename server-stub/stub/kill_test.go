package stub

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const killEnv = "KAUTH_TEST_KILLED" // "folder honest" or "folder lying"

// children are what this program is besides tests, started again with a variable set.
var children = map[string]func(string){
	killEnv: func(how string) {
		dir, mode, _ := strings.Cut(how, " ")
		writeUntilKilled(dir, mode == "lying")
	},
}

func TestMain(m *testing.M) {
	for variable, child := range children {
		if how := os.Getenv(variable); how != "" {
			child(how)
			return
		}
	}
	os.Exit(m.Run())
}

const killWriters = 16

// writeUntilKilled counts on sixteen goroutines, and says each number once it is
// on disk; the liar says it a moment before.
func writeUntilKilled(dir string, lies bool) {
	s, err := New(Options{Data: dir})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for writer := range killWriters {
		go func() {
			name := "w" + strconv.Itoa(writer)
			for n := 1; ; n++ {
				line := []byte(name + " " + strconv.Itoa(n) + "\n")
				err := s.update(func(t *tx) error {
					t.put(inDemo, name, n)
					t.put(inDemo, name+" again", n)
					if lies {
						os.Stdout.Write(line)
					}
					return nil
				})
				if err == nil && !lies {
					os.Stdout.Write(line)
				}
			}
		}()
	}
	select {}
}

// killed runs the process for a moment, kills it, and tells how many writers lost
// something that they had said, and how many have half of a transaction.
func killed(t *testing.T, mode string, after time.Duration) (said, lost, half int) {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killEnv+"="+dir+" "+mode)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	last := map[string]int{}
	var kill sync.Once
	for lines := bufio.NewScanner(out); lines.Scan(); {
		name, n, _ := strings.Cut(lines.Text(), " ")
		if last[name], err = strconv.Atoi(n); err != nil {
			t.Fatal(lines.Text())
		}
		kill.Do(func() { time.AfterFunc(after, func() { cmd.Process.Kill() }) })
	}
	cmd.Wait()
	s, err := New(Options{Data: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.view(func(t *tx) error {
		for name, said := range last {
			has := func(name string) int {
				n, err := load[int](t, inDemo, name)
				if err != nil {
					return 0
				}
				return *n
			}
			if has(name) < said {
				lost++
			}
			if has(name) != has(name+" again") {
				half++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return len(last), lost, half
}

func TestNothingAcknowledgedIsLost(t *testing.T) {
	moment := func() time.Duration { return time.Duration(rand.IntN(40_000)) * time.Microsecond }
	for range 10 {
		if said, lost, half := killed(t, "honest", moment()); said == 0 || lost+half > 0 {
			t.Fatalf("of %d writers %d lost what they had acknowledged, %d have half of it", said, lost, half)
		}
	}
	// The same look at a server that acknowledges before it writes has to find it out.
	for range 50 {
		if _, lost, _ := killed(t, "lying", moment()); lost > 0 {
			return
		}
	}
	t.Fatal("a server that acknowledges too early was not found out: this test sees nothing")
}
