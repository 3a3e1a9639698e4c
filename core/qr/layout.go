package qr

import "sync"

// layout says what each module of a version is for (ISO/IEC 18004, 6.3 and 7.7.3).
type layout struct {
	version, dim int
	path         []uint16 // data modules, as row*dim+column, in the order of their bits
	fixed        []fixed  // modules that are the same in all codes of the version
}

type fixed struct {
	col, row uint8
	dark     bool
}

var (
	layouts     [41]*layout
	layoutsOnce [41]sync.Once
)

// layoutOf makes a layout when it is first asked for; 1 to 40.
func layoutOf(version int) *layout {
	layoutsOnce[version].Do(func() { layouts[version] = newLayout(version) })
	return layouts[version]
}

func newLayout(version int) *layout {
	l := &layout{version: version, dim: 17 + 4*version}
	used := make([]bool, l.dim*l.dim)
	reserve := func(x, y, w, h int) {
		for j := y; j < y+h; j++ {
			for i := x; i < x+w; i++ {
				used[j*l.dim+i] = true
			}
		}
	}
	// Finder patterns with their separators, and the format beside them.
	reserve(0, 0, 9, 9)
	reserve(l.dim-8, 0, 8, 9)
	reserve(0, l.dim-8, 9, 8)
	reserve(0, 6, l.dim, 1)
	reserve(6, 0, 1, l.dim)
	if version >= 7 {
		reserve(l.dim-11, 0, 3, 6)
		reserve(0, l.dim-11, 6, 3)
	}
	l.finders()
	l.alignments(reserve)
	for i := 8; i < l.dim-8; i++ {
		l.fix(i, 6, i&1 == 0)
		l.fix(6, i, i&1 == 0)
	}
	l.walk(used)
	return l
}

func (l *layout) fix(col, row int, dark bool) {
	l.fixed = append(l.fixed, fixed{uint8(col), uint8(row), dark})
}

func (l *layout) finders() {
	for _, o := range [3][2]int{{3, 3}, {l.dim - 4, 3}, {3, l.dim - 4}} {
		for dy := -4; dy <= 4; dy++ {
			for dx := -4; dx <= 4; dx++ {
				x, y := o[0]+dx, o[1]+dy
				if x < 0 || y < 0 || x >= l.dim || y >= l.dim {
					continue
				}
				around := max(dx, -dx, dy, -dy)
				l.fix(x, y, around != 2 && around != 4)
			}
		}
	}
}

func (l *layout) alignments(reserve func(x, y, w, h int)) {
	c := centers[l.version]
	for _, x := range c {
		for _, y := range c {
			if corner := l.dim - 7; x == 6 && y == 6 || x == 6 && y == corner || x == corner && y == 6 {
				continue
			}
			reserve(x-2, y-2, 5, 5)
			for dy := -2; dy <= 2; dy++ {
				for dx := -2; dx <= 2; dx++ {
					l.fix(x+dx, y+dy, max(dx, -dx, dy, -dy) != 1)
				}
			}
		}
	}
}

// walk goes through pairs of columns from the right, up and down in turn.
func (l *layout) walk(used []bool) {
	up := true
	for right := l.dim - 1; right > 0; right -= 2 {
		if right == 6 { // the timing pattern is stepped over
			right--
		}
		for i := range l.dim {
			row := i
			if up {
				row = l.dim - 1 - i
			}
			for _, col := range [2]int{right, right - 1} {
				if place := row*l.dim + col; !used[place] {
					l.path = append(l.path, uint16(place))
				}
			}
		}
		up = !up
	}
}

// masked tells whether a mask turns a module over (ISO/IEC 18004, table 10).
func masked(mask, row, col int) bool {
	switch mask {
	case 0:
		return (row+col)&1 == 0
	case 1:
		return row&1 == 0
	case 2:
		return col%3 == 0
	case 3:
		return (row+col)%3 == 0
	case 4:
		return (row/2+col/3)&1 == 0
	case 5:
		return row*col%6 == 0
	case 6:
		return row*col%6 < 3
	default:
		return (row+col+row*col%3)&1 == 0
	}
}
