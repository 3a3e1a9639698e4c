//go:build !android && !ios

package unlock

// native: Touch ID and Windows Hello are for later; Linux has a daemon that says yes or
// no (fprintd), and seals nothing.
func native() system { return absent{} }
