package push

import (
	"testing"

	"kauth/core/coretest"
)

var _ coretest.WakePort = (*Receiver)(nil)

func TestFakeReceiverKeepsToWhatTheRealOneDoes(t *testing.T) {
	w := coretest.NewWakes("Fake")
	coretest.TestReceiver(t, w, w, "Fake")
}
