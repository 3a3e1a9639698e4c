package transfer

import (
	"bytes"
	"compress/flate"
	"testing"

	"kauth/core"
)

func TestWhatUnpacksToMuchIsStopped(t *testing.T) {
	var small bytes.Buffer
	w, err := flate.NewWriter(&small, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 64 {
		if _, err := w.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	if _, err := inflate(small.Bytes()); core.KindOf(err) != core.Malformed {
		t.Errorf("%d bytes for 64 MB: %v", small.Len(), err)
	}
}
