package faults

import (
	"bufio"
	"bytes"
	"hash/fnv"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Proxy stands in front of a server, at one address for as long as it lives.
type Proxy struct {
	listener net.Listener
	seed     uint64
	closed   chan struct{}
	all      sync.WaitGroup

	mu       sync.Mutex
	server   string // where the requests go; "": nowhere, it is down
	calm     bool   // nothing goes wrong
	nth      map[string]uint64
	counts   map[string]int
	open     map[net.Conn]bool
	passed   int           // requests that went through
	overtake chan struct{} // closes when the next one does
}

// Listen starts a proxy that is calm.
func Listen(seed uint64) (*Proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{
		listener: l, seed: seed, closed: make(chan struct{}), calm: true,
		nth: map[string]uint64{}, counts: map[string]int{}, open: map[net.Conn]bool{}, overtake: make(chan struct{}),
	}
	p.all.Go(p.accept)
	return p, nil
}

// Origin is its address, as that of a server.
func (p *Proxy) Origin() string { return "http://" + p.listener.Addr().String() }

// Serve has requests go to that address; "": to nobody, and all that is open breaks.
func (p *Proxy) Serve(address string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.server = address
	if address == "" {
		for c := range p.open {
			c.Close()
		}
	}
}

// Calm has everything go well, or ends that.
func (p *Proxy) Calm(calm bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calm = calm
}

// Counts says how often each fault struck.
func (p *Proxy) Counts() map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.counts)
}

// Close ends it and waits for all that it has begun.
func (p *Proxy) Close() {
	close(p.closed)
	p.listener.Close()
	p.Serve("")
	p.all.Wait()
}

func (p *Proxy) accept() {
	for {
		c, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.keep(c)
		p.all.Go(func() {
			defer p.drop(c)
			r := bufio.NewReader(c)
			for p.one(c, r) {
			}
		})
	}
}

// keep has a connection close with the proxy, or when the server goes down.
func (p *Proxy) keep(c net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open[c] = true
	select {
	case <-p.closed:
		c.Close()
	default:
	}
}

func (p *Proxy) drop(c net.Conn) {
	c.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, c)
}

// one carries a request and its reply; false where the connection is over.
func (p *Proxy) one(c net.Conn, r *bufio.Reader) bool {
	req, err := http.ReadRequest(r)
	if err != nil {
		return false
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return false
	}
	var raw bytes.Buffer
	req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	req.Header.Set("Connection", "close") // one connection each to the server: it may be another one next time
	if req.Write(&raw) != nil {
		return false
	}
	fault, luck := p.choose(kind(req))
	return p.carry(c, raw.Bytes(), fault, luck)
}

// kind is what requests are counted by: ids are others in every run.
func kind(req *http.Request) string {
	parts := strings.Split(req.URL.Path, "/")
	for i, part := range parts {
		if strings.Contains(part, "_") && len(part) > 20 {
			parts[i] = "{id}"
		}
	}
	held := ""
	if w := req.URL.Query().Get("wait"); w != "" && w != "0" {
		held = " held"
	}
	return req.Method + " " + strings.Join(parts, "/") + held
}

// choose takes the fault for the next request of its kind.
func (p *Proxy) choose(kind string) (fault, *rand.Rand) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.nth[kind]++
	h := fnv.New64a()
	io.WriteString(h, kind)
	luck := rand.New(rand.NewPCG(p.seed, h.Sum64()+p.nth[kind]))
	f := pick(luck)
	if p.calm {
		f = faultList[0]
	}
	p.counts[f.name]++
	return f, luck
}

func (p *Proxy) count(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counts[name]++
}

// wait sleeps, and says whether the proxy still stands.
func (p *Proxy) wait(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-p.closed:
		return false
	}
}
