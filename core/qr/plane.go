package qr

// plane is brightness, a byte a pixel. Pixel (x, y) covers the square from (x, y)
// to (x+1, y+1): all positions in this package are measured so, which makes the
// position in a plane of half the size exactly half of it.
type plane struct {
	w, h, stride int
	pix          []byte
}

func (p *plane) row(y int) []byte { return p.pix[y*p.stride : y*p.stride+p.w] }

// resize makes room for w by h pixels, whose values are what they happen to be.
func (p *plane) resize(w, h int) {
	p.w, p.h, p.stride = w, h, w
	p.pix = grown(p.pix, w*h)
}

// grown gives a slice of length n, with the old memory where that suffices.
func grown[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// halve averages two by two pixels of src.
func (p *plane) halve(src *plane) {
	p.resize(src.w/2, src.h/2)
	for y := range p.h {
		a, b, out := src.row(2*y), src.row(2*y+1), p.row(y)
		halveRow(out, a, b)
	}
}

// double enlarges src twice, mixing neighbors three to one.
func (p *plane) double(src *plane) {
	p.resize(2*src.w, 2*src.h)
	for y := range p.h {
		near := src.row(y / 2)
		far := src.row(min(max(y/2+2*(y%2)-1, 0), src.h-1))
		out := p.row(y)
		for x := range src.w {
			l, r := max(x-1, 0), min(x+1, src.w-1)
			mid := 3*int(near[x]) + int(far[x])
			out[2*x] = byte((3*mid + 3*int(near[l]) + int(far[l]) + 8) >> 4)
			out[2*x+1] = byte((3*mid + 3*int(near[r]) + int(far[r]) + 8) >> 4)
		}
	}
}

// invert is for codes drawn light on dark.
func (p *plane) invert(src *plane) {
	p.resize(src.w, src.h)
	for y := range p.h {
		out := p.row(y)
		for x, v := range src.row(y) {
			out[x] = ^v
		}
	}
}

// at is the brightness between pixels, mixed from the four around; outside it is
// that of the edge.
func (p *plane) at(x, y float64) int {
	fx, fy := int(x*16)-8, int(y*16)-8 // sixteenths of pixels, from center to center
	fx, fy = min(max(fx, 0), (p.w-1)*16), min(max(fy, 0), (p.h-1)*16)
	ix, iy := fx>>4, fy>>4
	fx, fy = fx&15, fy&15
	i := iy*p.stride + ix
	right, down := 1, p.stride
	if ix == p.w-1 {
		right = 0
	}
	if iy == p.h-1 {
		down = 0
	}
	top := int(p.pix[i])*(16-fx) + int(p.pix[i+right])*fx
	bottom := int(p.pix[i+down])*(16-fx) + int(p.pix[i+down+right])*fx
	return (top*(16-fy) + bottom*fy + 128) >> 8
}
