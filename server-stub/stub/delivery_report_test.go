//go:build bench

package stub

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// TestDelivery prints the table of docs/performance.md. KAUTH_BENCH_PHONES,
// KAUTH_BENCH_TLS_PHONES and KAUTH_BENCH_ROUNDS make it smaller.
func TestDelivery(t *testing.T) {
	phones, secure, rounds := envInt("KAUTH_BENCH_PHONES", 10000), envInt("KAUTH_BENCH_TLS_PHONES", 10000), envInt("KAUTH_BENCH_ROUNDS", 5)
	rows, memory := map[string]*row{}, map[string][]float64{}
	row := func(name string) *row {
		if rows[name] == nil {
			rows[name] = new(row)
		}
		return rows[name]
	}
	for range rounds {
		for _, p := range peers {
			row(p.name).add(p.measure(t, phones, memory))
		}
		measureOurs(t, phones, row, memory)
	}
	if secure > 0 {
		o := launchOurs(t, secure, true)
		memory["kAuth, TLS"] = append(memory["kAuth, TLS"], o.gather(secure))
		memory["kAuth, TLS, after a collection"] = append(memory["kAuth, TLS, after a collection"], o.collected(secure))
		o.end()
	}
	fmt.Printf("\n%d idle phones, %d rounds of %d messages at %d/s; median of the rounds (lowest to highest), us\n\n| what | median | p99 |\n|---|---|---|\n",
		phones, rounds, deliveryEach, deliveryRate)
	for _, name := range []string{"mosquitto", "nats-server", "kAuth, publish to phone", "kAuth, commit of a withdrawal to its phone", "kAuth, POST of a sign-in to its phone", "kAuth, POST of a sign-in to its reply (durable)"} {
		r := rows[name]
		m, ml, mh := middle(r.median)
		p, pl, ph := middle(r.p99)
		fmt.Printf("| %s | %.0f (%.0f to %.0f) | %.0f (%.0f to %.0f) |\n", name, m, ml, mh, p, pl, ph)
	}
	fmt.Printf("\n| memory an idle phone | KiB |\n|---|---|\n")
	for _, name := range []string{"mosquitto", "nats-server", "kAuth", "kAuth, after a collection", "kAuth, TLS", "kAuth, TLS, after a collection"} {
		if len(memory[name]) > 0 {
			m, l, h := middle(memory[name])
			fmt.Printf("| %s | %.1f (%.1f to %.1f) |\n", name, m, l, h)
		}
	}
}

func (p peer) measure(t *testing.T, phones int, memory map[string][]float64) latency {
	s, addr := p.launch(t)
	defer s.stop()
	before := s.memory()
	c := gather(t, phones, peerMarker, func(i int) (net.Conn, error) { return p.hello(addr, i) })
	defer c.leave()
	pause()
	memory[p.name] = append(memory[p.name], (s.memory()-before)/float64(phones))
	publisher, err := p.hello(addr, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer publisher.Close()
	runtime.GC()
	return between(c.measure(span(0, deliveryEach), deliveryRate, func(i int) error { return p.send(publisher, i) }))
}

func measureOurs(t *testing.T, phones int, row func(string) *row, memory map[string][]float64) {
	o := launchOurs(t, phones, false)
	defer o.end()
	memory["kAuth"] = append(memory["kAuth"], o.gather(phones))
	memory["kAuth, after a collection"] = append(memory["kAuth, after a collection"], o.collected(phones))
	runtime.GC()
	asked, asks, cancelled := o.requests(span(0, deliveryEach))
	row("kAuth, POST of a sign-in to its phone").add(asked)
	row("kAuth, POST of a sign-in to its reply (durable)").add(asks)
	row("kAuth, commit of a withdrawal to its phone").add(cancelled)
	row("kAuth, publish to phone").add(o.wakes(span(deliveryEach, deliveryEach)))
}

// gather connects the phones, after a few that warm the server up, and gives what
// each costs.
func (o *ours) gather(phones int) float64 {
	gather(o.t, min(50, phones), "x", o.hello).leave()
	control(o.t, o.ready.Control, "/gc", nil) // what seeding left
	pause()
	o.before = o.server.memory()
	o.crowd = gather(o.t, phones, "event: snapshot", o.hello)
	pause()
	return (o.server.memory() - o.before) / float64(phones)
}

// collected is the same once Go gave back what it does not use.
func (o *ours) collected(phones int) float64 {
	control(o.t, o.ready.Control, "/gc", nil)
	return (o.server.memory() - o.before) / float64(phones)
}

func (o *ours) end() {
	if o.crowd != nil {
		o.crowd.leave()
	}
	o.server.stop()
}

func deliveryCertificate(t *testing.T) (certFile, keyFile string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	cert, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: cert}, keyFile: {Type: "PRIVATE KEY", Bytes: raw}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile
}
