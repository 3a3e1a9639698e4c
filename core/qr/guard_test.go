package qr

import "testing"

func init() { bare = true }

func TestWhatWouldEndTheAppEndsTheSearch(t *testing.T) {
	bare = false
	defer func() { bare = true }()
	guarded(func() { panic("from a stranger's picture") })
}
