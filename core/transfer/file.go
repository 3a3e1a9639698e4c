package transfer

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"kauth/core"
)

const (
	maxFile    = 20 << 20 // bytes; the largest export of 10,000 codes with icons stays below
	maxEntries = 20_000
	maxDepth   = 64 // of JSON
	// A file of 20 MB can hold nine million numbers, which take gigabytes once they are
	// read. No export of 20,000 codes comes near these.
	maxList   = 50_000    // elements of a list or an object, rows of a table or cells of one, entries of a preferences file
	maxTokens = 2_000_000 // of JSON: names, values and brackets
	maxWord   = 64 << 10  // bytes of one address
	maxValue  = 4096      // bytes of a secret, as of a whole address
	opRead    = "transfer.Read"
)

// file is what was handed to us: its bytes, and its text or JSON where it is that.
type file struct {
	data   []byte
	text   string                     // "" where it is no text
	object map[string]json.RawMessage // the members of a JSON object
	list   []json.RawMessage          // the elements of a JSON array
	prefs  map[string]string          // the strings of an Android preferences file
}

// look finds out what kind of file it is, and checks its shape once for all formats.
func look(data []byte) (file, error) {
	f := file{data: data, text: decode(data)}
	switch text := strings.TrimSpace(f.text); {
	case strings.HasPrefix(text, "{"):
		if err := wellFormed(text); err != nil {
			return f, err
		}
		return f, garbled(json.Unmarshal([]byte(text), &f.object))
	case strings.HasPrefix(text, "["):
		if err := wellFormed(text); err != nil {
			return f, err
		}
		return f, garbled(json.Unmarshal([]byte(text), &f.list))
	case strings.HasPrefix(text, "<"):
		var err error
		f.prefs, err = preferences(text)
		return f, err
	}
	return f, nil
}

// decode gives the text of UTF-8, or of UTF-16 with a byte order mark, as Windows'
// editors write it; "" where it is neither.
func decode(data []byte) string {
	var order func([]byte) uint16
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		order = func(b []byte) uint16 { return uint16(b[0]) | uint16(b[1])<<8 }
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		order = func(b []byte) uint16 { return uint16(b[1]) | uint16(b[0])<<8 }
	default:
		data = bytes.TrimPrefix(data, []byte{0xef, 0xbb, 0xbf})
		if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
			return ""
		}
		return string(data)
	}
	var text strings.Builder
	text.Grow(len(data) / 2)
	for rest := data[2:]; len(rest) >= 2; rest = rest[2:] {
		r := rune(order(rest))
		if utf16.IsSurrogate(r) && len(rest) >= 4 {
			if both := utf16.DecodeRune(r, rune(order(rest[2:]))); both != utf8.RuneError {
				r, rest = both, rest[2:]
			}
		}
		text.WriteRune(r)
	}
	return text.String()
}

// crowded tells of more of these between two of those than a reader of tables or of XML
// is to be given: it takes memory for each before anybody can count them. What is quoted
// does not count, where there is a quote.
func crowded(text string, each, end, quote byte) bool {
	n, quoted := 0, false
	for i := range len(text) {
		switch c := text[i]; {
		case c == quote && quote > 0:
			quoted = !quoted
		case quoted:
		case c == end:
			n = 0
		case c == each:
			if n++; n > maxList {
				return true
			}
		}
	}
	return false
}

// wellFormed refuses JSON that is nested too deep, or names a member twice: readers
// differ in which one they take.
func wellFormed(text string) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var open []level
	for tokens := 0; ; tokens++ {
		if tokens > maxTokens {
			return tooMany()
		}
		t, err := d.Token()
		if err != nil {
			if len(open) == 0 && d.InputOffset() >= int64(len(strings.TrimSpace(text))) {
				return nil
			}
			return garbled(err)
		}
		if open, err = step(open, t); err != nil {
			return err
		}
	}
}

// level is an object or a list that is open.
type level struct {
	names map[string]bool // nil in a list
	value bool            // what comes next is a member's value
	count int             // of a list's elements
}

func step(open []level, t json.Token) ([]level, error) {
	delim, _ := t.(json.Delim)
	if delim == '}' || delim == ']' {
		return open[:len(open)-1], nil
	}
	if n := len(open); n > 0 && open[n-1].names != nil {
		here := &open[n-1]
		if !here.value {
			name := t.(string)
			if here.names[name] {
				return nil, core.Errorf(opRead, core.Malformed, "a member stands twice in an object")
			}
			here.names[name], here.value = true, true
			if len(here.names) > maxList {
				return nil, tooMany()
			}
			return open, nil
		}
		here.value = false
	} else if n > 0 {
		if open[n-1].count++; open[n-1].count > maxList {
			return nil, tooMany()
		}
	}
	switch delim {
	case '{':
		open = append(open, level{names: map[string]bool{}})
	case '[':
		open = append(open, level{})
	}
	if len(open) > maxDepth {
		return nil, core.Errorf(opRead, core.Malformed, "nested deeper than %d levels", maxDepth)
	}
	return open, nil
}

func tooMany() error {
	return core.Errorf(opRead, core.Malformed, "more than %d codes, or what would take as much", maxEntries)
}

func garbled(err error) error {
	if err == nil {
		return nil
	}
	// What json says of an error may quote the file: only the kind of damage is told.
	return core.Errorf(opRead, core.Malformed, "the file is cut off or damaged")
}

// has tells whether an object has all of the members.
func (f file) has(names ...string) bool {
	for _, n := range names {
		if _, ok := f.object[n]; !ok {
			return false
		}
	}
	return f.object != nil
}

// loose is a value that apps write as a string, a number or null.
type loose string

// UnmarshalJSON takes any of the three.
func (l *loose) UnmarshalJSON(b []byte) error {
	switch {
	case string(b) == "null":
		*l = ""
	case len(b) > 0 && b[0] == '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		*l = loose(s)
	default:
		*l = loose(strings.TrimSuffix(string(b), ".0"))
	}
	return nil
}

// signed is bytes as Java's numbers from -128 to 127.
type signed []int16

func (s signed) bytes() []byte {
	b := make([]byte, len(s))
	for i, n := range s {
		b[i] = byte(n)
	}
	return b
}
