//go:build bench

package stub

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

// TestDelivery measures how a request gets to a phone, beside servers that do
// nothing but deliver: `make bench`. docs/performance.md says what is compared.

const (
	deliveryRate = 200 // messages a second
	deliveryEach = 600 // messages in each measurement
)

// ours is our server and its phones.
type ours struct {
	t      *testing.T
	server *subject
	ready  deliveryReady
	key    *ecdsa.PrivateKey
	addr   string
	secure *tls.Config
	crowd  *audience
	before float64 // KiB, without phones
}

func launchOurs(t *testing.T, phones int, secure bool) *ours {
	o := &ours{t: t}
	env := []string{"KAUTH_DELIVERY=" + t.TempDir(), "KAUTH_DELIVERY_PHONES=" + strconv.Itoa(phones)}
	if secure {
		cert, key := deliveryCertificate(t)
		env = append(env, "KAUTH_DELIVERY_CERT="+cert, "KAUTH_DELIVERY_KEY="+key)
		o.secure = &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"http/1.1"}} // it is our own process
	}
	var out *bufio.Reader
	o.server, out = launch(t, env, os.Args[0], "-test.run", "^TestDeliveryServer$", "-test.timeout", "10m")
	for {
		line, err := out.ReadString('\n')
		if err != nil {
			t.Fatal("our server did not start")
		}
		if rest, ok := strings.CutPrefix(line, "READY "); ok {
			if err := json.Unmarshal([]byte(rest), &o.ready); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	go io.Copy(io.Discard, out)
	key, err := x509.ParsePKCS8PrivateKey(o.ready.Key)
	if err != nil {
		t.Fatal(err)
	}
	o.key = key.(*ecdsa.PrivateKey)
	_, o.addr, _ = strings.Cut(o.ready.URL, "://")
	return o
}

func (o *ours) dial() (net.Conn, error) {
	if o.secure != nil {
		return tls.Dial("tcp", o.addr, o.secure)
	}
	return net.Dial("tcp", o.addr)
}

// hello is a phone's: it is given a nonce, proves who it is, and gets a stream.
func (o *ours) hello(i int) (net.Conn, error) {
	c, err := o.dial()
	if err != nil {
		return nil, err
	}
	r, nonce := bufio.NewReader(c), ""
	for {
		jws, err := api.Sign(api.TypeProof, o.key, api.Proof{
			Iss: o.ready.Devices[i], Aud: o.ready.URL, Method: "GET", Path: api.PathEvents, Nonce: nonce, Jti: api.NewCode(), Iat: 1,
		})
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: KA %s\r\n\r\n", api.PathEvents, o.addr, jws)
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode == http.StatusOK {
			for line := ""; line != "\n"; { // "retry:"
				if line, err = r.ReadString('\n'); err != nil {
					return nil, err
				}
			}
			return c, nil // at most a heartbeat was read with it
		}
		io.Copy(io.Discard, resp.Body)
		if nonce != "" {
			return nil, fmt.Errorf("status %d", resp.StatusCode)
		}
		nonce = resp.Header.Get(api.HeaderNonce)
	}
}

// requests are sign-ins that ask their phones, as the page does, and then take the
// requests back. The first are written while the disk is waited for, the others,
// as all else, when it is on disk.
func (o *ours) requests(phones []int) (asked, asks, cancelled latency) {
	query := fmt.Sprintf("?from=%d&n=%d", phones[0], len(phones))
	var logins []deliveryLogin
	control(o.t, o.ready.Control, "/logins"+query, &logins)
	control(o.t, o.ready.Control, "/arm"+query, nil)
	page, err := o.dial()
	if err != nil {
		o.t.Fatal(err)
	}
	defer page.Close()
	r := bufio.NewReader(page)
	var replied []int64
	post := func(what string) (sent, arrived []int64) {
		replied = nil
		return o.crowd.measure(phones, deliveryRate, func(i int) error {
			l := logins[i-phones[0]]
			fmt.Fprintf(page, "POST /v1/logins/%s/%s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nContent-Length: 0\r\n\r\n", l.ID, what, o.addr, l.Cookie)
			err := answered(r, http.StatusOK, http.StatusNoContent)
			replied = append(replied, time.Now().UnixNano())
			return err
		})
	}
	sent, arrived := post("kauth")
	asked, asks = between(sent, arrived), between(sent, replied)
	_, arrived = post("cancel")
	var stamps map[string]int64
	control(o.t, o.ready.Control, "/stamps", &stamps)
	var commits []int64
	for _, i := range phones {
		commits = append(commits, stamps[o.ready.Devices[i]])
	}
	return asked, asks, between(commits, arrived)
}

// wakes tell phones of requests that are on file already: what the peers do.
func (o *ours) wakes(phones []int) latency {
	control(o.t, o.ready.Control, fmt.Sprintf("/quiet?from=%d&n=%d", phones[0], len(phones)), nil)
	c, err := net.Dial("tcp", o.ready.Control)
	if err != nil {
		o.t.Fatal(err)
	}
	defer c.Close()
	r := bufio.NewReader(c)
	return between(o.crowd.measure(phones, deliveryRate, func(i int) error {
		fmt.Fprintf(c, "POST /wake?device=%s HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", o.ready.Devices[i])
		return answered(r, http.StatusNoContent)
	}))
}

func answered(r *bufio.Reader, want ...int) error {
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(resp.Body)
	if !slices.Contains(want, resp.StatusCode) {
		return fmt.Errorf("status %d: %s", resp.StatusCode, body)
	}
	return err
}

func span(from, n int) (list []int) {
	for i := range n {
		list = append(list, from+i)
	}
	return list
}

// row is what was measured of one thing, a value for each round.
type row struct{ median, p99 []float64 }

func (r *row) add(s latency) {
	r.median, r.p99 = append(r.median, s.median), append(r.p99, s.p99)
}

func middle(list []float64) (mid, low, high float64) {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2], list[0], list[len(list)-1]
}

func envInt(name string, or int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return or
}

func pause() { time.Sleep(5 * time.Second) }
