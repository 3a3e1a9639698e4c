package viewmodel

import (
	"bytes"
	"context"
	"io"

	"kauth/core"
)

// maxPicture is more than any phone's photograph takes, in bytes; maxFiles are read of
// what is dropped at once.
const (
	maxPicture = 20 << 20
	maxFiles   = 50
)

// Pictures reads the QR codes in files that were chosen.
func (s *Scan) Pictures(files []File) { s.app.do(func() { s.pictures(files) }) }

func (s *Scan) pictures(files []File) {
	switch {
	case len(files) == 0 || s.busy:
	case len(files) == 1:
		s.begin(func(ctx context.Context) ([]string, error) { return s.app.readPicture(ctx, files[0]) })
	default:
		s.problem = nil
		s.app.readAll(files)
	}
}

func (a *App) readPicture(ctx context.Context, f File) ([]string, error) {
	r, err := f.Open()
	if err != nil {
		return nil, core.E("viewmodel.readPicture", core.NotPicture, err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxPicture+1))
	if err != nil || len(data) > maxPicture {
		return nil, core.E("viewmodel.readPicture", core.NotPicture, err)
	}
	return a.p.Reader.Read(ctx, bytes.NewReader(data))
}

// readAll tells of each file what came of it. They are read one after the other: each
// may take seconds and much memory.
func (a *App) readAll(files []File) {
	f := &Pick{app: a}
	for i, file := range files {
		f.rows = append(f.rows, pickRow{file: file.Name, reading: i < maxFiles, skipped: i >= maxFiles})
	}
	a.push(f)
	a.readNext(f, files[:min(len(files), maxFiles)])
}

func (a *App) readNext(f *Pick, files []File) {
	if len(files) == 0 {
		a.whole(f)
	}
	if len(files) == 0 || !a.on(f) {
		return
	}
	file := files[0]
	work(a, func(ctx context.Context) ([]string, error) { return a.readPicture(ctx, file) }, func(texts []string, err error) {
		f.read(file.Name, texts, err)
		a.readNext(f, files[1:])
	})
}

// whole goes straight on where the files were nothing but parts of an export.
func (a *App) whole(f *Pick) {
	if codes := f.exports(); len(codes) > 0 && len(codes) == len(f.rows) && a.top() == page(f) {
		a.pop(f)
		_ = a.gather(codes...)
	}
}

// read puts a file's codes in the place of its row; what is of no use to us is told as
// a problem.
func (f *Pick) read(name string, texts []string, err error) {
	for i, r := range f.rows {
		if !r.reading {
			continue
		}
		rows := []pickRow{{file: name, problem: problem(err)}}
		if err == nil {
			rows = nil
			for _, t := range bestOf(texts) {
				rows = append(rows, pickRow{file: name, text: t, problem: check(t)})
			}
		}
		f.rows = append(f.rows[:i], append(rows, f.rows[i+1:]...)...)
		return
	}
}

// Drop takes files dropped on the window, whatever page is shown: pictures, or on its
// page the file to import.
func (a *App) Drop(files []File) {
	a.do(func() {
		if a.phone == nil || a.isLocked() {
			return
		}
		if i, ok := a.top().(*Import); ok && len(files) > 0 {
			i.take(files[0].Open)
			return
		}
		s, ok := a.top().(*Scan)
		if !ok {
			s = &Scan{app: a, live: live{state: LiveOff}}
			a.push(s)
		}
		s.pictures(files)
	})
}
