package qr

import (
	"strings"
	"unicode/utf8"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// content reads data codewords as gozxing does: numbers, letters, bytes, Kanji,
// Hanzi, character sets (ISO/IEC 18004, 7.4). What comes in several symbols is
// refused, as a part of a text is not a text.
func (s symbol) content() (text string, raw []byte, ok bool) {
	version, err := decoder.Version_GetVersionForNumber(s.version)
	if err != nil {
		return "", nil, false
	}
	result, err := decoder.DecodedBitStreamParser_Decode(s.data, version, levels[s.level], nil)
	if err != nil || result.HasStructuredAppend() {
		return "", nil, false
	}
	text = result.GetText()
	if text == "" || len(text) > maxText || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return "", nil, false
	}
	for _, b := range result.GetByteSegments() {
		if !utf8.Valid(b) {
			raw = append(raw, b...)
		}
	}
	return text, raw, true
}
