package photo

import (
	"math"
	"math/rand/v2"
)

// lamp is a reflection: light that lies over all.
type lamp struct{ x, y, radius, strength float64 }

// lighting is what falls on the scene, in pixels of the frame.
type lighting struct {
	slopeX, slopeY float64 // how much lighter it gets from side to side
	shadow         float64 // how much darker it is behind an edge; 0 none
	edgeX, edgeY   float64 // the edge's direction
	edge           float64
	soft           float64
	lamps          []lamp
}

// fall lights the scene.
func (l *lighting) fall(p *plane) {
	if l.slopeX == 0 && l.slopeY == 0 && l.shadow == 0 && len(l.lamps) == 0 {
		return
	}
	for y := range p.h {
		for x := range p.w {
			u, v := float64(x)/float64(p.w)-0.5, float64(y)/float64(p.h)-0.5
			k := max(1+l.slopeX*u+l.slopeY*v, 0.05)
			if l.shadow > 0 {
				k *= 1 - l.shadow/(1+math.Exp(-(l.edgeX*u+l.edgeY*v-l.edge)/l.soft))
			}
			light := float64(p.v[y*p.w+x]) * k
			for _, a := range l.lamps {
				dx, dy := (float64(x)-a.x)/a.radius, (float64(y)-a.y)/a.radius
				light += a.strength * math.Exp(-(dx*dx + dy*dy))
			}
			p.v[y*p.w+x] = float32(light)
		}
	}
}

// uneven puts a lamp to one side, and now and then something into its way.
func (l *lighting) uneven(r *rand.Rand) {
	l.slopeX, l.slopeY = sign(r)*between(r, 0.6, 1.9), sign(r)*between(r, 0.2, 1.4)
	if r.IntN(2) == 0 {
		l.shadow, l.edge, l.soft = between(r, 0.4, 0.92), between(r, -0.15, 0.15), between(r, 0.003, 0.05)
		a := between(r, 0, 2*math.Pi)
		l.edgeX, l.edgeY = math.Cos(a), math.Sin(a)
	}
}

// glare puts a lamp's reflection on the code: small enough that what it wipes out
// can be repaired at level M.
func (l *lighting) glare(r *rand.Rand, v view) {
	side := (v.right - v.left + v.low - v.top) / 2
	for range 1 + r.IntN(2) {
		l.lamps = append(l.lamps, lamp{
			x: between(r, v.left+side/4, v.right-side/4), y: between(r, v.top+side/4, v.low-side/4),
			radius: side * between(r, 0.06, 0.17), strength: between(r, 0.5, 3),
		})
	}
}
