package stub

import (
	"slices"
	"strings"
)

// mailFilter leaves some of what people were sent; what is empty leaves all.
type mailFilter struct{ To, Kind, Words string }

func (f mailFilter) of(list []mail) []mail {
	words := strings.Fields(strings.ToLower(f.Words))
	return slices.DeleteFunc(slices.Clone(list), func(m mail) bool {
		text := strings.ToLower(m.To + "\n" + m.Subject + "\n" + m.Text)
		lacks := func(word string) bool { return !strings.Contains(text, word) }
		return f.To != "" && m.To != f.To || f.Kind != "" && m.Kind != f.Kind || slices.ContainsFunc(words, lacks)
	})
}

// recipients are all who were sent something, in their order.
func recipients(list []mail) (to []string) {
	for _, m := range list {
		to = append(to, m.To)
	}
	slices.Sort(to)
	return slices.Compact(to)
}
