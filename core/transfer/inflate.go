package transfer

import (
	"bytes"
	"compress/flate"
	"io"

	"kauth/core"
)

// inflate gives what was compressed, and stops where it grows beyond what a file may
// have: 42 kB can hold petabytes.
func inflate(data []byte) ([]byte, error) {
	r := flate.NewReader(bytes.NewReader(data))
	defer r.Close()
	plain, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(plain) > maxFile {
		err = core.Errorf(opRead, core.Malformed, "it unpacks to more than %d MB", maxFile>>20)
	}
	return plain, err
}
