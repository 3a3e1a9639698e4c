//go:build linux && (amd64 || arm64)

package disk

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"kauth/core/vault/torture/trace"
)

// Record turns the calls of a program into events in one folder. What it meets and
// does not understand is an error: a record with a gap proves nothing.
type Record struct {
	Events []Event
	Before Image // the folder at the beginning; it counts as durable

	root  string
	names map[string]int
	open  map[int]*descriptor
	last  int // number of a file
	first map[string]int
}

type descriptor struct {
	file   int
	name   string
	folder bool
	at     int64
	append bool
}

// NewRecord begins with the folder as it is.
func NewRecord(root string) (*Record, error) {
	r := &Record{Before: Image{}, root: root, names: map[string]int{}, open: map[int]*descriptor{}, first: map[string]int{}}
	err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if err != nil || p == root {
			return err
		}
		name, _ := r.inside(p)
		if e.IsDir() {
			r.Before[name], r.names[name] = nil, aFolder
			return nil
		}
		data, err := os.ReadFile(p)
		r.last++
		r.Before[name], r.names[name], r.first[name] = append([]byte{}, data...), r.last, r.last
		return err
	})
	return r, err
}

// Disk is one with the folder as it was at the beginning, to Do the Events on.
func (r *Record) Disk() *Disk {
	d := New()
	for name, data := range r.Before {
		if data == nil {
			d.KeepFolder(name)
		} else {
			d.Keep(name, r.first[name], data)
		}
	}
	return d
}

func (r *Record) inside(p string) (string, bool) {
	name, err := filepath.Rel(r.root, p)
	return name, err == nil && name != ".." && !strings.HasPrefix(name, "../")
}

// Touches tells whether a call, at its entry, is about to change the folder, to sync
// it, or to say something.
func (r *Record) Touches(c trace.Call) bool {
	switch c.Name {
	case "open":
		_, in := r.inside(c.Path)
		return in && c.Flags&(syscall.O_CREAT|syscall.O_TRUNC) != 0
	case "rename", "link", "mkdir", "unlink":
		_, in := r.inside(c.Path)
		return in
	case "write":
		return c.FD == 1 || r.open[c.FD] != nil
	case "ftruncate", "fsync", "fdatasync":
		return r.open[c.FD] != nil
	}
	return false
}

// IsIn tells whether an open file or folder is that folder, or in it.
func (r *Record) IsIn(descriptor int, folder string) bool {
	d := r.open[descriptor]
	return d != nil && (d.name == folder || strings.HasPrefix(d.name, folder+"/"))
}

// Begin is told of a call before it is made: another thread may be given a closed
// descriptor's number before the close has ended.
func (r *Record) Begin(c trace.Call) {
	if c.Name == "close" {
		delete(r.open, c.FD)
	}
}

// End takes in a call that was made.
func (r *Record) End(c trace.Call) error {
	if strings.HasPrefix(c.Name, "unknown") && (r.open[c.FD] != nil || c.FD < 0) {
		return fmt.Errorf("%s: the model of the disk does not have it", c.Name)
	}
	if c.Result < 0 || c.Name == "close" {
		return nil
	}
	if c.Name == "write" && c.FD == 1 {
		r.Events = append(r.Events, Event{Kind: Said, Said: string(c.Data)})
		return nil
	}
	if c.FD >= 0 {
		if d := r.open[c.FD]; d != nil {
			r.onOpen(d, c)
		}
		return nil
	}
	return r.onName(c)
}

func (r *Record) onOpen(d *descriptor, c trace.Call) {
	switch c.Name {
	case "write":
		at := c.At
		if at < 0 {
			if d.append {
				d.at = r.size(d.file)
			}
			at = d.at
			d.at += int64(len(c.Data))
		}
		r.add(Event{Kind: Write, File: d.file, At: at, Data: c.Data})
	case "ftruncate":
		r.add(Event{Kind: Resize, File: d.file, At: c.At})
	case "lseek":
		d.at = c.Result
	case "fsync", "fdatasync":
		if d.folder {
			r.add(Event{Kind: SyncName, Name: d.name})
		} else {
			r.add(Event{Kind: SyncFile, File: d.file})
		}
	}
}

func (r *Record) onName(c trace.Call) error {
	name, in := r.inside(c.Path)
	if !in {
		if _, to := r.inside(c.To); to && c.To != "" {
			return fmt.Errorf("rename of %s: it comes from elsewhere", c.Path)
		}
		return nil
	}
	number, there := r.names[name]
	switch c.Name {
	case "open":
		r.opened(c, name, number, there)
	case "mkdir":
		r.add(Event{Kind: Folder, Name: name})
	case "unlink":
		r.add(Event{Kind: Remove, Name: name, File: number})
	case "rename", "link":
		to, in := r.inside(c.To)
		if !in || !there || number == aFolder {
			return fmt.Errorf("%s of %s to %s: the model of the disk does not have it", c.Name, c.Path, c.To)
		}
		r.add(Event{Kind: map[string]Kind{"rename": Rename, "link": Link}[c.Name], Name: name, To: to, File: number})
	}
	return nil
}

func (r *Record) opened(c trace.Call, name string, number int, there bool) {
	d := &descriptor{file: number, name: name, folder: there && number == aFolder || name == ".", append: c.Flags&syscall.O_APPEND != 0}
	switch {
	case !there && !d.folder:
		r.last++
		d.file = r.last
		r.add(Event{Kind: Create, Name: name, File: d.file})
	case c.Flags&syscall.O_TRUNC != 0 && !d.folder:
		r.add(Event{Kind: Resize, File: number})
	}
	r.open[int(c.Result)] = d
}

func (r *Record) add(e Event) {
	enter(r.names, e)
	r.Events = append(r.Events, e)
}

// size is how long a file is now.
func (r *Record) size(number int) (size int64) {
	for name, n := range r.first {
		if n == number {
			size = int64(len(r.Before[name]))
		}
	}
	for _, e := range r.Events {
		if e.File != number {
			continue
		}
		switch e.Kind {
		case Write:
			size = max(size, e.At+int64(len(e.Data)))
		case Resize:
			size = e.At
		}
	}
	return size
}
