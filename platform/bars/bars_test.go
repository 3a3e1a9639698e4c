//go:build !android && !ios && !mobile

package bars

import "testing"

// TestADesktopHasNoBars: pages would otherwise lend their ground to Fyne's own widgets.
func TestADesktopHasNoBars(t *testing.T) {
	if Behind != nil {
		t.Error("somebody is told what is behind bars that a desktop does not have")
	}
}
