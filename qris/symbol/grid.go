package symbol

import (
	"math"
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

// pattern is one of the fixed parts of a code: places known to be dark and
// light, close enough together to lie in the same light.
type pattern struct{ dark, light []point }

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
	const range_, step, most = 6.0, 0.5, 3
	type spot struct {
		x, y, score float64
	}
	var best [most]spot
	for dy := -range_; dy <= range_; dy += step {
		for dx := -range_; dx <= range_; dx += step {
			x, y := at+dx, at+dy
			if x > float64(g.dim)+3 || y > float64(g.dim)+3 {
				continue
			}
			s := spot{x, y, ringed(func(i, j float64) float64 { return g.shade(x+i, y+j) })}
			for i := range best {
				if s.score <= best[i].score {
					if math.Abs(s.x-best[i].x) < 2 && math.Abs(s.y-best[i].y) < 2 {
						break
					}
					continue
				}
				// A better one beside a known one replaces it.
				j := i
				for j < most-1 && (math.Abs(s.x-best[j].x) >= 2 || math.Abs(s.y-best[j].y) >= 2) {
					j++
				}
				copy(best[i+1:j+1], best[i:j])
				best[i] = s
				break
			}
		}
	}
	var places []point
	for _, s := range best {
		if s.score > 0 {
			places = append(places, g.to.at(s.x, s.y))
		}
	}
	return places
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

// patterns returns the finders, alignment patterns and pieces of the timing
// lines of a code of dim modules.
func patterns(dim int) []pattern {
	n := float64(dim)
	var all []pattern
	for _, c := range [3]point{{3.5, 3.5}, {n - 3.5, 3.5}, {3.5, n - 3.5}} {
		all = append(all, rings(c, 3))
	}
	centres := alignments(dim)
	for i, y := range centres {
		for j, x := range centres {
			first, last := 0, len(centres)-1
			if i == first && j == first || i == first && j == last || i == last && j == first {
				continue
			}
			all = append(all, rings(point{x, y}, 2))
		}
	}
	for from := 8; from < dim-8; from += 8 {
		var across, down pattern
		for i := from; i < min(from+8, dim-8); i++ {
			a, d := point{float64(i) + 0.5, 6.5}, point{6.5, float64(i) + 0.5}
			if i%2 == 0 {
				across.dark, down.dark = append(across.dark, a), append(down.dark, d)
			} else {
				across.light, down.light = append(across.light, a), append(down.light, d)
			}
		}
		if len(across.light) > 0 && len(across.dark) > 0 {
			all = append(all, across, down)
		}
	}
	return all
}

// rings returns a finder (reach 3) or an alignment pattern (reach 2) around c.
func rings(c point, reach int) pattern {
	var p pattern
	for y := -reach; y <= reach; y++ {
		for x := -reach; x <= reach; x++ {
			q := point{c.x + float64(x), c.y + float64(y)}
			if max(x, -x, y, -y) == reach-1 {
				p.light = append(p.light, q)
			} else {
				p.dark = append(p.dark, q)
			}
		}
	}
	return p
}

// alignments returns the coordinates of the alignment patterns' centres, for
// both axes (ISO/IEC 18004, annex E).
func alignments(dim int) []float64 {
	version := (dim - 17) / 4
	if version < 2 {
		return nil
	}
	gaps := version/7 + 1
	step := ((dim-13)+gaps-1)/gaps + 1
	step -= step % 2
	if version == 32 {
		step = 26
	}
	centres := make([]float64, gaps+1)
	centres[0] = 6.5
	for i := range gaps {
		centres[gaps-i] = float64(dim-7-i*step) + 0.5
	}
	return centres
}
