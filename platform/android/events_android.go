package android

/*
#include "bridge_android.h"
*/
import "C"

import (
	"sync"
	"unsafe"
)

// Event is what Java tells: Data is the listener's own.
type Event struct {
	What, Text string
	Data       []byte
}

// most is how many events wait for who listens later: the first one of a start, and
// nothing that an app that floods us could fill the memory with.
const most = 16

var events struct {
	mu      sync.Mutex
	listen  map[string]func(Event)
	waiting []Event
}

// Listen has f hear the events of that name, also those that came before. f is called on
// a thread of Java's, which may be the window's: it must not wait.
func Listen(what string, f func(Event)) {
	events.mu.Lock()
	if events.listen == nil {
		events.listen = map[string]func(Event){}
	}
	events.listen[what] = f
	var mine, rest []Event
	for _, e := range events.waiting {
		if e.What == what {
			mine = append(mine, e)
		} else {
			rest = append(rest, e)
		}
	}
	events.waiting = rest
	events.mu.Unlock()
	for _, e := range mine {
		f(e)
	}
}

//export kauthEvent
func kauthEvent(what, text *C.char, data unsafe.Pointer, n C.int) {
	heard(Event{C.GoString(what), C.GoString(text), C.GoBytes(data, n)})
}

func heard(e Event) {
	events.mu.Lock()
	f := events.listen[e.What]
	if f == nil && len(events.waiting) < most {
		events.waiting = append(events.waiting, e)
	}
	events.mu.Unlock()
	if f != nil {
		f(e)
	}
}
