//go:build !android && !ios

package hardware

// native: a computer's TPM is not asked for. Keys are in the vault there.
func native() system { return absent{} }
