package client

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

type said struct{ name, id, data string }

func readEvents(r io.Reader, most int) (list []said, err error) {
	events := &eventReader{from: r, most: most}
	for {
		e, err := events.next()
		if err != nil {
			return list, err
		}
		list = append(list, said{e.name, e.id, string(e.data)})
	}
}

func TestEventsAreReadAsTheStandardSays(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want []said
	}{
		"one":                   {"event: snapshot\nid: c1\ndata: {}\n\n", []said{{"snapshot", "c1", "{}"}}},
		"without a blank":       {"event:snapshot\ndata:{}\n\n", []said{{"snapshot", "", "{}"}}},
		"only one blank goes":   {"data:  x\n\n", []said{{"", "", " x"}}},
		"CR LF":                 {"data: a\r\n\r\ndata: b\r\n\r\n", []said{{"", "", "a"}, {"", "", "b"}}},
		"CR":                    {"data: a\r\rdata: b\r\r", []said{{"", "", "a"}, {"", "", "b"}}},
		"mixed":                 {"data: a\r\n\ndata: b\n\r\n", []said{{"", "", "a"}, {"", "", "b"}}},
		"several lines":         {"data: a\ndata\ndata: c\n\n", []said{{"", "", "a\n\nc"}}},
		"comments":              {":\n: hello\ndata: a\n:\n\n:\n", []said{{"", "", "a"}}},
		"retry and others":      {"retry: 1000\n\nfoo: bar\ndata: a\nDATA: b\n\n", []said{{"", "", "a"}}},
		"no data, no event":     {"event: snapshot\nid: c1\n\ndata: a\n\n", []said{{"", "c1", "a"}}},
		"an id stays":           {"id: c1\ndata: a\n\ndata: b\n\n", []said{{"", "c1", "a"}, {"", "c1", "b"}}},
		"an empty id":           {"id: c1\ndata: a\n\nid\ndata: b\n\n", []said{{"", "c1", "a"}, {"", "", "b"}}},
		"an id with NUL":        {"id: c\x00\ndata: a\n\n", []said{{"", "", "a"}}},
		"cut off in mid event":  {"data: a\n\nevent: snapshot\ndata: {\"cha", []said{{"", "", "a"}}},
		"cut off before the LF": {"data: a\n", nil},
		"byte order mark":       {"\ufeffdata: a\n\n\ufeffdata: b\n\n", []said{{"", "", "a"}}},
		"empty data":            {"data\n\n", []said{{"", "", ""}}},
		"nothing":               {"", nil},
	} {
		for how, r := range map[string]io.Reader{
			"at once": strings.NewReader(c.in), "byte by byte": iotest.OneByteReader(strings.NewReader(c.in)),
			"with its end": iotest.DataErrReader(strings.NewReader(c.in)),
		} {
			got, err := readEvents(r, 1000)
			if !reflect.DeepEqual(got, c.want) || !errors.Is(err, io.EOF) {
				t.Errorf("%s, %s: %q, %v", name, how, got, err)
			}
		}
	}
}

func TestNoMoreOfAnEventIsHeldThanItMayBeLong(t *testing.T) {
	for name, in := range map[string]string{
		"a line":             "data: " + strings.Repeat("x", 2000),
		"many lines":         strings.Repeat("data: "+strings.Repeat("x", 100)+"\n", 20),
		"a comment":          ":" + strings.Repeat("x", 2000),
		"a name":             "event: " + strings.Repeat("x", 2000),
		"data and a comment": "data: " + strings.Repeat("x", 600) + "\n:" + strings.Repeat("x", 600),
	} {
		if got, err := readEvents(strings.NewReader(in+"\n\n"), 1000); !errors.Is(err, errEvent) || len(got) > 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A stream may be endless; its events and comments may not.
	many := strings.Repeat(":"+strings.Repeat("x", 500)+"\n", 10_000) + "data: a\n\n"
	if got, err := readEvents(strings.NewReader(many), 1000); len(got) != 1 || !errors.Is(err, io.EOF) {
		t.Errorf("%v, %v", got, err)
	}
}

// simple reads all of it at once, the way that the standard puts it.
func simple(in string) (list []said) {
	in = strings.TrimPrefix(in, "\ufeff")
	in = strings.ReplaceAll(strings.ReplaceAll(in, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(in, "\n")
	var name, id string
	var data []string
	for _, l := range lines[:len(lines)-1] {
		if l == "" {
			if data != nil {
				list = append(list, said{name, id, strings.Join(data, "\n")})
			}
			name, data = "", nil
			continue
		}
		f, v, _ := strings.Cut(l, ":")
		v = strings.TrimPrefix(v, " ")
		switch {
		case f == "event":
			name = v
		case f == "data":
			data = append(data, v)
		case f == "id" && !strings.Contains(v, "\x00"):
			id = v
		}
	}
	return list
}

func FuzzEvents(f *testing.F) {
	for _, in := range []string{
		"", "data: a\n\n", "\ufeffid: c\r\ndata: a\r\n\r\n", ":\n\nevent: x\rdata\r\r", "data: a\ndata: b\n\nid\ndata\n\n",
	} {
		f.Add([]byte(in), 3)
	}
	f.Fuzz(func(t *testing.T, in []byte, size int) {
		size = max(min(size, 100), 1)
		got, err := readEvents(&pieces{in, size}, 1<<20)
		if !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
		if want := simple(string(in)); !reflect.DeepEqual(got, want) {
			t.Fatalf("%q instead of %q", got, want)
		}
		if _, err := readEvents(bytes.NewReader(in), 16); !errors.Is(err, io.EOF) && !errors.Is(err, errEvent) {
			t.Fatal(err)
		}
	})
}

// pieces gives size bytes at a time.
type pieces struct {
	left []byte
	size int
}

func (p *pieces) Read(b []byte) (int, error) {
	if len(p.left) == 0 {
		return 0, io.EOF
	}
	n := copy(b, p.left[:min(p.size, len(p.left))])
	p.left = p.left[n:]
	return n, nil
}
