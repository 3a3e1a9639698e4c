//go:build darwin && !ios && cgo

package instance

/*
#cgo CFLAGS: -fobjc-arc
#cgo LDFLAGS: -framework AppKit
void kauthHearLinks(void);
*/
import "C"

import "sync/atomic"

// opened hears the addresses that macOS hands to the app; nil: nobody.
var opened atomic.Pointer[func(link string)]

// hearLinks has macOS tell which addresses open the app, as an event of the process that
// runs: none is started beside it, and none gets an argument. Call it before there is a
// window, since the address that starts the app comes as soon as there is one.
func hearLinks(taken func(link string)) {
	opened.Store(&taken)
	C.kauthHearLinks()
}

func hearNoLinks() { opened.Store(nil) }

//export kauthLinkOpened
func kauthLinkOpened(text *C.char) {
	link := C.GoString(text)
	if len(link) > MaxLink {
		link = link[:MaxLink]
	}
	if taken := opened.Load(); taken != nil {
		go (*taken)(link) // the event comes on the main thread
	}
}
