package qr

// The field of 256 elements that QR codes calculate in, by powers of 2 modulo
// x^8+x^4+x^3+x^2+1 (ISO/IEC 18004, 7.5.2).
var power, logarithm = func() (p [512]byte, l [256]int) {
	x := 1
	for i := range 255 {
		p[i], p[i+255] = byte(x), byte(x)
		l[x] = i
		if x <<= 1; x > 255 {
			x ^= 0x11d
		}
	}
	return p, l
}()

func times(a, b byte) byte {
	if a == 0 || b == 0 {
		return 0
	}
	return power[logarithm[a]+logarithm[b]]
}

// over divides; b is not zero.
func over(a, b byte) byte {
	if a == 0 {
		return 0
	}
	return power[logarithm[a]+255-logarithm[b]]
}

// value is that of a polynomial, lowest coefficient first.
func value(p []byte, x byte) (v byte) {
	for i := len(p) - 1; i >= 0; i-- {
		v = times(v, x) ^ p[i]
	}
	return v
}
