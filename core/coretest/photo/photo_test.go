package photo

import (
	"bytes"
	"testing"
)

// A miss that is written down by its seed must be the same picture for everybody.
func TestSeedMakesTheSamePixels(t *testing.T) {
	for _, what := range []Trouble{Far, Mixed} {
		a, b, c := Take(what, 7), Take(what, 7), Take(what, 8)
		if !bytes.Equal(a.Gray.Pix, b.Gray.Pix) || a.Texts[0] != b.Texts[0] {
			t.Errorf("%s: two pictures from one seed", what)
		}
		if bytes.Equal(a.Gray.Pix, c.Gray.Pix) {
			t.Errorf("%s: one picture from two seeds", what)
		}
	}
}
