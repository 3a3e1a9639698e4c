package wake_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"testing"
	"testing/synctest"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/client"
	"kauth/core/coretest"
	"kauth/core/wake"
)

var (
	_ wake.Server   = (*client.Client)(nil)
	_ wake.Receiver = (*coretest.Wakes)(nil)
)

const origin = "https://login.example.ch"

// server keeps what it was told, by device.
type server struct {
	mu    sync.Mutex
	vapid string
	told  map[string][]api.Push
	puts  int
	confs int
	err   error
}

func (s *server) Configuration(context.Context, string) (api.Configuration, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.confs++
	return api.Configuration{Issuer: origin, VAPID: s.vapid}, s.err
}

func (s *server) PutPush(_ context.Context, d core.Device, list []api.Push) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.puts++
	if s.err == nil {
		s.told[d.ID] = list
	}
	return s.err
}

func (s *server) has(device string) (p api.Push, puts int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if list := s.told[device]; len(list) > 0 {
		p = list[0]
	}
	return p, s.puts
}

func (s *server) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

// world is a phone with a push service and its server, in a bubble of synctest.
type world struct {
	*testing.T
	store   *coretest.Store
	service *coretest.Wakes
	server  *server
	wakeups *wake.Wakeups
	stop    func()

	mu     sync.Mutex
	choice string
	looks  []core.AccountID
	shut   bool
}

func inWorld(t *testing.T, f func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{
			T: t, store: coretest.NewStore(nil), service: coretest.NewWakes("Next", "Other"),
			server: &server{vapid: vapid, told: map[string][]api.Push{}},
		}
		w.start()
		defer func() { w.stop(); synctest.Wait() }()
		f(w)
	})
}

// start begins a process, which stop ends.
func (w *world) start() {
	w.wakeups = wake.New(w.service, w.server, w.store, wake.Options{
		Look: func(_ context.Context, id core.AccountID) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.looks = append(w.looks, id)
		},
		Choice: func() string { w.mu.Lock(); defer w.mu.Unlock(); return w.choice },
		Whole:  func() bool { w.mu.Lock(); defer w.mu.Unlock(); return !w.shut },
	})
	ctx, stop := context.WithCancel(w.Context())
	w.stop = stop
	go w.wakeups.Run(ctx)
	synctest.Wait()
}

func (w *world) restart() {
	w.stop()
	synctest.Wait()
	w.start()
}

func (w *world) link(id core.AccountID, device string) {
	w.Helper()
	key, err := core.NewDeviceKey()
	if err == nil {
		err = w.store.PutAccount(core.Account{
			ID: id, State: core.Active, Device: &core.Device{Origin: origin, ID: device, Key: key},
		})
	}
	if err != nil {
		w.Fatal(err)
	}
	w.wakeups.Changed()
	synctest.Wait()
}

func (w *world) choose(service string) {
	w.mu.Lock()
	w.choice = service
	w.mu.Unlock()
	w.wakeups.Changed()
	synctest.Wait()
}

func (w *world) looked() []core.AccountID {
	synctest.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.looks
}

// only gives the one registration that there is.
func (w *world) only() core.WakeAsk {
	w.Helper()
	all := w.service.Registered()
	for _, a := range all {
		if len(all) == 1 {
			return a
		}
	}
	w.Fatalf("%d registrations", len(all))
	return core.WakeAsk{}
}

func (w *world) stands(id core.AccountID, want wake.Standing) {
	w.Helper()
	synctest.Wait()
	if got := w.wakeups.Standing(id); got != want {
		w.Errorf("the registration is %+v, want %+v", got, want)
	}
}

// message is what a server sends to wake a device.
func (w *world) message(p api.Push, device string) []byte {
	sum := sha256.Sum256([]byte(device))
	return w.sealed(p, `{"v":1,"k":"wake","h":"`+base64.RawURLEncoding.EncodeToString(sum[:8])+`"}`)
}

func (w *world) sealed(p api.Push, says string) []byte {
	return coretest.SealPush(w, p.P256DH, p.Auth, []byte(says), 16)
}

const vapid = "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"
