package qr

import "math"

const maxCheck = 68 // check codewords of a block, with room; 30 in QR codes

// correction mends blocks of a Reed-Solomon code whose generator has the roots
// 2^0, 2^1, ... (ISO/IEC 18004, 7.5.2 and annex B). Codewords may be given up
// beforehand: such an erasure costs one check codeword, an error two. The steps
// are those of Blahut, Algebraic Codes for Data Transmission (2003), chapter 7.
type correction struct {
	syndrome, reduced [maxCheck]byte
	erased, errors    poly
	locator           poly
	at                [maxCheck]int // places to mend
	n                 int
}

type poly struct {
	c [maxCheck + 1]byte // lowest first
	n int                // degree + 1
}

// mend corrects block in place, of which the last check codewords are checks. It
// tells how sure it is: doubt is about the chance that a block of noise would
// have been mended as well.
func (k *correction) mend(block []byte, check int, erasures []int) (doubt float64, ok bool) {
	if !k.syndromes(block, check) {
		return math.Pow(256, -float64(check)), true
	}
	if len(erasures) >= check {
		return 1, false
	}
	k.erase(len(block), erasures)
	k.reduce(check)
	e := len(erasures)
	if !k.massey(k.reduced[e:check]) {
		return 1, false
	}
	k.multiply(check)
	t := k.errors.n - 1
	if !k.places(len(block)) || k.n != t+e || !k.values(block, check) {
		return 1, false
	}
	return chance(len(block)-e, t, check-e-t), true
}

// chance bounds how often noise is mended with t errors in n places: the choices
// of places, times 1/256 for each check that was not used up by a value.
func chance(n, t, checks int) float64 {
	c := math.Pow(256, -float64(checks))
	for i := range t {
		c *= float64(n-i) / float64(i+1)
	}
	return c
}

// syndromes tells whether there is something to mend.
func (k *correction) syndromes(block []byte, check int) (wrong bool) {
	for j := range check {
		var s byte
		root := logarithm[power[j]]
		for _, b := range block {
			if s != 0 {
				s = power[logarithm[s]+root]
			}
			s ^= b
		}
		k.syndrome[j] = s
		wrong = wrong || s != 0
	}
	return wrong
}

// erase makes the polynomial whose roots tell the places that were given up.
func (k *correction) erase(length int, erasures []int) {
	k.erased = poly{n: 1}
	k.erased.c[0] = 1
	for _, place := range erasures {
		x := power[length-1-place]
		for i := k.erased.n; i > 0; i-- {
			k.erased.c[i] ^= times(k.erased.c[i-1], x)
		}
		k.erased.n++
	}
}

// reduce takes what the erasures contribute out of the syndromes.
func (k *correction) reduce(check int) {
	for i := range check {
		var s byte
		for j := 0; j < k.erased.n && j <= i; j++ {
			s ^= times(k.erased.c[j], k.syndrome[i-j])
		}
		k.reduced[i] = s
	}
}

// massey finds the shortest recurrence that makes the syndromes, which is the
// polynomial of the error places.
func (k *correction) massey(s []byte) bool {
	var was poly
	k.errors, was.n = poly{n: 1}, 1
	k.errors.c[0], was.c[0] = 1, 1
	length, gap, last := 0, 1, byte(1)
	for i := range s {
		d := s[i]
		for j := 1; j <= length; j++ {
			d ^= times(k.errors.c[j], s[i-j])
		}
		if d == 0 {
			gap++
			continue
		}
		old := k.errors
		f := over(d, last)
		for j := 0; j+gap <= len(s); j++ {
			k.errors.c[j+gap] ^= times(f, was.c[j])
		}
		if 2*length > i {
			gap++
			continue
		}
		length, was, last, gap = i+1-length, old, d, 1
	}
	k.errors.n = length + 1
	return 2*length <= len(s) && k.errors.c[length] != 0
}

func (k *correction) multiply(check int) {
	k.locator = poly{n: k.errors.n + k.erased.n - 1}
	for i := range k.errors.n {
		for j := range k.erased.n {
			if i+j <= check {
				k.locator.c[i+j] ^= times(k.errors.c[i], k.erased.c[j])
			}
		}
	}
}

// places tries all places of a block as roots (Chien).
func (k *correction) places(length int) bool {
	k.n = 0
	for i := range length {
		if value(k.locator.c[:k.locator.n], power[(255-(length-1-i))%255]) == 0 {
			if k.n == maxCheck {
				return false
			}
			k.at[k.n] = i
			k.n++
		}
	}
	return true
}

// values mends the places (Forney).
func (k *correction) values(block []byte, check int) bool {
	var evaluator [maxCheck]byte
	for i := range check {
		for j := 0; j < k.locator.n && j <= i; j++ {
			evaluator[i] ^= times(k.locator.c[j], k.syndrome[i-j])
		}
	}
	for _, place := range k.at[:k.n] {
		x := power[len(block)-1-place]
		inverse := over(1, x)
		var slope byte // the formal derivative: odd coefficients stay
		square := times(inverse, inverse)
		for i, f := 1, byte(1); i < k.locator.n; i, f = i+2, times(f, square) {
			slope ^= times(k.locator.c[i], f)
		}
		if slope == 0 {
			return false
		}
		block[place] ^= times(x, over(value(evaluator[:check], inverse), slope))
	}
	return !k.syndromes(block, check)
}
