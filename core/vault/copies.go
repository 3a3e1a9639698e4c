package vault

import (
	"encoding/binary"
	"errors"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"
)

// copyCount is how many snapshots are kept.
const copyCount = 3

// A snapshot is the vault's file, byte for byte as far as it is in use, and then this
// mark, its generation (8) and when it was made (8, milliseconds of Unix). What stands
// there is a hint alone: seals say what a snapshot is worth.
var copyMark = []byte{'k', 'A', 'S', 1}

const copyTail = 4 + 8 + 8

// snapshot is one of the copies.
type snapshot struct {
	path       string
	there      bool
	generation uint64 // 0: nobody knows, or of no use
	when       time.Time
	sums       []uint64 // of its pages, where this process wrote them; nil: not known
}

// look reads what its end says.
func (s *snapshot) look() {
	s.there, s.generation, s.when, s.sums = false, 0, time.Time{}, nil
	f, err := os.Open(s.path)
	if err != nil {
		s.there = !errors.Is(err, fs.ErrNotExist)
		return
	}
	defer f.Close()
	s.there = true
	size, err := f.Seek(0, io.SeekEnd)
	tail := make([]byte, copyTail)
	if err != nil || size < copyTail {
		return
	}
	if _, err := f.ReadAt(tail, size-copyTail); err != nil || string(tail[:4]) != string(copyMark) {
		return
	}
	s.generation = binary.BigEndian.Uint64(tail[4:])
	s.when = time.UnixMilli(int64(binary.BigEndian.Uint64(tail[12:])))
}

// make writes a copy of from over this one, synced. A kill in it, or a full disk,
// leaves a mixture: it is the oldest that is written over, and two are left.
func (s *snapshot) make(from string, generation uint64, when time.Time, proof pageProof) error {
	was := *s
	s.sums, s.generation, s.there = nil, 0, true
	sums, err := copyPages(from, s.path, was.sums, generation, when, proof)
	var rot rotten
	if errors.As(err, &rot) {
		*s = was // not touched
		return err
	}
	there := was.there
	if err != nil {
		s.there = there || exists(s.path)
		return err
	}
	s.sums, s.generation, s.when = sums, generation, when
	if !there {
		return folderOf(s.path).sync()
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// unopened is a place where nothing can be written, and nothing was.
type unopened struct{ error }

func (u unopened) Unwrap() error { return u.error }

// pageProof finds fault with pages of that size, or does not.
type pageProof func(pages []byte, size int) error

// copyPages writes the pages that are in use and the end behind them, but those that
// known says are there already: a change touches a few pages of many.
func copyPages(
	from, to string, known []uint64, generation uint64, when time.Time, proof pageProof,
) ([]uint64, error) {
	src, err := os.Open(from)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	info, err := src.Stat()
	if err != nil {
		return nil, err
	}
	m, err := readMetas(src, uint64(info.Size()))
	if err != nil {
		return nil, err
	}
	dst, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, unopened{err}
	}
	defer dst.Close()
	sums, err := copyChanged(src, dst, m, known, proof)
	if err != nil {
		return nil, err
	}
	end := int64(m.pages * m.pageSize)
	tail := binary.BigEndian.AppendUint64(slices.Clone(copyMark), generation)
	tail = binary.BigEndian.AppendUint64(tail, uint64(when.UnixMilli()))
	if _, err := dst.WriteAt(tail, end); err != nil {
		return nil, err
	}
	if size, err := dst.Seek(0, io.SeekEnd); err != nil || size != end+copyTail {
		if err := dst.Truncate(end + copyTail); err != nil {
			return nil, err
		}
	}
	return sums, syncData(dst)
}

// copyRun is how much is read at once: a multiple of all sizes of pages.
const copyRun = 256 << 10

// copyRuns keeps what is read into: sealed bytes.
var copyRuns = sync.Pool{New: func() any { b := make([]byte, copyRun); return &b }}

var copySeed = maphash.MakeSeed()

// copyChanged writes the pages that differ from known, and gives what all are now. Where
// proof finds fault with one of them nothing is written.
func copyChanged(src io.ReaderAt, dst io.WriterAt, m meta, known []uint64, proof pageProof) ([]uint64, error) {
	kept := copyRuns.Get().(*[]byte)
	defer copyRuns.Put(kept)
	sums, err := pageSums(src, m, *kept)
	if err != nil {
		return nil, err
	}
	size := int64(m.pageSize)
	runs := changedRuns(sums, known, copyRun/size)
	for _, write := range []bool{false, true} {
		for _, r := range runs {
			part := (*kept)[:(r.end-r.from)*size]
			if _, err := src.ReadAt(part, r.from*size); err != nil {
				return nil, err
			}
			if write {
				_, err = dst.WriteAt(part, r.from*size)
			} else {
				err = proof(part, int(size))
			}
			if err != nil {
				return nil, err
			}
		}
	}
	return sums, nil
}

func pageSums(src io.ReaderAt, m meta, run []byte) ([]uint64, error) {
	size, end := int64(m.pageSize), int64(m.pages*m.pageSize)
	sums := make([]uint64, 0, m.pages)
	for at := int64(0); at < end; at += int64(len(run)) {
		part := run[:min(int64(len(run)), end-at)]
		if _, err := src.ReadAt(part, at); err != nil {
			return nil, err
		}
		for i := int64(0); i < int64(len(part)); i += size {
			sums = append(sums, maphash.Bytes(copySeed, part[i:i+size]))
		}
	}
	return sums, nil
}

// pageRun is some pages in a row.
type pageRun struct{ from, end int64 }

func changedRuns(sums, known []uint64, longest int64) (runs []pageRun) {
	for i, sum := range sums {
		if i < len(known) && known[i] == sum {
			continue
		}
		at := int64(i)
		if n := len(runs); n > 0 && runs[n-1].end == at && at-runs[n-1].from < longest {
			runs[n-1].end++
			continue
		}
		runs = append(runs, pageRun{at, at + 1})
	}
	return runs
}
