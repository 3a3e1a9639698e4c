package stub

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

func TestNobodyKeepsTheServerFromEnding(t *testing.T) {
	const head = " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
	for name, says := range map[string]string{
		"nothing said":   "",
		"half a header":  "GET /login" + head,
		"a slow body":    "POST " + api.PathLogins + head + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
		"a slow reader":  "GET /slow" + head + "\r\n",
		"nothing wanted": "GET /login" + head + "\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, Options{Demo: true})
			w.s.SetOrigin("")
			w.ok(w.s.Listen("127.0.0.1:0", "", ""))
			w.ok(w.s.Fault(Fault{Kind: "huge", Path: "/slow"}))
			at, err := url.Parse(w.s.Origin())
			w.ok(err)
			conn, err := net.Dial("tcp", at.Host)
			w.ok(err)
			defer conn.Close()
			_, err = io.WriteString(conn, says)
			w.ok(err)
			switch name {
			case "a slow reader":
				_, err = io.ReadFull(conn, make([]byte, 20)) // it is being answered
				w.ok(err)
			case "nothing wanted":
				line, err := bufio.NewReader(conn).ReadString('\n')
				w.ok(err)
				if !strings.Contains(line, "200") {
					t.Fatal(line)
				}
			}
			w.endsSoon()
			w.start()
		})
	}
}

// patient is for what is answered at once, by a machine that may stand still meanwhile.
var patient = lastLimits{read: within, write: within, word: within}

// endsSoon is long before a held poll's end, or the end of a slow reader's time.
func (w *world) endsSoon() {
	w.t.Helper()
	begun := time.Now()
	w.ok(w.s.Close())
	if took := time.Since(begun); took > 20*time.Second {
		w.t.Errorf("the end took %v", took)
	}
}

func TestAHeldPollIsAnsweredWhenTheServerEnds(t *testing.T) {
	cert, key, trusted := pair(t)
	for name, protocols := range map[string][]string{"HTTP/1.1": {"http/1.1"}, "HTTP/2": {"h2"}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, Options{})
			b, _ := w.linked()
			w.s.SetOrigin("")
			w.s.limits.last = patient
			w.ok(w.s.Listen("127.0.0.1:0", cert, key))
			over := trusted.Clone()
			over.TLSClientConfig = &tls.Config{RootCAs: trusted.TLSClientConfig.RootCAs, NextProtos: protocols}
			over.ForceAttemptHTTP2 = name == "HTTP/2"
			b.client.Transport = over
			body := `{"user":"` + annaUser + `","password":"` + annaPass + `"}`
			resp, err := b.client.Post(w.s.Origin()+api.PathLogins, api.TypeJSON, strings.NewReader(body))
			var l api.LoginReply
			read(t, resp, err).want(201).into(&l)
			held := make(chan result, 1)
			go func() {
				resp, err := b.client.Get(w.s.Origin() + api.Path(api.PathLogin, l.ID) + "?wait=25")
				held <- read(t, resp, err)
			}()
			for !w.s.wakes.awaits(l.ID) {
				runtime.Gosched()
			}
			w.endsSoon()
			if r := <-held; r.status != 200 || r.header.Get("Date") == "" {
				t.Errorf("%d %s", r.status, r.body)
			}
			w.start()
		})
	}
}

func (b *broadcaster) awaits(topic string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.waiting[topic]) > 0
}

func TestHandshakeThatIsNeverEndedDoesNotKeepTheServer(t *testing.T) {
	cert, key, _ := pair(t)
	s, err := New(Options{Data: t.TempDir(), CheapHash: true})
	if err != nil {
		t.Fatal(err)
	}
	s.limits.header = 4 * within // what the handshake would be given
	if err := s.Listen("127.0.0.1:0", cert, key); err != nil {
		t.Fatal(err)
	}
	c, err := net.Dial("tcp", strings.TrimPrefix(s.Origin(), "https://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	known := func() bool {
		s.conns.mu.Lock()
		defer s.conns.mu.Unlock()
		return len(s.conns.all) > 0
	}
	for !known() {
		runtime.Gosched()
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Close() }()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(within):
		t.Fatal("the server goes on for who says nothing")
	}
}
