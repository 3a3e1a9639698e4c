package android

/*
#include <stdlib.h>
#include "bridge_android.h"
*/
import "C"

import (
	"strings"
	"unsafe"

	"fyne.io/fyne/v2/driver"

	"kauth/platform/bridge"
)

// Trouble is what went wrong on the side of Java: Trouble.java.
type Trouble = bridge.Trouble

// Kind gives the kind of an error of Call; "fault" for any other.
func Kind(err error) string { return bridge.Kind(err) }

// why names what kind_t of bridge_android.c says.
var why = map[C.int]string{1: "no class", 2: "no method", 3: "no memory", 4: "an exception"}

// Call asks Java, and waits for the answer: seconds where a person is asked. It must not
// be called on the thread of the window. Its errors are Trouble.
func Call(what, text string, data []byte) ([]byte, error) {
	var reply []byte
	err := driver.RunNative(func(context any) error {
		ctx, ok := context.(*driver.AndroidContext)
		if !ok {
			return Trouble{Kind: "fault", Words: "no context"}
		}
		name, words := C.CString(what), C.CString(strings.ToValidUTF8(text, ""))
		defer C.free(unsafe.Pointer(name))
		defer C.free(unsafe.Pointer(words)) // names and what is shown to everybody: secrets are in data
		var first unsafe.Pointer
		if len(data) > 0 {
			first = unsafe.Pointer(&data[0])
		}
		a := C.kauth_call(C.uintptr_t(ctx.Env), C.uintptr_t(ctx.Ctx), name, words, first, C.int(len(data)))
		if a.trouble != 0 {
			return Trouble{Kind: "fault", Words: why[a.trouble]}
		}
		defer C.kauth_done(a)
		reply = C.GoBytes(a.data, a.len)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return bridge.Read(reply)
}
