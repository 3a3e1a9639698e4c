//go:build linux && (amd64 || arm64)

package trace

import (
	"bytes"
	"fmt"
	"os"
)

// memory is the program's, through /proc.
type memory struct{ file *os.File }

func memoryOf(process int) (memory, error) {
	f, err := os.Open(fmt.Sprintf("/proc/%d/mem", process))
	return memory{f}, err
}

func (m memory) bytes(at, size uint64) []byte {
	b := make([]byte, min(size, 64<<20))
	n, _ := m.file.ReadAt(b, int64(at))
	return b[:n]
}

// text reads up to the first zero byte; page by page, since the next page may be
// nobody's.
func (m memory) text(at uint64) string {
	const page = 4096
	var text []byte
	for len(text) < page {
		part := m.bytes(at, page-at%page)
		if end := bytes.IndexByte(part, 0); end >= 0 || len(part) == 0 {
			return string(append(text, part[:max(end, 0)]...))
		}
		text, at = append(text, part...), at+uint64(len(part))
	}
	return string(text)
}
