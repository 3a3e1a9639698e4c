// Package bridge has what the app's Go shares with the native code of both phones: calls
// by the name of what is wanted, answers of which the first byte says whether it went
// well, and events by name. platform/android carries them to Java, platform/ios to
// Objective-C. It decides nothing, and knows no ability.
package bridge

import (
	"errors"
	"strings"
)

// Trouble is what went wrong on the native side.
type Trouble struct {
	Kind  string // unsupported, cancelled, none, gone, locked, moment, refused, barred, busy, lost, silent, fault
	Words string // for the log; they name no account and no file
}

func (t Trouble) Error() string { return t.Kind + ": " + t.Words }

// Kind gives the kind of an error of a call; "fault" for any other.
func Kind(err error) string {
	if t, ok := errors.AsType[Trouble](err); ok {
		return t.Kind
	}
	return "fault"
}

// Read takes an answer apart. A first byte of 0 is one that went well; after any other
// come the kind of trouble, a blank, and words.
func Read(reply []byte) ([]byte, error) {
	if len(reply) == 0 {
		return nil, Trouble{"fault", "an empty answer"}
	}
	if reply[0] == 0 {
		return reply[1:], nil
	}
	kind, words, _ := strings.Cut(string(reply[1:]), " ")
	return nil, Trouble{kind, words}
}
