package viewmodel

import (
	"context"
	"reflect"
	"time"

	"kauth/core"
)

// State is what one screen shows. The types that end in State are the screens.
type State interface{ Screen() string }

// Look is how everything is shown.
type Look struct {
	Language   string // "", "en", "fr", ...; "" follows the system
	Appearance string // "", "light", "dark"; "" follows the system
}

// View is what an observer gets: the page on top.
type View struct {
	Page    int   // another number is another page, even of the same kind
	Depth   int   // deeper slides in from the right
	State   State // for the screen to show
	Intents any   // the page's own type: *Home for a HomeState
	Look    Look
}

// Ports is what the App needs from the world.
type Ports struct {
	Opener    Opener
	Reader    Reader
	Clipboard Clipboard
	Browser   Browser
	Settings  Choices
	Server    string // the address to offer for a log in from this device; may be ""
	PhoneName string // what servers will show for this phone
	Quit      func()
	// AlwaysAwake keeps requests coming while the window is not in front: a desktop.
	AlwaysAwake bool
	Now         func() time.Time // nil: time.Now; only for what is not a code
}

// page is one screen on the stack, owned by the App's goroutine.
type page interface{ state() State }

type placed struct {
	page
	id int
}

// App owns the stack of pages and everything behind it.
type App struct {
	p     Ports
	ctx   context.Context
	queue chan func()
	done  chan struct{}

	// What follows belongs to the goroutine in Run.
	phone     *Phone
	accounts  []core.Account
	stack     []placed
	lastID    int
	look      Look
	front     bool
	observers []func(View)
	shown     View
	seen      map[string]bool // requests that the person put aside
	polling   context.CancelFunc
	clipped   string // a code that we put on the clipboard
	link      string // an address to open once the vault is open
	toast     Toast
	toasts    int
}

// Toast is a short word at the foot of a screen.
type Toast string

// The toasts.
const (
	ToastCopied  Toast = "copied"
	ToastAdded   Toast = "added"
	ToastSaved   Toast = "saved"
	ToastRemoved Toast = "removed"
)

const (
	toastTime     = 2 * time.Second
	clipboardTime = 30 * time.Second
	armTime       = 500 * time.Millisecond
)

// New makes an App. Run must be called for anything to happen.
func New(p Ports) *App {
	if p.Now == nil {
		p.Now = time.Now
	}
	return &App{
		p: p, queue: make(chan func(), 64), done: make(chan struct{}),
		front: true, seen: map[string]bool{},
		look: Look{Language: p.Settings.String("language"), Appearance: p.Settings.String("appearance")},
	}
}

// Observe calls f with the View now and after each change, on the App's goroutine.
func (a *App) Observe(f func(View)) {
	a.do(func() {
		a.observers = append(a.observers, f)
		if a.shown.State != nil {
			f(a.shown)
		}
	})
}

// Run owns the App until ctx ends, and closes the vault then.
func (a *App) Run(ctx context.Context) {
	defer close(a.done)
	a.ctx = ctx
	a.push(&Starting{})
	a.open()
	a.publish()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			a.shut()
			return
		case f := <-a.queue:
			f()
		case <-tick.C:
			if !a.front {
				continue
			}
			a.tick()
		}
		a.publish()
	}
}

func (a *App) shut() {
	a.clearClipboard()
	if a.phone != nil {
		_ = a.phone.Close()
	}
}

// Done is closed when Run has returned and the vault is closed.
func (a *App) Done() <-chan struct{} { return a.done }

// do runs f on the owner's goroutine, soon.
func (a *App) do(f func()) {
	select {
	case a.queue <- f:
	case <-a.done:
	}
}

// work runs slow on its own goroutine and then gives its result to after, on the owner's.
func work[T any](a *App, slow func(context.Context) (T, error), after func(T, error)) {
	ctx := a.ctx
	go func() {
		v, err := slow(ctx)
		a.do(func() { after(v, err) })
	}()
}

// later runs f on the owner's goroutine after d.
func (a *App) later(d time.Duration, f func()) { time.AfterFunc(d, func() { a.do(f) }) }

