package viewmodel

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"kauth/core"
)

// State is what one screen shows. The types that end in State are the screens.
type State interface{ Screen() string }

// Look is how everything is shown.
type Look struct {
	Language   string // "", "en", "fr", ...; "" follows the system
	Appearance string // "", "light", "dark"; "" follows the system
	TextSize   string // in percent, "100" to "200"; "" follows the system
	Still      bool   // no motion, whatever the system says
}

// View is what an observer gets: the page on top.
type View struct {
	Page    int   // another number is another page, even of the same kind
	Depth   int   // deeper slides in from the right
	State   State // for the screen to show
	Intents any   // the page's own type: *Home for a HomeState
	Look    Look
	Hidden  bool // nothing of it may be seen now: the logo stands over it

	Over   bool    // the page is a sheet over the first of Layers
	Wide   bool    // the window has room for the list beside an account
	Layers []Layer // pages that are seen besides, the nearest first
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
	// Behind shows what lies behind the app, as Back on its first page does on a phone;
	// nil: there nothing happens.
	Behind func()
	// AlwaysAwake keeps requests coming while the window is not in front: a desktop.
	AlwaysAwake bool
	Now         func() time.Time // nil: time.Now; only for what is not a code

	Restrictions Background     // nil: the system restricts nothing that it tells of
	Notices      Notifier       // nil: nothing is shown beside the window
	Leave        NoticeLeave    // nil: the system asks nobody before it shows notices
	Cameras      Cameras        // nil: none
	Scanner      func() Scanner // for the cameras' frames
	Screen       Screen         // nil: it cannot be read
	// CameraSettings shows the system's page where the camera can be allowed; nil: there
	// is none.
	CameraSettings func() error

	Tray  func(ctx context.Context) bool // whether the system shows a tray now; nil: never
	Raise func()                         // brings the window to the front; nil where there is none
	About AboutState
	// Window hides the app from screenshots; nil: nothing here can.
	Window Window
	// Woken says that a message started the app, and that there is no window: it fetches
	// what the message is about, and shows no more than notices until somebody opens it.
	Woken bool
}

// page is one screen on the stack, owned by the App's goroutine.
type page interface{ state() State }

type placed struct {
	page
	id int
}

// App owns the stack of pages and everything behind it.
type App struct {
	p    Ports
	ctx  context.Context
	done chan struct{}

	mu      sync.Mutex
	queue   []func()      // sent to the owner; unbounded, so that sending never blocks
	wake    chan struct{} // something is in the queue
	shift   atomic.Int64  // counts the times that all was forgotten
	unseen  atomic.Bool   // nobody can see the window
	vigil   *vigil        // since when nobody uses the app
	given   *vigil        // since when the PIN was given
	prompts *Door         // the system asks for a finger there

	// What follows belongs to the goroutine in Run.
	phone     *Phone
	accounts  []core.Account
	reads     int // how often the accounts were read
	stack     []placed
	lastID    int
	look      Look
	front     bool
	asleep    bool        // started by a message, and nobody has opened it
	alarm     *time.Timer // looks whether to lock
	observers []func(View)
	shown     View
	sight     sight                   // what was drawn last
	seen      map[string]bool         // requests that the person put aside
	moved     map[core.AccountID]bool // said YES to here, and not heard of from the server yet
	polling   context.CancelFunc
	polled    chan struct{} // closed when the last poll has ended
	clipped   string        // a secret that we put on the clipboard
	clips     int
	link      string // an address to open once the vault is open
	toast     Toast
	toasts    int
	undo      core.AccountID // the toast says that it was removed; "": it does not
	eye       *eye           // the camera that runs; nil: none
	blind     chan struct{}  // closed when the last camera is
	b         besides
	leave     core.NoticeLeave // as the system said it last
	found     found
	unsaved   unsaved
	peeking   bool
	looked    int // counts the times that the look after the backups began anew
	l         listing
	curtain   curtain
}

// Toast is a short word at the foot of a screen.
type Toast string

