package android

/*
#include "bridge_android.h"
*/
import "C"

import (
	"unsafe"

	"kauth/platform/bridge"
)

// Event is what Java tells: Data is the listener's own.
type Event = bridge.Event

var events bridge.Events

// Listen has f hear the events of that name, also those that came before. f is called on
// a thread of Java's, which may be the window's: it must not wait.
func Listen(what string, f func(Event)) { events.Listen(what, f) }

//export kauthEvent
func kauthEvent(what, text *C.char, data unsafe.Pointer, n C.int) {
	events.Heard(Event{What: C.GoString(what), Text: C.GoString(text), Data: C.GoBytes(data, n)})
}
