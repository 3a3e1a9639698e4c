package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"kauth/app/wire"
	"kauth/core"
	"kauth/server-stub/stub"
)

// mute is a company whose server takes answers in and says nothing to them, while it is
// to.
type mute struct {
	company
	on    atomic.Bool
	taken chan struct{} // an answer was taken in
}

func newMute(t *testing.T) *mute {
	t.Helper()
	s, err := stub.New(stub.Options{Data: t.TempDir(), CheapHash: true, QA: true})
	if err != nil {
		t.Fatal(err)
	}
	m := &mute{taken: make(chan struct{}, 8)}
	h := s.Handler()
	m.t, m.stub = t, s
	m.http = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !m.on.Load() || !strings.HasSuffix(r.URL.Path, "/answer") {
			h.ServeHTTP(w, r)
			return
		}
		h.ServeHTTP(httptest.NewRecorder(), r)
		m.taken <- struct{}{}
		<-r.Context().Done() // the phone is gone
	}))
	s.SetOrigin(m.http.URL)
	t.Cleanup(func() {
		_ = s.Close()
		m.http.CloseClientConnections()
		m.http.Close()
	})
	must(t, s.AddPerson(anna, password, "collaborator"))
	return m
}

// still is a phone that does only what it is told: a copy of its files is what a kill
// leaves on the disk.
type still struct {
	*keptPhone
	dir string
}

func openStill(t *testing.T, dir string) still {
	t.Helper()
	phone, err := wire.OpenWith(t.Context(), wire.Options{Dir: dir, PhoneName: "Pixel 9 · kAuth", Cost: cheap, Unattended: true}, []byte("a passphrase for tests"))
	must(t, err)
	t.Cleanup(func() { _ = phone.Close() })
	return still{&keptPhone{T: t, Phone: phone}, dir}
}

// copied is what is on the disk now.
func (p still) copied() string {
	p.Helper()
	dir := p.TempDir()
	must(p.T, os.CopyFS(dir, os.DirFS(p.dir)))
	return dir
}

// asked fetches the one request that waits.
func (p still) asked() core.Challenge {
	p.Helper()
	must(p.T, p.Inbox.Refresh(p.Context(), 0))
	all := p.Inbox.Pending()
	if len(all) != 1 {
		p.Fatalf("%d requests wait", len(all))
	}
	return all[0]
}

// The moments at which the app ends; each leaves a copy of the vault. YES is said in all.
var ends = map[string]func(m *mute, p still, match string) (left string){
	"killed between the answer and the reply": func(m *mute, p still, match string) string {
		c := p.asked()
		m.on.Store(true)
		defer m.on.Store(false)
		ctx, kill := context.WithCancel(p.Context())
		answered := make(chan struct{})
		go func() {
			defer close(answered)
			_, _ = p.Inbox.Answer(ctx, c.ID, core.Approve, match, "")
		}()
		<-m.taken
		left := p.copied()
		kill()
		<-answered
		return left
	},
	"killed between the reply and the screen": func(_ *mute, p still, match string) string {
		p.approve(p.asked(), match)
		return p.copied()
	},
	"the whole vault of while it was asked": func(_ *mute, p still, match string) string {
		c := p.asked()
		left := p.copied()
		p.approve(c, match)
		return left
	},
	"the whole vault of before it was asked": func(_ *mute, p still, match string) string {
		left := p.copied()
		p.approve(p.asked(), match)
		return left
	},
}

func (p still) approve(c core.Challenge, match string) {
	p.Helper()
	if o, err := p.Inbox.Answer(p.Context(), c.ID, core.Approve, match, ""); err != nil || o != core.Approved {
		p.Fatalf("%s, %v", o, err)
	}
}

// After it the app starts on what is left.
func TestJourneyNothingIsAskedTwiceAfterAKillOrFromAnOlderVault(t *testing.T) {
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			m := newMute(t)
			c := m.computer()
			c.Redeem(c.Login(anna, password))
			phone := openStill(t, t.TempDir())
			phone.link(c)
			c, l, a := m.asks()
			p := openStill(t, end(m, phone, typed(a)))
			for range 2 {
				must(t, p.Inbox.Refresh(t.Context(), 0))
				if all := p.Inbox.Pending(); len(all) != 0 {
					t.Fatalf("asked again: %+v", all)
				}
			}
			if got := c.State(l); got != "approved" {
				t.Fatalf("the server says %s", got)
			}
			c.Redeem(l)
			m.asks()
			p.asked() // one, and no more: it hears what is new
		})
	}
}
