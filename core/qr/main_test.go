package qr

import (
	"os"
	"testing"
	"time"
)

// TestMain gives pictures the time that they need: what is found in them must not depend
// on what else a machine does, nor on the race detector.
func TestMain(m *testing.M) {
	deadline = 10 * time.Minute
	os.Exit(m.Run())
}
