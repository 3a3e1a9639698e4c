package qr

// near is how far around a module, in modules, what is dark and what is light is
// told from. Reflections and shadows change within that, single modules do not.
const near = 5

// tell sets the bits: a module is dark when it is nearer to the mean of the dark
// ones around than to that of the light ones. Which are which is first told by the
// mean of all around, then by the answer itself, twice (Ridler and Calvard,
// "Picture thresholding using an iterative selection method", 1978, made local).
func (g *grid) tell() {
	n := g.dim * g.dim
	g.dark, g.level = grown(g.dark, n), grown(g.level, n)
	g.sums(true)
	g.levels(func(all, _ total) int32 { return all.sum / all.n })
	for range 2 {
		g.compare()
		g.sums(false)
		g.levels(func(all, dark total) int32 {
			if dark.n == 0 || dark.n == all.n {
				return all.sum / all.n
			}
			return (dark.sum/dark.n + (all.sum-dark.sum)/(all.n-dark.n)) / 2
		})
	}
	g.compare()
}

func (g *grid) compare() {
	for i, v := range g.light {
		g.dark[i] = v < g.level[i]
	}
}

// total is a number of modules and their brightness together.
type total struct{ sum, n int32 }

// table is a summed-area table of modules, with a row and a column of nothing.
type table []total

// sums makes the tables: of all modules, or of those that are dark.
func (g *grid) sums(all bool) {
	t := &g.darks
	if all {
		t = &g.all
	}
	wide := g.dim + 1
	*t = grown(*t, wide*wide)
	clear((*t)[:wide])
	for y := range g.dim {
		var row total
		(*t)[(y+1)*wide] = total{}
		for x := range g.dim {
			i := y*g.dim + x
			if all || g.dark[i] {
				row.sum += int32(g.light[i])
				row.n++
			}
			up := (*t)[y*wide+x+1]
			(*t)[(y+1)*wide+x+1] = total{up.sum + row.sum, up.n + row.n}
		}
	}
}

func (t table) within(wide, x0, y0, x1, y1 int) total {
	a, b, c, d := t[y0*wide+x0], t[y0*wide+x1], t[y1*wide+x0], t[y1*wide+x1]
	return total{d.sum - b.sum - c.sum + a.sum, d.n - b.n - c.n + a.n}
}

// levels sets the thresholds from what is around each module.
func (g *grid) levels(of func(all, dark total) int32) {
	wide := g.dim + 1
	g.darks = grown(g.darks, wide*wide)
	for y := range g.dim {
		y0, y1 := max(y-near, 0), min(y+near+1, g.dim)
		for x := range g.dim {
			x0, x1 := max(x-near, 0), min(x+near+1, g.dim)
			all, dark := g.all.within(wide, x0, y0, x1, y1), g.darks.within(wide, x0, y0, x1, y1)
			g.level[y*g.dim+x] = int16(of(all, dark))
		}
	}
}
