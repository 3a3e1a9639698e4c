package vault

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// source is a file in which parts of a vault may be found.
type source struct {
	*finds
	path string
	when time.Time // when it was last written
}

// sources reads all files of the folder in which something may be left, the vault's own
// first and then the snapshots from the newest on.
func (f folder) sources() []source {
	var all []source
	add := func(path string, from Source, when time.Time) {
		b, info, err := readDamaged(path)
		if err != nil {
			return
		}
		if when.IsZero() {
			when = info.ModTime()
		}
		all = append(all, source{scan(b, from), path, when})
	}
	add(f.file(), SourceMain, time.Time{})
	add(f.rescue(), SourceMain, time.Time{})
	copies := f.copies()
	slices.SortFunc(copies, func(a, b *snapshot) int { return cmp.Compare(b.generation, a.generation) })
	for _, s := range copies {
		add(s.path, SourceSnapshot, s.when)
	}
	for _, path := range f.broken() {
		add(path, SourceScan, time.Time{})
	}
	return all
}

// copies are the snapshots' places.
func (f folder) copies() []*snapshot {
	var all []*snapshot
	for i := range copyCount {
		s := &snapshot{path: f.copy(i)}
		s.look()
		all = append(all, s)
	}
	return all
}

// broken are the damaged files that were kept, the newest first.
func (f folder) broken() (paths []string) {
	all, _ := os.ReadDir(string(f)) // sorted by name, and so by time
	for _, e := range all {
		if strings.HasPrefix(e.Name(), brokenPrefix) {
			paths = append(paths, filepath.Join(string(f), e.Name()))
		}
	}
	slices.Reverse(paths)
	return paths
}

// readDamaged reads as much of a file as the disk gives. What it does not give is zeros.
func readDamaged(path string) ([]byte, fs.FileInfo, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return nil, nil, damagedf("%s is no vault of ours", path)
	}
	b := make([]byte, info.Size())
	const part = 4096
	for at := 0; at < len(b); at += part {
		piece := b[at:min(len(b), at+part)]
		if n, err := f.ReadAt(piece, int64(at)); err != nil && !errors.Is(err, io.EOF) {
			clear(piece[n:])
		}
	}
	return b, info, nil
}
