package qr

import (
	"math"
	"testing"
)

// leaning is a view of a code of 33 modules, from the side.
var leaning = homography{9, 2, 60, -1, 8, 90, 0.004, 0.01, 1}

func TestHomographyIsFoundFromWhereItPutsThings(t *testing.T) {
	var p []pair
	for _, uv := range []pt{{3.5, 3.5}, {29.5, 3.5}, {3.5, 29.5}, {26.5, 26.5}, {0, 0}, {7, 7}} {
		p = append(p, pair{uv.x, uv.y, leaning.at(uv.x, uv.y), 1 + uv.x})
	}
	h, ok := fit(p)
	if !ok {
		t.Fatal("not found")
	}
	for _, uv := range []pt{{33, 33}, {0, 33}, {16, 2}} {
		if d := h.at(uv.x, uv.y).distance(leaning.at(uv.x, uv.y)); d > 1e-6 {
			t.Errorf("%v is %v pixels off", uv, d)
		}
	}
}

func TestPointsOnALineAreNoHomography(t *testing.T) {
	var p []pair
	for i := range 6 {
		p = append(p, pair{float64(i), 0, pt{float64(i), 0}, 1})
	}
	if h, ok := fit(p); ok {
		t.Errorf("%v", h)
	}
	if _, ok := fit(make([]pair, 4)); ok {
		t.Error("four times the same point is one")
	}
}

func TestLineLeavesOutWhatIsOff(t *testing.T) {
	points := []pt{{5, 9}}
	for i := range 10 {
		points = append(points, pt{float64(i), float64(i + 1)})
	}
	l, ok := fitLine(points, 0.1)
	if !ok || l.off(pt{10, 11}) > 1e-9 {
		t.Fatalf("%+v %v", l, ok)
	}
	m, _ := fitLine([]pt{{0, 10}, {5, 10}, {9, 10}}, 0.1)
	if p, ok := l.meet(m); !ok || math.Abs(p.x-9) > 1e-9 || math.Abs(p.y-10) > 1e-9 {
		t.Errorf("%v %v", p, ok)
	}
	if _, ok := l.meet(l); ok {
		t.Error("a line meets itself nowhere in particular")
	}
}