// The toasts.
const (
	ToastCopied   Toast = "copied"
	ToastAdded    Toast = "added"
	ToastSaved    Toast = "saved"
	ToastImported Toast = "imported"
	ToastBackedUp Toast = "backedup"
	ToastRemoved  Toast = "removed"
	// ToastRestored and ToastRestoredCodes say that a removed account is back; the latter
	// that its requests have to be turned on again.
	ToastRestored      Toast = "restored"
	ToastRestoredCodes Toast = "restoredcodes"
	ToastForever       Toast = "forever" // removed, and not in the trash any more
	// ToastRevealed says that a code was copied, and is shown for a while.
	ToastRevealed Toast = "revealed"
)

const (
	toastTime     = 2 * time.Second
	undoTime      = 10 * time.Second // to read it, and to think again
	clipboardTime = 30 * time.Second
	armTime       = 500 * time.Millisecond
)

// New makes an App. Run must be called for anything to happen.
func New(p Ports) *App {
	if p.Now == nil {
		p.Now = time.Now
	}
	a := &App{
		p: p, wake: make(chan struct{}, 1), done: make(chan struct{}),
		front: true, seen: map[string]bool{}, moved: map[core.AccountID]bool{}, b: besides{unsent: map[string]bool{}}, vigil: newVigil(p.Now), given: newVigil(p.Now), l: readListing(p.Settings),
		look: lookOf(p.Settings), asleep: p.Woken,
	}
	if p.Woken {
		a.front, a.b.away = false, true
		a.unseen.Store(true)
	}
	return a
}

// Observe calls f with the View now and after each change, on the App's goroutine.
func (a *App) Observe(f func(View)) {
	a.send(func() {
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
	a.drape()
	a.open()
	a.publish()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			a.shut()
			return
		case <-a.wake:
			for f := a.next(); f != nil; f = a.next() {
				f()
			}
		case <-tick.C:
			if !a.front {
				continue
			}
			a.tick()
		}
		a.beside()
		a.tray()
		a.looks()
		a.offerAllow()
		a.publish()
		a.tellShown()
	}
}

// shut closes the vault. The window is gone by then: a copied code was taken off the
// clipboard by Leave.
func (a *App) shut() {
	if a.phone != nil {
		_ = a.phone.Close()
	}
}

// Done is closed when Run has returned and the vault is closed.
func (a *App) Done() <-chan struct{} { return a.done }

// do runs on the owner's goroutine what a person wants, soon. What was tapped before the
// app locked is not done after.
func (a *App) do(f func()) {
	shift := a.shift.Load()
	a.send(func() {
		if a.shift.Load() != shift {
			return
		}
		if !a.vigil.touch() {
			if a.lockIfDue() {
				return
			}
			a.watch()
		}
		f()
	})
}

// send runs f on the owner's goroutine, soon. It never blocks: the window sends taps
// while the owner may be waiting for the window.
func (a *App) send(f func()) {
	a.mu.Lock()
	a.queue = append(a.queue, f)
	a.mu.Unlock()
	select {
	case a.wake <- struct{}{}:
	default:
	}
}

func (a *App) next() func() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.queue) == 0 {
		return nil
	}
	f := a.queue[0]
	a.queue[0] = nil // it may hold what was typed
	a.queue = a.queue[1:]
	return f
}

// work runs slow on its own goroutine and then gives its result to after, on the owner's;
// to nobody where the app has locked meanwhile.
func work[T any](a *App, slow func(context.Context) (T, error), after func(T, error)) {
	ctx, shift := a.ctx, a.shift.Load()
	go func() {
		v, err := slow(ctx)
		a.send(func() {
			if a.shift.Load() == shift {
				after(v, err)
			}
		})
	}()
}

// later runs f on the owner's goroutine after d.
func (a *App) later(d time.Duration, f func()) { time.AfterFunc(d, func() { a.send(f) }) }

// publish tells the observers where what they show has changed. Where nobody can see
// the window, a page that is covered is not drawn again each second under its cover.
func (a *App) publish() {
	a.guard()
	top := a.stack[len(a.stack)-1]
	if a.unseen.Load() && a.shown.Hidden && a.shown.Page == top.id {
		return
	}
	v := View{
		Page: top.id, Depth: len(a.stack), State: top.state(), Intents: top.page, Look: a.look, Hidden: a.hidden(),
		Wide: a.l.wide, Layers: a.layers(),
	}
	_, v.Over = top.page.(sheet)
	if reflect.DeepEqual(v, a.shown) {
		return
	}
	a.shown = v
	for _, f := range a.observers {
		f(v)
	}
}

func (a *App) top() page { return a.stack[len(a.stack)-1].page }

