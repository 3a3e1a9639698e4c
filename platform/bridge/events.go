package bridge

import (
	"slices"
	"sync"
)

// Event is what the native side tells: Data is the listener's own.
type Event struct {
	What, Text string
	Data       []byte
}

// most is how many events wait for who listens later: the first ones of a start, and
// nothing that an app that floods us could fill the memory with.
const most = 16

// Events keeps those that nobody listens to yet. The zero value is ready.
type Events struct {
	mu      sync.Mutex
	listen  map[string]func(Event)
	waiting []Event
}

// Listen has f hear the events of that name, also those that came before, one after the
// other. f is called on a thread of the native side, which may be the window's: it must
// not wait.
func (x *Events) Listen(what string, f func(Event)) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.listen == nil {
		x.listen = map[string]func(Event){}
	}
	for { // what comes while f hears the ones before waits behind them
		mine := x.take(what)
		if len(mine) == 0 {
			x.listen[what] = f
			return
		}
		x.mu.Unlock()
		for _, e := range mine {
			f(e)
		}
		x.mu.Lock()
	}
}

// take gives those of that name, which wait no more.
func (x *Events) take(what string) (mine []Event) {
	x.waiting = slices.DeleteFunc(x.waiting, func(e Event) bool {
		if e.What == what {
			mine = append(mine, e)
		}
		return e.What == what
	})
	return mine
}

// Heard gives an event to who listens, or keeps it.
func (x *Events) Heard(e Event) {
	x.mu.Lock()
	f := x.listen[e.What]
	if f == nil && len(x.waiting) < most {
		x.waiting = append(x.waiting, e)
	}
	x.mu.Unlock()
	if f != nil {
		f(e)
	}
}
