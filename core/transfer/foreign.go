package transfer

import (
	"bytes"
	"strings"

	"kauth/core"
)

// foreign names files that can't be read here, and says what to do instead.
func foreign(f file) error {
	switch {
	case bytes.HasPrefix(f.data, []byte("SQLite format 3\x00")):
		return core.Errorf(opRead, core.Unsupported, "a database of another app: export a file, or QR codes, in that app")
	}
	return nil
}

// looksLikeAddresses tells a list of addresses by its first line that is no note.
func looksLikeAddresses(text string) bool {
	for line := range strings.Lines(strings.ReplaceAll(strings.TrimSpace(text), "\r", "\n")) {
		line = strings.ToLower(strings.TrimSpace(line))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		for _, scheme := range []string{"otpauth://", "otpauth-migration://", "steam://", "motp://", "yaotp://"} {
			if strings.HasPrefix(line, scheme) {
				return true
			}
		}
		return false
	}
	return false
}
