package drive

import (
	"bytes"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// App is a toolkit app on the test driver, with one goroutine for all of the
// window, as a real driver has. The plain test driver runs fyne.Do on whatever
// goroutine calls it, which would race with the HTTP calls.
type App struct {
	fyne.App
	driver *driver
}

// NewApp makes it the current app. Loop must be called for fyne.Do to do anything.
func NewApp() *App {
	a := &App{App: test.NewApp()}
	a.driver = &driver{Driver: a.App.Driver(), wake: make(chan struct{}, 1)}
	fyne.SetCurrentApp(a)
	return a
}

// Driver is the test driver with a queue.
func (a *App) Driver() fyne.Driver { return a.driver }

// Loop owns the window until stop is closed. It is the window's one goroutine.
func (a *App) Loop(stop <-chan struct{}) {
	a.driver.owner.Store(int64(goroutine()))
	for {
		for f := a.driver.next(); f != nil; f = a.driver.next() {
			f()
		}
		select {
		case <-stop:
			return
		case <-a.driver.wake:
		}
	}
}

type driver struct {
	fyne.Driver
	owner atomic.Int64 // the goroutine that owns the window; 0 before Loop

	mu    sync.Mutex
	queue []func()
	wake  chan struct{}
}

// DoFromGoroutine runs f on the window's goroutine, at once where it is called there.
func (d *driver) DoFromGoroutine(f func(), wait bool) {
	if d.owner.Load() == int64(goroutine()) {
		f()
		return
	}
	done := make(chan struct{})
	d.mu.Lock()
	d.queue = append(d.queue, func() { defer close(done); f() })
	d.mu.Unlock()
	select {
	case d.wake <- struct{}{}:
	default:
	}
	if wait {
		<-done
	}
}

func (d *driver) next() func() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.queue) == 0 {
		return nil
	}
	f := d.queue[0]
	d.queue[0] = nil // it may hold what was typed
	d.queue = d.queue[1:]
	return f
}

// goroutine names the goroutine that calls it. Go offers no other way to tell
// whether a call comes from the one that owns the window.
func goroutine() int {
	buf := make([]byte, 64)
	fields := bytes.Fields(buf[:runtime.Stack(buf, false)]) // "goroutine 17 [running]:"
	id, err := strconv.Atoi(string(fields[1]))
	if err != nil {
		panic("drive: the runtime no longer names goroutines")
	}
	return id
}
