package coretest

import "sync"

// Window is a phone's window, as screenshots see it. Its zero value is hidden.
type Window struct {
	mu    sync.Mutex
	shown bool
	fail  error
}

// Possible implements the port of platform/privacy, as Hide does.
func (*Window) Possible() bool { return true }

// Hide hides it or shows it.
func (w *Window) Hide(yes bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fail == nil {
		w.shown = !yes
	}
	return w.fail
}

// Fail makes Hide answer with err; nil ends it.
func (w *Window) Fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fail = err
}

// Hidden tells whether screenshots see nothing.
func (w *Window) Hidden() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.shown
}
