//go:build linux && !android

package network

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

const childEnv = "KAUTH_TEST_NETWORK"

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		watchAlone()
		return
	}
	os.Exit(m.Run())
}

// watchAlone watches a network that has nothing yet, brings an interface up and takes
// it down, with the system's own ip, and says what it hears.
func watchAlone() {
	heard := make(chan Change, 10)
	k, err := open()
	if err != nil {
		fmt.Println(err)
		return
	}
	go follow(context.Background(), k, way, func(c Change) { heard <- c })
	for _, command := range []string{
		"ip link add kauth0 type veth peer name kauth1", "ip link set kauth1 up", "ip link set kauth0 up",
		"ip addr add 192.0.2.7/24 dev kauth0", "ip link set kauth0 down",
	} {
		args := strings.Fields(command)
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			fmt.Printf("%s: %v %s\n", command, err, out)
			return
		}
		want, ends := strings.HasPrefix(command, "ip addr"), strings.HasSuffix(command, " down")
		for want || ends {
			select {
			case c := <-heard:
				if c.Online == want && c.Online != ends {
					want, ends = false, false
				}
			case <-time.After(time.Minute):
				fmt.Println("nothing is heard of", command)
				return
			}
		}
	}
	fmt.Println("heard")
}

// The kernel itself tells, in a network of its own that a child process makes.
func TestKernelTellsOfANetworkThatComesAndGoes(t *testing.T) {
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("no ip here: ", err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if err != nil && strings.Contains(err.Error(), "not permitted") {
		t.Skip("no network of its own may be made here: ", err)
	}
	// Some systems allow it, and then let it do nothing; or have no such interface.
	if said := string(out); strings.HasPrefix(said, "ip link add") && (strings.Contains(said, "not permitted") || strings.Contains(said, "not supported")) {
		t.Skip("no interface may be made here: ", said)
	}
	if strings.TrimSpace(string(out)) != "heard" {
		t.Fatalf("%v\n%s", err, out)
	}
}

func TestWatchEndsWithItsContext(t *testing.T) {
	before := runtime.NumGoroutine()
	ctx, stop := context.WithCancel(t.Context())
	Watch(ctx, func(Change) {})
	stop()
	for end := time.Now().Add(time.Minute); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines instead of %d", runtime.NumGoroutine(), before)
		}
	}
}
