package symbol

import (
	"cmp"
	"math"
	"slices"
)

// grid is a guess where the modules of one code lie in a plane.
type grid struct {
	p      *plane
	dim    int // modules a side
	marks  []pattern
	anchor [4]point // finder centres and the alignment pattern, in modules
	at     [4]point // where these are in the plane
	to     homography
}

// lay puts grids of dim modules over three finders, the likeliest first: the
// fourth anchor is looked for around where the finders say it is. It returns
// none where the timing lines between the finders do not alternate.
func lay(p *plane, c corners, dim int) []*grid {
	n := float64(dim)
	g := &grid{p: p, dim: dim}
	g.anchor = [4]point{{3.5, 3.5}, {n - 3.5, 3.5}, {3.5, n - 3.5}, {n - 3.5, n - 3.5}}
	g.at = [4]point{c.at[0].point, c.at[1].point, c.at[2].point, c.far}
	if !g.fit() || g.timing() < alternating {
		return nil
	}
	g.marks = patterns(dim)
	if dim < 25 {
		return []*grid{g}
	}
	laid := []*grid{g}
	for _, place := range g.alignment(n - 6.5) {
		h := *g
		h.anchor[3], h.at[3] = point{n - 6.5, n - 6.5}, place
		if h.fit() {
			laid = append(laid, &h)
		}
	}
	return laid
}

// alternating is the part of the modules of a timing line that must differ from
// their neighbours in the right direction. By chance it is one half.
const alternating = 0.7

// timing tells which part of the timing modules are darker or lighter than
// their neighbours, as they should be, on the better of the two lines: paper
// may be bent along the other. Blur and poor light do not change it.
func (g *grid) timing() float64 {
	best := 0
	for _, line := range [2]func(float64) float64{
		func(i float64) float64 { return g.shade(i, 6.5) },
		func(i float64) float64 { return g.shade(6.5, i) },
	} {
		right := 0
		before, here := line(7.5), line(8.5)
		for i := 8; i < g.dim-8; i++ {
			after := line(float64(i) + 1.5)
			if (2*here < before+after) == (i%2 == 0) {
				right++
			}
			before, here = here, after
		}
		best = max(best, right)
	}
	return float64(best) / float64(g.dim-16)
}

func (g *grid) fit() bool {
	m, ok := mapping(g.anchor, g.at)
	if ok {
		g.to = m
	}
	return ok
}

// alignment returns the few places around module (at, at) that look most like
// an alignment pattern: dark, a light ring, a dark ring.
func (g *grid) alignment(at float64) []point {
	const reach, step, apart, most = 6.0, 0.5, 2.0, 3
	type spot struct {
		point
		score float64
	}
	var spots []spot
	last := min(at+reach, float64(g.dim)+3)
	for y := at - reach; y <= last; y += step {
		for x := at - reach; x <= last; x += step {
			score := ringed(func(i, j float64) float64 { return g.shade(x+i, y+j) })
			if score > 0 {
				spots = append(spots, spot{point{x, y}, score})
			}
		}
	}
	slices.SortFunc(spots, func(a, b spot) int { return cmp.Compare(b.score, a.score) })
	var best []point
	for _, s := range spots {
		near := func(q point) bool { return max(math.Abs(q.x-s.x), math.Abs(q.y-s.y)) < apart }
		if !slices.ContainsFunc(best, near) {
			if best = append(best, s.point); len(best) == most {
				break
			}
		}
	}
	for i, q := range best {
		best[i] = g.to.at(q.x, q.y)
	}
	return best
}

// ringed scores an alignment pattern around (0, 0): how much lighter its
// lighter part is than its dark part.
func ringed(shade func(x, y float64) float64) float64 {
	dark, light := 0.0, 0.0
	for y := -2.0; y <= 2; y++ {
		for x := -2.0; x <= 2; x++ {
			if max(math.Abs(x), math.Abs(y)) == 1 {
				light += shade(x, y)
			} else {
				dark += shade(x, y)
			}
		}
	}
	return light/8 - dark/17
}

// shade returns the plane's shade at a place given in modules, mixed from the
// four pixels around it. Outside it is white.
func (g *grid) shade(x, y float64) float64 {
	q := g.to.at(x, y)
	return g.p.mixed(q.x-0.5, q.y-0.5)
}

func (p *plane) mixed(x, y float64) float64 {
	if !(x >= 0 && y >= 0 && x < float64(p.w-1) && y < float64(p.h-1)) {
		return 255
	}
	ix, iy := int(x), int(y)
	fx, fy := x-float64(ix), y-float64(iy)
	i := iy*p.w + ix
	top := float64(p.pix[i])*(1-fx) + float64(p.pix[i+1])*fx
	low := float64(p.pix[i+p.w])*(1-fx) + float64(p.pix[i+p.w+1])*fx
	return top*(1-fy) + low*fy
}

// fitness tells how well the fixed patterns of the code lie under the grid: the
// mean difference between what must be light and what must be dark.
func (g *grid) fitness() float64 {
	total := 0.0
	for _, mark := range g.marks {
		dark, light := 0.0, 0.0
		for _, q := range mark.dark {
			dark += g.shade(q.x, q.y)
		}
		for _, q := range mark.light {
			light += g.shade(q.x, q.y)
		}
		total += light/float64(len(mark.light)) - dark/float64(len(mark.dark))
	}
	return total / float64(len(g.marks))
}

// settle moves the anchors by ever smaller parts of a module to where the fixed
// patterns fit best.
func (g *grid) settle() {
	best := g.fitness()
	for _, part := range [...]float64{0.8, 0.4, 0.2, 0.1} {
		for range 2 {
			before := best
			for i := range g.at {
				for _, d := range [4]point{{part, 0}, {-part, 0}, {0, part}, {0, -part}} {
					h := *g
					h.at[i] = g.to.at(g.anchor[i].x+d.x, g.anchor[i].y+d.y)
					if !h.fit() {
						continue
					}
					if f := h.fitness(); f > best {
						*g, best = h, f
					}
				}
			}
			if best == before {
				break
			}
		}
	}
}
