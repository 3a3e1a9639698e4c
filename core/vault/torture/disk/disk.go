package disk

import (
	"maps"
	"path"
	"slices"
)

// Disk is the state of a folder: what is on it for sure, and what is on its way.
type Disk struct {
	files   map[int]*file
	names   map[string]int // what programs see: path -> file, 0 is a folder
	durable map[string]int
	pending []Event // of names, in order
	// Lies are the kinds of syncs that this disk answers and does not do.
	Lies []Kind
}

type file struct {
	now     []byte
	durable []byte
	pending []Event
}

const aFolder = 0

// New is an empty folder.
func New() *Disk {
	return &Disk{files: map[int]*file{}, names: map[string]int{}, durable: map[string]int{}}
}

// Keep has a file be there for sure, from the beginning.
func (d *Disk) Keep(name string, number int, data []byte) {
	d.files[number] = &file{now: data, durable: data}
	d.names[name], d.durable[name] = number, number
}

// KeepFolder has a folder be there for sure.
func (d *Disk) KeepFolder(name string) { d.names[name], d.durable[name] = aFolder, aFolder }

// Do takes in what was done next.
func (d *Disk) Do(e Event) {
	switch e.Kind {
	case Create:
		d.files[e.File] = &file{}
		d.entry(e)
	case Folder, Rename, Link, Remove:
		d.entry(e)
	case Write, Resize:
		f := d.files[e.File]
		f.now = apply(slices.Clone(f.now), e)
		f.pending = append(f.pending, e)
	case SyncFile:
		if f := d.files[e.File]; f != nil && !slices.Contains(d.Lies, SyncFile) {
			f.durable, f.pending = f.now, nil
		}
	case SyncName:
		if !slices.Contains(d.Lies, SyncName) {
			d.syncFolder(e.Name)
		}
	}
}

func (d *Disk) entry(e Event) {
	enter(d.names, e)
	d.pending = append(d.pending, e)
}

// syncFolder makes the entries of a folder durable.
func (d *Disk) syncFolder(name string) {
	d.pending = slices.DeleteFunc(d.pending, func(e Event) bool {
		if path.Dir(e.Name) != name && (e.To == "" || path.Dir(e.To) != name) {
			return false
		}
		enter(d.durable, e)
		return true
	})
}

// enter changes names as the event says.
func enter(names map[string]int, e Event) {
	switch e.Kind {
	case Create:
		names[e.Name] = e.File
	case Folder:
		names[e.Name] = aFolder
	case Remove:
		if at, ok := names[e.Name]; ok && at == e.File {
			delete(names, e.Name)
		}
	case Rename:
		if at, ok := names[e.Name]; ok && at == e.File {
			delete(names, e.Name)
		}
		names[e.To] = e.File
	case Link:
		names[e.To] = e.File
	}
}

// apply changes a file's bytes as the event says.
func apply(b []byte, e Event) []byte {
	if e.Kind == Resize {
		return resize(b, e.At)
	}
	if end := e.At + int64(len(e.Data)); end > int64(len(b)) {
		b = resize(b, end)
	}
	copy(b[e.At:], e.Data)
	return b
}

func resize(b []byte, size int64) []byte {
	if size <= int64(len(b)) {
		return b[:size:size]
	}
	return append(b[:len(b):len(b)], make([]byte, size-int64(len(b)))...)
}

// Image is a folder as it may be found: files by path, and folders with nil.
type Image map[string][]byte

// Now is what programs see.
func (d *Disk) Now() Image {
	return d.image(d.names, func(f *file) []byte { return f.now })
}

// image leaves out what is in a folder that is not there.
func (d *Disk) image(names map[string]int, read func(*file) []byte) Image {
	out := Image{}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if up := path.Dir(name); up != "." && !out.hasFolder(up) {
			continue
		}
		if number := names[name]; number == aFolder {
			out[name] = nil
		} else {
			out[name] = append([]byte{}, read(d.files[number])...)
		}
	}
	return out
}

func (i Image) hasFolder(name string) bool {
	data, ok := i[name]
	return ok && data == nil
}
