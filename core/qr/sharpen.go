package qr

// sharpen undoes some blur, whether of the lens or of a hand: each module takes on
// more of what sets it apart from those beside it. In modules that is a filter of
// three by three, whatever the scale and the angle of the picture; an optical blur
// that reaches farther than a module's neighbors leaves nothing to read anyway.
// Strengths are in sixteenths, across and down.
func (g *grid) sharpen(from []int16, across, down int) {
	d := g.dim
	for y := range d {
		up, low := max(y-1, 0)*d, min(y+1, d-1)*d
		for x := range d {
			v := int(from[y*d+x])
			left, right := int(from[y*d+max(x-1, 0)]), int(from[y*d+min(x+1, d-1)])
			v += (across*(2*v-left-right) + down*(2*v-int(from[up+x])-int(from[low+x]))) / 16
			g.light[y*d+x] = int16(min(max(v, -8*255), 8*2*255))
		}
	}
}
