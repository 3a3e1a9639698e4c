package viewmodel

import (
	"bytes"
)

// WeakPIN is why a PIN is refused.
type WeakPIN string

// The reasons.
const (
	WeakSame     WeakPIN = "same"     // 000000
	WeakSequence WeakPIN = "sequence" // 123456, 987654, 246802
	WeakRepeated WeakPIN = "repeated" // 121212, 123123
)

// weak says why somebody would try a PIN among the first; "" where nobody would.
func weak(pin []byte) WeakPIN {
	switch step := (pin[1] - pin[0] + 10) % 10; {
	case !even(pin, step):
		return repeated(pin)
	case step == 0:
		return WeakSame
	}
	return WeakSequence
}

// even tells that each digit lies step after the one before, 0 after 9.
func even(pin []byte, step byte) bool {
	for i := range pin[1:] {
		if (pin[i+1]-pin[i]+10)%10 != step {
			return false
		}
	}
	return true
}

func repeated(pin []byte) WeakPIN {
	for n := 1; n <= len(pin)/2; n++ {
		if len(pin)%n == 0 && bytes.Equal(pin, bytes.Repeat(pin[:n], len(pin)/n)) {
			return WeakRepeated
		}
	}
	return ""
}
