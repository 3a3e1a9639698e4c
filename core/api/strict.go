package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// DecodeStrict reads exactly one JSON value whose objects name no member twice.
// Names that differ only in case count as twice: Go would let the later one win.
func DecodeStrict(data []byte, into any) error {
	if !utf8.Valid(data) {
		return errors.New("not UTF-8") // Go would read every wrong byte as the same sign
	}
	if err := checkMembers(json.NewDecoder(bytes.NewReader(data))); err != nil {
		return inOurWords(err)
	}
	return inOurWords(json.Unmarshal(data, into))
}

// inOurWords says what is wrong to people who do not see our types: it goes into
// replies.
func inOurWords(err error) error {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Errorf("member %q is of the wrong type", CleanText(strings.ReplaceAll(kind.Field, "publicKey.", ""), 64))
	case errors.As(err, &kind):
		return errors.New("a member is of the wrong type")
	case errors.As(err, &syntax), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("not JSON")
	}
	return err
}

// DecodeObject is DecodeStrict for an object: null, which Go takes for any type
// and leaves it empty, is refused.
func DecodeObject(data []byte, into any) error {
	if b := bytes.TrimLeft(data, " \t\r\n"); len(b) == 0 || b[0] != '{' {
		return errors.New("not an object")
	}
	return DecodeStrict(data, into)
}

// fold makes the same of all names that encoding/json takes for one: "iss",
// "ISS", and "i\u017fs" with a long s, which strings.ToLower leaves apart.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, name)
}

func checkMembers(d *json.Decoder) error {
	type object struct {
		seen  map[string]bool
		value bool // the next token is a value, not a name
	}
	var stack []*object // nil for an array
	for depth := 0; ; {
		tok, err := d.Token()
		if err != nil {
			return err
		}
		var top *object
		if len(stack) > 0 {
			top = stack[len(stack)-1]
		}
		delim, isDelim := tok.(json.Delim)
		switch {
		case isDelim && (delim == '}' || delim == ']'):
			stack = stack[:len(stack)-1]
			depth--
		case top != nil && !top.value:
			name := fold(tok.(string))
			if top.seen[name] {
				return fmt.Errorf("member %q twice", name)
			}
			top.seen[name], top.value = true, true
			continue
		default:
			if top != nil {
				top.value = false
			}
			if delim == '{' {
				stack = append(stack, &object{seen: map[string]bool{}})
				depth++
			} else if delim == '[' {
				stack = append(stack, nil)
				depth++
			}
			if depth > 16 {
				return errors.New("nested too deep")
			}
		}
		if depth == 0 {
			break
		}
	}
	if d.More() {
		return errors.New("more than one value")
	}
	return nil
}
