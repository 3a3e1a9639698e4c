//go:build bench

package bench

import (
	"encoding/base64"
	"encoding/xml"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
)

// spellings are all that the bytes of a text may mean. Most codes do not say which
// characters they hold, so that readers of bytes have to guess; no guess is held
// against them.
func (t text) spellings() []string {
	all := []string{plain(t.said)}
	if utf8.Valid(t.bytes) {
		all = append(all, plain(string(t.bytes)))
	}
	if s, err := charmap.ISO8859_1.NewDecoder().Bytes(t.bytes); err == nil {
		all = append(all, plain(string(s)))
	}
	if s, err := japanese.ShiftJIS.NewDecoder().Bytes(t.bytes); err == nil {
		all = append(all, plain(string(s)))
	}
	return all
}

// plain is a text as the expected ones are written down: one kind of line break,
// nothing after the end, no byte order mark.
func plain(s string) string {
	return strings.TrimRight(strings.ReplaceAll(strings.TrimPrefix(s, "\ufeff"), "\r\n", "\n"), " \n")
}

// isOneOf says whether a text is among the expected ones.
func (t text) isOneOf(expected []string) bool {
	return slices.ContainsFunc(t.spellings(), func(s string) bool {
		return s != "" && slices.ContainsFunc(expected, func(e string) bool { return plain(e) == s })
	})
}

// zbarData takes the texts out of zbarimg's XML, which alone can part several codes
// whose texts have line breaks.
func zbarData(out []byte) (all [][]byte) {
	var doc struct {
		Data []struct {
			Format string `xml:"format,attr"`
			Text   string `xml:",chardata"`
		} `xml:"source>index>symbol>data"`
	}
	if xml.Unmarshal(out, &doc) != nil {
		return nil
	}
	for _, d := range doc.Data {
		data := []byte(d.Text)
		if d.Format == "base64" {
			var err error
			if data, err = base64.StdEncoding.DecodeString(strings.Join(strings.Fields(d.Text), "")); err != nil {
				continue
			}
		}
		all = append(all, data)
	}
	return all
}
