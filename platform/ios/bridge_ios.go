package ios

/*
#cgo CFLAGS: -x objective-c -fobjc-arc -Wall -Wundeclared-selector -Wno-deprecated-declarations
#cgo CFLAGS: -Werror=objc-method-access -Werror=incompatible-pointer-types -Werror=unguarded-availability
#cgo LDFLAGS: -framework Foundation -framework UIKit -framework Security -framework LocalAuthentication
#cgo LDFLAGS: -framework AVFoundation -framework CoreMedia -framework CoreVideo
#cgo LDFLAGS: -framework UserNotifications -framework AuthenticationServices -framework Network
#include <stdlib.h>
#include "bridge_ios.h"
*/
import "C"

import (
	"strings"
	"unsafe"

	"kauth/platform/bridge"
)

// Event is what Objective-C tells: Data is the listener's own.
type Event = bridge.Event

// Trouble is what went wrong on the side of Objective-C.
type Trouble = bridge.Trouble

// Kind gives the kind of an error of Call; "fault" for any other.
func Kind(err error) string { return bridge.Kind(err) }

// Call asks Objective-C, and waits for the answer: seconds where a person is asked. What
// waits refuses to be called on the main thread. Its errors are Trouble.
func Call(what, text string, data []byte) ([]byte, error) {
	name, words := C.CString(what), C.CString(clean(text))
	defer C.free(unsafe.Pointer(name))
	defer C.free(unsafe.Pointer(words))
	var first unsafe.Pointer
	if len(data) > 0 {
		first = unsafe.Pointer(&data[0])
	}
	a := C.kauth_ios_call(name, words, first, C.int(len(data)))
	if a.data == nil {
		return nil, Trouble{Kind: "fault", Words: "no memory"}
	}
	defer C.kauth_ios_done(a)
	return bridge.Read(C.GoBytes(a.data, a.len))
}

// clean makes text that Objective-C takes for a string: of UTF-8, without a zero.
func clean(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
}

var events bridge.Events

// Listen has f hear the events of that name, also those that came before. f is called on
// a thread of the system's, which may be the main one: it must not wait.
func Listen(what string, f func(Event)) { events.Listen(what, f) }

// Heard gives an event on to who listens to it.
func Heard(e Event) { events.Heard(e) }

//export kauthIOSEvent
func kauthIOSEvent(what, text *C.char, data unsafe.Pointer, n C.int) {
	events.Heard(Event{What: C.GoString(what), Text: C.GoString(text), Data: C.GoBytes(data, n)})
}
