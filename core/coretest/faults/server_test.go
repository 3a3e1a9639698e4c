package faults_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"kauth/core/coretest/faults"
	"kauth/server-stub/stub"
)

const (
	serverEnv = "KAUTH_TEST_FAULTS_SERVER" // "folder origin people"
	password  = "correct horse"
)

func TestMain(m *testing.M) {
	if how := os.Getenv(serverEnv); how != "" {
		serve(how)
		return
	}
	os.Exit(m.Run())
}

func person(n int) string { return fmt.Sprintf("p%d@example.ch", n) }

// serve is the server, in a process of its own so that it can be killed.
func serve(how string) {
	var dir, origin string
	var people int
	fmt.Sscan(how, &dir, &origin, &people)
	s, err := stub.New(stub.Options{Data: dir, Origin: origin, CheapHash: true, QA: true})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for n := range people {
		s.AddPerson(person(n), password, "representative") // or is there from before
	}
	s.SetMode("confirm")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(l.Addr())
	go func() { // it ends with the test, however that ends
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	http.Serve(l, s.Handler())
}

// server is that process, in front of which a proxy stands.
type server struct {
	t      *testing.T
	dir    string
	people int
	proxy  *faults.Proxy

	mu      sync.Mutex
	address string
	cmd     *exec.Cmd
	kills   int
}

func (s *server) start() {
	s.t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fmt.Sprint(serverEnv, "=", s.dir, " ", s.proxy.Origin(), " ", s.people))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		_, err = cmd.StdinPipe()
	}
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		s.t.Error(err)
		return
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	if _, _, err := net.SplitHostPort(strings.TrimSpace(line)); err != nil {
		s.t.Errorf("the server does not start: %q", line)
	}
	s.mu.Lock()
	s.cmd, s.address = cmd, strings.TrimSpace(line)
	s.mu.Unlock()
	s.proxy.Serve(s.address)
}

// kill ends it in whatever it does.
func (s *server) kill() {
	s.mu.Lock()
	cmd := s.cmd
	s.kills++
	s.mu.Unlock()
	cmd.Process.Kill()
	s.proxy.Serve("")
	cmd.Wait()
}

// at is where it answers now, without faults.
func (s *server) at() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return "http://" + s.address
}
