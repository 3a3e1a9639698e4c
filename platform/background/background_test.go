//go:build !android

package background

import (
	"testing"

	"kauth/core"
)

func TestADesktopSaysNothing(t *testing.T) {
	if is, err := (System{}).Restricted(t.Context()); is || err != nil {
		t.Errorf("%v, %v", is, err)
	}
	if err := (System{}).Open(); core.KindOf(err) != core.Unsupported {
		t.Errorf("%v", err)
	}
}
