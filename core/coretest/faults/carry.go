package faults

import (
	"bufio"
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"time"
)

// fault is one way to go wrong; of is how often it does, of 1000 requests.
type fault struct {
	name string
	of   int
}

// faultList begins with what goes well, whose share is what the others leave.
var faultList = []fault{
	{"well", 0},
	{"drop request", 30},     // the server never sees it
	{"drop reply", 40},       // it does, and nobody hears
	{"reset", 20},            // the same, the hard way
	{"delay request", 40},    //
	{"delay reply", 40},      //
	{"duplicate", 40},        // the reply of either comes back
	{"replay later", 30},     // again, after others
	{"overtaken", 40},        // another one goes first
	{"truncate reply", 30},   //
	{"never answered", 3},    // until whoever asked gives up
	{"cut stream", 60},       // in mid event as a rule; where there is none, all is well
	{"split and stall", 100}, // a stream in small pieces
	{"twice the same event", 40},
}

func pick(luck *rand.Rand) fault {
	n := luck.IntN(1000)
	for _, f := range faultList {
		if n -= f.of; n < 0 {
			return f
		}
	}
	return faultList[0]
}

// some is a while of at most that.
func some(luck *rand.Rand, most time.Duration) time.Duration {
	return time.Duration(luck.Int64N(int64(most)))
}

// carry takes a request to the server and its reply back.
func (p *Proxy) carry(c net.Conn, raw []byte, f fault, luck *rand.Rand) bool {
	switch f.name {
	case "drop request":
		return false
	case "never answered":
		io.Copy(io.Discard, c) // until it hangs up
		return false
	case "delay request":
		if !p.wait(some(luck, 300*time.Millisecond)) {
			return false
		}
	case "overtaken":
		p.letPass(luck)
	case "replay later":
		p.all.Go(func() {
			for range 1 + luck.IntN(3) {
				p.letPass(luck)
			}
			p.repeat(raw)
		})
	}
	if f.name == "duplicate" && luck.IntN(2) == 0 {
		p.repeat(raw) // the one that is answered comes second
	}
	back, reply, err := p.ask(raw)
	if err != nil {
		return false
	}
	defer p.drop(back)
	p.pass()
	if strings.HasPrefix(reply.Header.Get("Content-Type"), "text/event-stream") {
		p.stream(c, back, reply, f, luck)
		return false
	}
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		return false
	}
	if f.name == "duplicate" {
		p.repeat(raw)
	}
	return p.answer(c, reply, body, f, luck)
}

// ask sends the request on a connection of its own.
func (p *Proxy) ask(raw []byte) (net.Conn, *http.Response, error) {
	p.mu.Lock()
	address := p.server
	p.mu.Unlock()
	if address == "" {
		return nil, nil, io.ErrClosedPipe
	}
	back, err := net.Dial("tcp", address)
	if err != nil {
		return nil, nil, err
	}
	p.keep(back)
	if _, err = back.Write(raw); err == nil {
		var reply *http.Response
		if reply, err = http.ReadResponse(bufio.NewReader(back), nil); err == nil {
			return back, reply, nil
		}
	}
	p.drop(back)
	return nil, nil, err
}

// repeat sends it again, and lets nobody hear of the reply. A stream is left at once.
func (p *Proxy) repeat(raw []byte) {
	back, reply, err := p.ask(raw)
	if err != nil {
		return
	}
	if !strings.HasPrefix(reply.Header.Get("Content-Type"), "text/event-stream") {
		io.Copy(io.Discard, reply.Body)
	}
	p.drop(back)
}

// answer gives the reply back.
func (p *Proxy) answer(c net.Conn, reply *http.Response, body []byte, f fault, luck *rand.Rand) bool {
	switch f.name {
	case "drop reply":
		return false
	case "reset":
		if t, ok := c.(*net.TCPConn); ok {
			t.SetLinger(0)
		}
		return false
	case "delay reply":
		if !p.wait(some(luck, 300*time.Millisecond)) {
			return false
		}
	}
	var out bytes.Buffer
	reply.Body, reply.ContentLength, reply.TransferEncoding = io.NopCloser(bytes.NewReader(body)), int64(len(body)), nil
	reply.Header.Del("Connection")
	reply.Close = false
	if reply.Write(&out) != nil {
		return false
	}
	b := out.Bytes()
	if f.name == "truncate reply" {
		b = b[:luck.IntN(len(b))]
	}
	_, err := c.Write(b)
	return err == nil && f.name != "truncate reply"
}

// pass says that a request went through, to those that were to be overtaken.
func (p *Proxy) pass() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.passed++
	close(p.overtake)
	p.overtake = make(chan struct{})
}

// letPass waits for another request to go through, for a moment at most.
func (p *Proxy) letPass(luck *rand.Rand) {
	p.mu.Lock()
	next := p.overtake
	p.mu.Unlock()
	late := time.NewTimer(100*time.Millisecond + some(luck, 400*time.Millisecond))
	defer late.Stop()
	select {
	case <-next:
	case <-late.C:
	case <-p.closed:
	}
}