func (a *App) push(p page) {
	if a.barred(p) {
		return
	}
	a.lastID++
	a.stack = append(a.stack, placed{p, a.lastID})
}

// replace puts p in the place of the page on top.
func (a *App) replace(p page) {
	if a.barred(p) {
		return
	}
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
		if s.page == p && !a.barred(q) {
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

// home clears the stack down to the first page: the accounts, or the welcome. A
// request that is being looked at, or how it ended, stays in front: what comes to
// its end behind it must not take it away.
func (a *App) home() {
	if a.isLocked() {
		return
	}
	err := a.reload()
	var front []placed
	for _, s := range a.stack {
		if inFront(s.page) {
			front = append(front, s)
		}
	}
	list := a.list()
	a.stack = nil
	switch {
	case len(a.accounts)+len(a.found.unread) == 0:
		a.push(&Welcome{app: a, first: true})
	case list.page != nil:
		a.stack = append(a.stack, list)
	default:
		a.push(&Home{app: a})
	}
	if err != nil {
		a.push(&Trouble{app: a, problem: problem(err), retry: true})
	}
	a.stack = append(a.stack, front...)
	a.lookAtLeave()
}

// list is the list of accounts that is open, its search closed: it stays where it was
// scrolled to, and what is tapped on it meanwhile is not lost.
func (a *App) list() placed {
	if len(a.stack) > 0 {
		if h, ok := a.stack[0].page.(*Home); ok {
			h.back()
			return a.stack[0]
		}
	}
	return placed{}
}

func inFront(p page) bool {
	switch p.(type) {
	case *Challenge, *Result, *Offline, *Moved:
		return true
	}
	return false
}

// behind puts p over the accounts, but under a request that is being looked at, or
// how it ended.
func (a *App) behind(p page) {
	if a.barred(p) {
		return
	}
	at := slices.IndexFunc(a.stack, func(s placed) bool { return inFront(s.page) })
	if at < 0 {
		at = len(a.stack)
	}
	a.push(p)
	last := a.stack[len(a.stack)-1]
	copy(a.stack[at+1:], a.stack[at:len(a.stack)-1])
	a.stack[at] = last
}

// reload reads the accounts again and lets the inbox know.
func (a *App) reload() error {
	accounts, err := a.phone.Accounts.Accounts()
	if err != nil {
		return err
	}
	a.accounts = accounts
	a.reads++
	a.findOut()
	a.lookSoon()
	a.phone.Inbox.Reload()
	return nil
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
	if a.phone == nil || a.lockIfDue() {
		return
	}
	if c := a.asking(); c != nil {
		c.expire()
	}
	a.openWaiting()
}

// Back is the back gesture, the back arrow or Escape.
func (a *App) Back() {
	a.do(func() {
		if a.p.Behind != nil && a.first() {
			a.p.Behind()
			return
		}
		if b, ok := a.top().(interface{ back() }); ok {
			b.back()
			return
		}
		a.pop(a.top())
	})
}

// first tells that Back has nowhere to go in the app.
func (a *App) first() bool {
	h, home := a.top().(*Home)
	return len(a.stack) == 1 && !(home && h.searching)
}

// setLook changes how everything is shown at once and keeps it.
func (a *App) setLook(l Look) {
	a.look = l
	keepLook(a.p.Settings, l)
}

func (a *App) say(t Toast) { a.sayFor(t, toastTime) }

func (a *App) sayFor(t Toast, d time.Duration) {
	a.toasts++
	n := a.toasts
	a.toast, a.undo = t, ""
	a.later(d, func() {
		if a.toasts == n {
			a.toast, a.undo = "", ""
		}
	})
}

// copySecret puts a code, or backup codes, on the clipboard and takes them off after
// 30 s if they are still there.
func (a *App) copySecret(text string) {
	if a.isLocked() {
		return
	}
	a.p.Clipboard.SetText(text)
	a.clipped = text
	a.clips++
	n := a.clips
	a.say(ToastCopied)
	a.later(clipboardTime, func() {
		if a.clips == n {
			a.clearClipboard()
		}
	})
}

// Leave takes a copied code off the clipboard before the app ends, and then calls
// after. The window must still be there.
func (a *App) Leave(after func()) {
	a.send(func() {
		a.clearClipboard()
		after()
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
