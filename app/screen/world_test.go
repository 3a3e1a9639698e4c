package screen

import (
	ctx "context"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kauth/app/viewmodel"
	"kauth/core"
	requests "kauth/core/challenge"
)

// world is the real view-model behind the real screens, on ports that are here below.
// The test's own goroutine is the window's.
type world struct {
	t     *testing.T
	w     fyne.Window
	shell *Shell
	ports *ports
	views chan viewmodel.View
}

func open(t *testing.T, accounts ...core.Account) *world { return openWith(t, &ports{all: accounts}) }

func openWith(t *testing.T, p *ports) *world {
	t.Helper()
	test.NewApp()
	app := viewmodel.New(viewmodel.Ports{Opener: p, Clipboard: p, Settings: p, Quit: func() {}, Now: func() time.Time { return at }})
	w := &world{t: t, w: test.NewWindow(nil), ports: p, views: make(chan viewmodel.View, 64)}
	w.shell = &Shell{app: app, w: w.w, o: Options{System: "en", Now: func() time.Time { return at }}, stage: newStage(true)}
	w.shell.name.Store("")
	w.w.SetPadded(false)
	w.w.SetContent(w.shell.stage)
	w.shell.listen()
	w.w.Resize(phone)
	app.Observe(func(v viewmodel.View) { w.views <- v })
	running, stop := ctx.WithCancel(ctx.Background())
	go app.Run(running)
	t.Cleanup(func() {
		stop()
		for {
			select {
			case <-w.views:
			case <-app.Done():
				w.w.Close()
				return
			}
		}
	})
	w.until(func(s viewmodel.State) bool { return s.Screen() == "home" })
	return w
}

// until shows what comes from the view-model until it is as wanted.
func (w *world) until(wanted func(viewmodel.State) bool) viewmodel.State {
	w.t.Helper()
	late := time.After(time.Minute)
	for w.shell.shown.State == nil || !wanted(w.shell.shown.State) {
		select {
		case v := <-w.views:
			w.shell.show(v)
		case <-late:
			w.t.Fatalf("it stays %+v", w.shell.shown.State)
		}
	}
	return w.shell.shown.State
}

// ports are a phone with one account, its clipboard and its inbox.
type ports struct {
	viewmodel.Enroller
	mu      sync.Mutex
	clip    string
	pending []core.Challenge
	said    []string
	all     []core.Account
	asked   int // how often every server was
	event   func(requests.Event)
	appLock viewmodel.Lock // nil: none
}

func (p *ports) lock() func() { p.mu.Lock(); return p.mu.Unlock }

func (p *ports) text() string { defer p.lock()(); return p.clip }

func (p *ports) answers() []string { defer p.lock()(); return p.said }

func (p *ports) ask(m core.Mode) { p.asks("chl_1", m) }

func (p *ports) asks(id string, m core.Mode) {
	unlock := p.lock()
	p.pending = []core.Challenge{{
		ID: id, Account: "a", Kind: core.KindLogin, Mode: m, Digits: 2, Issued: at, Expires: at.Add(2 * time.Minute),
		Context: core.Context{Agent: "Firefox on Windows", DeviceType: "computer", At: at},
	}}
	unlock()
	p.event(requests.Event{Pending: true})
}

func (p *ports) Answer(_ ctx.Context, _ string, d core.Decision, match string, _ core.Why) (core.Outcome, error) {
	defer p.lock()()
	p.said, p.pending = append(p.said, string(d)+" "+match), nil
	return core.Approved, nil
}
