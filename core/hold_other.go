//go:build ios || !(linux || darwin || windows)

package core

// takePages has none: Go's own memory serves. iOS swaps nothing out.
func takePages(int) []byte { return nil }
