package faults

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"time"
)

// stream passes a stream of events on as it comes.
func (p *Proxy) stream(c, back net.Conn, reply *http.Response, f fault, luck *rand.Rand) {
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 " + reply.Status + "\r\n")
	reply.Header.Set("Connection", "close")
	reply.Header.Write(&b)
	b.WriteString("\r\n")
	if f.name == "drop reply" || f.name == "reset" {
		return
	}
	if _, err := c.Write(b.Bytes()); err != nil {
		return
	}
	p.all.Go(func() { // whoever listens hangs up
		io.Copy(io.Discard, c)
		p.drop(c)
		p.drop(back)
	})
	defer p.drop(c)
	left := -1
	if f.name == "cut stream" || f.name == "truncate reply" {
		left = 1 + luck.IntN(5_000)
	}
	p.events(c, reply.Body, f, luck, left)
}

// events passes what comes on; left is after how many bytes it breaks off, -1 for never.
func (p *Proxy) events(c net.Conn, from io.Reader, f fault, luck *rand.Rand, left int) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		b := buffer[:n]
		if left >= 0 && n >= left {
			c.Write(b[:left])
			p.count("cut in mid stream")
			return
		}
		if left >= 0 {
			left -= n
		}
		if !p.piece(c, b, f, luck) || err != nil {
			return
		}
	}
}

// piece passes on what came at once.
func (p *Proxy) piece(c net.Conn, b []byte, f fault, luck *rand.Rand) bool {
	switch f.name {
	case "twice the same event":
		if event, ok := bytes.CutPrefix(b, []byte("id: ")); ok && bytes.HasSuffix(b, []byte("\n\n")) && bytes.Count(event, []byte("\n\n")) == 1 {
			c.Write(b)
		}
	case "split and stall":
		for len(b) > 1 {
			n := 1 + luck.IntN(len(b)-1)
			if _, err := c.Write(b[:n]); err != nil || !p.wait(some(luck, 60*time.Millisecond)) {
				return false
			}
			b = b[n:]
		}
	}
	_, err := c.Write(b)
	return err == nil
}
