package client

import (
	"bytes"
	"errors"
	"io"
)

// event is one server-sent event (HTML, section 9.2.6).
type event struct {
	name string // "" is "message"
	id   string // the last one that was set
	data []byte // good until the next event
}

// eventReader takes events out of a stream of bytes. It holds one event at a time,
// at most most bytes of it, and never what is left of one that broke off.
type eventReader struct {
	from io.Reader
	most int

	chunk  []byte // read and not yet looked at
	buffer [4 << 10]byte
	begun  bool // past a byte order mark
	skipLF bool // the last line ended in CR
	line   []byte
	name   string
	data   []byte
	id     string
}

const roomy = 64 << 10

var errEvent = errors.New("an event is longer than it may be")

// next gives the next event that has data. io.EOF: the stream ended.
func (r *eventReader) next() (event, error) {
	r.name, r.data = "", r.data[:0]
	if cap(r.data)+cap(r.line) > roomy { // a long one came once: its memory goes
		r.data, r.line = nil, nil
	}
	some := false // a data field came
	for {
		line, err := r.readLine()
		if err != nil {
			return event{}, err
		}
		if len(line) == 0 {
			if some {
				return event{r.name, r.id, r.data}, nil
			}
			r.name = ""
			continue
		}
		field, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(field) {
		case "event":
			r.name = string(value)
		case "id":
			if bytes.IndexByte(value, 0) < 0 {
				r.id = string(value)
			}
		case "data":
			if !some {
				some = true
				r.line, r.data = r.data, value // no copy of what may be long
				continue
			}
			r.data = append(append(r.data, '\n'), value...)
		} // the rest, comments among it, says nothing to us
	}
}

// readLine gives a line without its end: LF, CR, or both.
func (r *eventReader) readLine() ([]byte, error) {
	r.line = r.line[:0]
	for {
		if len(r.chunk) == 0 {
			n, err := r.from.Read(r.buffer[:])
			if r.chunk = r.buffer[:n]; n == 0 {
				if err != nil {
					return nil, err
				}
				continue
			}
		}
		if r.skipLF {
			if r.skipLF = false; r.chunk[0] == '\n' {
				r.chunk = r.chunk[1:]
				continue
			}
		}
		end := bytes.IndexAny(r.chunk, "\r\n")
		part := r.chunk
		if end >= 0 {
			part = r.chunk[:end]
		}
		if len(r.data)+len(r.line)+len(part) > r.most {
			return nil, errEvent
		}
		r.line = append(r.line, part...)
		if end < 0 {
			r.chunk = nil
			continue
		}
		r.skipLF = r.chunk[end] == '\r'
		r.chunk = r.chunk[end+1:]
		if !r.begun {
			r.begun = true
			r.line = bytes.TrimPrefix(r.line, []byte("\ufeff"))
		}
		return r.line, nil
	}
}