// publish tells the observers where what they show has changed.
func (a *App) publish() {
	top := a.stack[len(a.stack)-1]
	v := View{Page: top.id, Depth: len(a.stack), State: top.state(), Intents: top.page, Look: a.look}
	if v.Page == a.shown.Page && v.Depth == a.shown.Depth && v.Look == a.shown.Look && reflect.DeepEqual(v.State, a.shown.State) {
		return
	}
	a.shown = v
	for _, f := range a.observers {
		f(v)
	}
}

func (a *App) top() page { return a.stack[len(a.stack)-1].page }

func (a *App) push(p page) {
	a.lastID++
	a.stack = append(a.stack, placed{p, a.lastID})
}

// replace puts p in the place of the page on top.
func (a *App) replace(p page) {
	a.stack = a.stack[:len(a.stack)-1]
	a.push(p)
}

// pop takes p off, with all above it; a page that has gone already changes nothing.
func (a *App) pop(p page) {
	for i, s := range a.stack {
		if s.page == p && i > 0 {
			a.stack = a.stack[:i]
			return
		}
	}
}

// swap puts q where p is on the stack, with all above p gone.
func (a *App) swap(p, q page) {
	for i, s := range a.stack {
		if s.page == p {
			a.stack = a.stack[:i]
			a.push(q)
			return
		}
	}
}

// on tells whether p is still on the stack: a result that comes after the person
// has left a page must not move them.
func (a *App) on(p page) bool {
	for _, s := range a.stack {
		if s.page == p {
			return true
		}
	}
	return false
}

// home clears the stack down to the first page: the accounts, or the welcome.
func (a *App) home() {
	a.reload()
	a.stack = a.stack[:0]
	if len(a.accounts) == 0 {
		a.push(&Welcome{app: a, first: true})
		return
	}
	a.push(&Home{app: a})
}

// reload reads the accounts again and lets the inbox know.
func (a *App) reload() {
	accounts, err := a.phone.Accounts.Accounts()
	if err != nil {
		a.push(&Trouble{app: a, problem: problem(err)})
		return
	}
	a.accounts = accounts
	a.phone.Inbox.Reload()
}

func (a *App) account(id core.AccountID) (core.Account, bool) {
	for _, acc := range a.accounts {
		if acc.ID == id {
			return acc, true
		}
	}
	return core.Account{}, false
}

// tick moves what shows time. Pages that show none are left alone.
func (a *App) tick() {
	if a.phone == nil {
		return
	}
	if c, ok := a.top().(*Challenge); ok {
		c.expire()
	}
	a.openWaiting()
}

// Back is the back gesture, the back arrow or Escape.
func (a *App) Back() {
	a.do(func() {
		if b, ok := a.top().(interface{ back() }); ok {
			b.back()
			return
		}
		a.pop(a.top())
	})
}

// SetLook changes the language or the appearance at once and keeps it.
func (a *App) setLook(l Look) {
	a.look = l
	a.p.Settings.SetString("language", l.Language)
	a.p.Settings.SetString("appearance", l.Appearance)
}

func (a *App) say(t Toast) {
	a.toasts++
	n := a.toasts
	a.toast = t
	a.later(toastTime, func() {
		if a.toasts == n {
			a.toast = ""
		}
	})
}

// copyCode puts a code on the clipboard and takes it off after 30 s if it is still there.
func (a *App) copyCode(digits string) {
	a.p.Clipboard.SetText(digits)
	a.clipped = digits
	a.say(ToastCopied)
	a.later(clipboardTime, func() {
		if a.clipped == digits {
			a.clearClipboard()
		}
	})
}

func (a *App) clearClipboard() {
	if a.clipped != "" && a.p.Clipboard.Text() == a.clipped {
		a.p.Clipboard.SetText("")
	}
	a.clipped = ""
}

// Problem is an error as a screen tells it: its Kind picks the words.
type Problem struct {
	Kind   core.Kind
	Detail string // for the small print; "" where the words say it all
}

func problem(err error) *Problem {
	if err == nil {
		return nil
	}
	return &Problem{Kind: core.KindOf(err), Detail: core.Reason(err)}
}
