package link

import "kauth/core"

// Parts puts the codes of one export together, in whatever order they are read. The
// zero value has none.
type Parts struct {
	batch int32
	size  int
	have  map[int]*Export
}

// Add takes a code of the export. A code that is there already changes nothing. It is
// false for a code of another export.
func (p *Parts) Add(e *Export) bool {
	if len(p.have) == 0 {
		p.batch, p.size, p.have = e.Batch, e.Size, map[int]*Export{}
	}
	if e.Batch != p.batch || e.Size != p.size {
		return false
	}
	p.have[e.Index] = e
	return true
}

// Size is how many codes the export has; 0 before the first.
func (p *Parts) Size() int { return p.size }

// Missing are the codes that were not read yet, numbered from 1 as people count.
func (p *Parts) Missing() (numbers []int) {
	for i := range p.size {
		if p.have[i] == nil {
			numbers = append(numbers, i+1)
		}
	}
	return numbers
}

// Accounts are those of all codes that were read, in the export's order.
func (p *Parts) Accounts() (all []core.Account) {
	for i := range p.size {
		if e := p.have[i]; e != nil {
			all = append(all, e.Accounts...)
		}
	}
	return all
}

// Refused are those that could not be read, in the export's order.
func (p *Parts) Refused() (all []Refused) {
	for i := range p.size {
		if e := p.have[i]; e != nil {
			all = append(all, e.Refused...)
		}
	}
	return all
}
