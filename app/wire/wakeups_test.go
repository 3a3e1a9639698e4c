package wire

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/coretest"
	"kauth/core/wake"
	"kauth/core/webpush"
)

// wakeable is a scene with a push service, whose account's server is one that takes
// every registration.
type wakeable struct {
	*scene
	service *coretest.Wakes
	fetches chan string // the paths of calls that ask for requests
	puts    chan string
	begun   sync.WaitGroup
}

func newWakeable(t *testing.T) *wakeable {
	w := &wakeable{service: coretest.NewWakes("Next"), fetches: make(chan string, 64), puts: make(chan string, 64)}
	far := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "ka-configuration"):
			rw.Header().Set("Content-Type", "application/json")
			_, _ = rw.Write([]byte(`{"issuer":"http://` + r.Host + `","versions":[1]}`))
			return
		case r.Method == http.MethodPut:
			w.puts <- r.URL.Path
		default:
			w.fetches <- r.URL.Path
		}
		rw.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(far.Close)
	w.scene = newScene(t)
	must(t, w.Vault.UpdateAccount("acc_a", func(a *core.Account) error { a.Device.Origin = far.URL; return nil }))
	w.o.Receiver = w.service
	w.again()
	return w
}

// run keeps and hears until the end of the test, or of the phone.
func (w *wakeable) run() (end func()) {
	ctx, stop := context.WithCancel(w.Context())
	w.begun.Go(func() { w.Wakeups.Run(ctx) })
	return func() { stop(); w.begun.Wait() }
}

func (w *wakeable) wait(c chan string, what string) {
	w.Helper()
	select {
	case <-c:
	case <-time.After(time.Minute):
		w.Fatal(what, ": not in a minute")
	}
}

// registered waits for the registration that a server has heard of.
func (w *wakeable) registered() (r wake.Standing) {
	w.Helper()
	w.wait(w.puts, "the server is told")
	for end := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		if r = w.Standing("acc_a"); r.State == wake.Stands {
			return r
		}
		if time.Now().After(end) {
			w.Fatalf("the registration is %+v", r)
		}
	}
}

func TestALockedPhoneIsStillWoken(t *testing.T) {
	w := newWakeable(t)
	end := w.run()
	w.registered()
	var id string
	for id = range w.service.Registered() {
	}
	end()
	w.setPIN()
	w.again() // closed, and started by a message: the vault stays shut
	if !w.Lock.Facts().Shut {
		t.Fatal("not locked")
	}
	end = w.run()
	defer end()
	for end := time.Now().Add(time.Minute); w.Standing("acc_a").Service == ""; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the registration is not there while the phone is locked")
		}
	}
	w.service.Send(id, w.sealed())
	w.wait(w.fetches, "the account is looked at")
	w.unlock(pin)
	if ids, err := w.Vault.List(wake.Bucket); err != nil || len(ids) != 1 {
		t.Errorf("the vault has %v, %v", ids, err)
	}
}

// sealed is what the account's server sends to wake it, by the keys that are kept.
func (w *wakeable) sealed() []byte {
	w.Helper()
	data, err := w.store.Get(wake.Bucket, "acc_a")
	w.must(err)
	var kept struct{ Kept []byte }
	w.must(json.Unmarshal(data, &kept))
	keys, err := webpush.ParseKeys(kept.Kept)
	w.must(err)
	sum := sha256.Sum256([]byte("dev_acc_a"))
	says := `{"v":1,"k":"wake","h":"` + base64.RawURLEncoding.EncodeToString(sum[:8]) + `"}`
	return coretest.SealPush(w, keys.P256DH(), keys.Auth(), []byte(says), 0)
}

func TestARegistrationThatMovedWhileLockedIsTheVaultsToo(t *testing.T) {
	w := newWakeable(t)
	end := w.run()
	w.registered()
	var id string
	for id = range w.service.Registered() {
	}
	end()
	w.setPIN()
	w.again()
	end = w.run()
	w.service.Move(id, "https://push.example.org/elsewhere")
	w.registered()
	end()
	w.unlock(pin)
	data, err := w.Vault.Get(wake.Bucket, "acc_a")
	if err != nil || !strings.Contains(string(data), "https://push.example.org/elsewhere") {
		t.Errorf("the vault has %d bytes, %v", len(data), err)
	}
}

func TestAPhoneWithoutAReceiverHasNoWakeups(t *testing.T) {
	s := newScene(t)
	if got := s.Standing("acc_a"); got.State != wake.None || s.Wakeups != nil {
		t.Errorf("%+v", got)
	}
}
