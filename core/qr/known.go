package qr

import "bytes"

// known remembers what the last few symbols said. A camera shows the same code in
// frame after frame: its codewords are corrected each time, but only new ones are
// made into text.
type known struct {
	symbols [4]symbol
	codes   [4]Code
	next    int
}

func (k *known) content(s symbol) (Code, bool) {
	for i, o := range k.symbols {
		if o.version == s.version && o.level == s.level && bytes.Equal(o.data, s.data) {
			c := k.codes[i]
			c.Mirrored = s.mirrored
			return c, true
		}
	}
	text, raw, ok := s.content()
	if !ok {
		return Code{}, false
	}
	c := Code{Text: text, Raw: raw, Version: s.version, Mirrored: s.mirrored}
	s.data = bytes.Clone(s.data)
	k.symbols[k.next], k.codes[k.next] = s, c
	k.next = (k.next + 1) % len(k.symbols)
	return c, true
}
