//go:build !android && (ios || mobile)

package bars

// Behind does nothing: iOS draws its signs by the system's theme until somebody has seen
// another one on an iPhone, and a phone that is played on a desk has none.
func Behind(bool) {}
