//go:build bench

package stub

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime/debug"
	"strconv"
	"sync"
	"testing"
	"time"

	"kauth/core/api"
)

// The server that delivery_test.go measures runs in a process of its own: this
// test, started again. It has a second address for what the benchmark asks of it.

// deliveryReady is what the server says when it serves.
type deliveryReady struct {
	URL, Control string
	Key          []byte // of all phones, PKCS 8
	Devices      []string
}

// deliveryLogin is a login that may ask its phone.
type deliveryLogin struct{ ID, Cookie string }

func TestDeliveryServer(t *testing.T) {
	dir := os.Getenv("KAUTH_DELIVERY")
	if dir == "" {
		t.Skip("started by TestDelivery")
	}
	n, _ := strconv.Atoi(os.Getenv("KAUTH_DELIVERY_PHONES"))
	s, err := New(Options{Data: dir, CheapHash: true})
	ok := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	ok(err)
	ready, err := s.seedDelivery(n)
	ok(err)
	ok(s.Listen("127.0.0.1:0", os.Getenv("KAUTH_DELIVERY_CERT"), os.Getenv("KAUTH_DELIVERY_KEY")))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ok(err)
	ready.URL, ready.Control = s.Origin(), l.Addr().String()
	go http.Serve(l, s.deliveryControl(ready.Devices))
	data, _ := json.Marshal(ready)
	fmt.Printf("READY %s\n", data)
	io.Copy(io.Discard, os.Stdin)
	ok(s.Close())
}

func deliveryUser(i int) string { return fmt.Sprintf("user%05d@example.ch", i) }

// seedDelivery makes accounts with a phone each. All phones share a key.
func (s *Server) seedDelivery(n int) (ready deliveryReady, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return ready, err
	}
	if ready.Key, err = x509.MarshalPKCS8PrivateKey(key); err != nil {
		return ready, err
	}
	hash, err := s.hashPatiently("correct horse")
	if err != nil {
		return ready, err
	}
	for i := 0; i < n; i += 500 {
		err = s.update(func(t *tx) error {
			for j := i; j < min(i+500, n); j++ {
				p := t.addPerson(deliveryUser(j), "collaborator", hash)
				d := &device{
					ID: api.NewID("dev_"), Account: p.ID, Name: "Pixel 9 · kAuth", OS: "android 16", App: "1.0.0",
					JWK: api.JWKOf(&key.PublicKey), Key: api.Thumbprint(&key.PublicKey), State: deviceActive,
					Code: newCodeSecret(), Added: t.now, Seen: t.now,
				}
				t.putDevice(d)
				p.Devices, p.Places = []string{d.ID}, []string{visitor{IP: "127.0.0.1", Place: placeOf("127.0.0.1")}.where()}
				t.putPerson(p)
				ready.Devices = append(ready.Devices, d.ID)
			}
			return nil
		})
		if err != nil {
			return ready, err
		}
	}
	for _, id := range ready.Devices { // the pages that hold them are in memory before it is measured
		if _, _, err := s.snapshot(id); err != nil {
			return ready, err
		}
	}
	return ready, nil
}

// stamp notes when its device was notified, which is right after the commit.
type stamp struct{ at int64 }

func (s *stamp) wake() { s.at = time.Now().UnixNano() }

func (s *Server) deliveryControl(devices []string) http.Handler {
	mux := http.NewServeMux()
	stamps := map[string]*stamp{}
	reply := func(w http.ResponseWriter, v any, err error) {
		if err != nil {
			http.Error(w, err.Error(), 500)
			return
		}
		json.NewEncoder(w).Encode(v)
	}
	span := func(r *http.Request) []int {
		from, _ := strconv.Atoi(r.FormValue("from"))
		n, _ := strconv.Atoi(r.FormValue("n"))
		list := make([]int, n)
		for i := range list {
			list[i] = from + i
		}
		return list
	}
	mux.HandleFunc("/logins", func(w http.ResponseWriter, r *http.Request) {
		logins, err := s.deliveryLogins(r, span(r))
		reply(w, logins, err)
	})
	mux.HandleFunc("/arm", func(w http.ResponseWriter, r *http.Request) {
		s.wakes.mu.Lock()
		defer s.wakes.mu.Unlock()
		for _, i := range span(r) { // before the stream, which then takes its turn
			id := devices[i]
			stamps[id] = &stamp{}
			s.wakes.waiting[id] = append([]waiter{stamps[id]}, s.wakes.waiting[id]...)
		}
		reply(w, nil, nil)
	})
	mux.HandleFunc("/stamps", func(w http.ResponseWriter, r *http.Request) {
		list := map[string]int64{}
		for id, st := range stamps {
			list[id] = st.at
		}
		reply(w, list, nil)
	})
	mux.HandleFunc("/quiet", func(w http.ResponseWriter, r *http.Request) { reply(w, nil, s.deliveryQuiet(devices, span(r))) })
	mux.HandleFunc("/wake", func(w http.ResponseWriter, r *http.Request) {
		s.wakes.wakeNow(r.FormValue("device"))
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("/gc", func(w http.ResponseWriter, r *http.Request) {
		debug.FreeOSMemory()
		w.WriteHeader(http.StatusNoContent)
	})
	return mux
}

// deliveryQuiet writes requests of which nobody is notified.
func (s *Server) deliveryQuiet(devices []string, span []int) error {
	return s.update(func(t *tx) error {
		for _, i := range span {
			d, err := t.device(devices[i])
			if err != nil {
				return err
			}
			c := &challenge{Account: d.Account, Kind: kindLogin, Expires: t.now + answerWindow, Visitor: visitor{IP: "127.0.0.1", Place: "This computer", Agent: "Firefox on Linux", Device: "computer"}}
			if err := t.newChallenge(c, []*device{d}, "Manager", 2); err != nil {
				return err
			}
		}
		return nil
	})
}

// deliveryLogins gives the password for each, many at once: they share commits.
func (s *Server) deliveryLogins(r *http.Request, span []int) ([]deliveryLogin, error) {
	list := make([]deliveryLogin, len(span))
	errs := make(chan error, len(span))
	var at sync.WaitGroup
	places := make(chan struct{}, 32)
	for i, user := range span {
		places <- struct{}{}
		at.Go(func() {
			defer func() { <-places }()
			l, err := s.beginLogin(r.Context(), visitor{IP: "127.0.0.1", Place: placeOf("127.0.0.1"), Agent: "Firefox on Linux", Device: "computer"}, deliveryUser(user), "correct horse", "Manager")
			if err != nil {
				errs <- err
				return
			}
			rec := httptest.NewRecorder()
			s.setLoginCookie(rec, l.ID, l.Secret)
			c := rec.Result().Cookies()[0]
			list[i] = deliveryLogin{l.ID, c.Name + "=" + c.Value}
		})
	}
	at.Wait()
	select {
	case err := <-errs:
		return nil, err
	default:
		return list, nil
	}
}
