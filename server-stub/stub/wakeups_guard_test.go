package stub

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kauth/server-stub/wake"
)

// A phone registers a public name, which points into our network by the time that the
// phone is woken.
func TestWakeUpToANameThatPointsElsewhereByThenReachesNobody(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00:ec2::254"} {
		resolver, _ := names(t, address)
		web, err := wake.NewWebPush(guard{names: resolver}.client(), key, "", time.Now)
		if err != nil {
			t.Fatal(err)
		}
		if a := web.Send(t.Context(), webPush, wake.Message{Hint: "x", TTL: time.Minute}); a.Outcome != WakeRefused || a.Status != 0 {
			t.Errorf("%s: %+v", address, a)
		}
	}
}

// logged is a log that tests read while it is written.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// Whatever comes of a wake-up, the log tells it without the address, which is all that
// one needs to write to the phone.
func TestLogOfWakeUpsHoldsNoAddress(t *testing.T) {
	var status atomic.Int32
	near := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if status.Load() == 0 {
			panic(http.ErrAbortHandler) // the connection ends
		}
		rw.Header().Set("Location", r.URL.String())
		rw.Header().Set("Retry-After", "1000")
		rw.WriteHeader(int(status.Load()))
	}))
	defer near.Close()
	var log logged
	w := still(t, Options{QA: true, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	b, p := w.linked()
	web := webPush
	web.Endpoint = near.URL + "/SECRET?up=SECRET"
	for _, code := range []int{413, 403, 307, 503, 0, 410} {
		status.Store(int32(code))
		p.putPush(web).want(204)
		before := len(w.s.qa.wakesSent())
		id, _ := b.ask()
		w.calm()
		for start := time.Now(); len(w.s.qa.wakesSent()) == before && time.Since(start) < within; runtime.Gosched() {
		}
		b.login("POST", id, "/cancel").want(204)
		w.ok(w.s.ResetLimits())
		w.pass(2 * time.Minute)
	}
	if got := w.registrations(p.reg.Device); len(got) != 0 {
		t.Errorf("%+v are left", got)
	}
	said := log.String()
	for _, want := range []string{"status=413", "defect", "status=403", "status=307", "status=503", "given up", "gone", "127.0.0.1"} {
		if !strings.Contains(said, want) {
			t.Errorf("the log does not say %q", want)
		}
	}
	for _, secret := range []string{"SECRET", webPush.P256DH, webPush.Auth} {
		if strings.Contains(said, secret) {
			t.Errorf("the log says %q:\n%s", secret, said)
		}
	}
}

// What an earlier server planned has no registration in it.
func TestWakeUpsForNobodyAreTakenOffTheFile(t *testing.T) {
	w := still(t, Options{QA: true})
	_, p := w.linked()
	p.putPush(fcmPush).want(204)
	now := w.s.Now().Unix()
	w.ok(w.s.update(func(t *tx) error {
		for _, id := range []string{p.reg.Device + " 1799999999", "dev_nobody xyz", p.reg.Device + " " + pushID(webPush)} {
			t.put(inWakeups, id, map[string]any{"Device": p.reg.Device, "At": now})
		}
		return nil
	}))
	w.restart()
	w.calm()
	for id := range w.dump() {
		if strings.HasPrefix(id, inWakeups+"/") {
			t.Errorf("%s is left", id)
		}
	}
}
