package symbol

import "math"

// warp is how far modules lie from where a flat code would have them, in
// modules: six coefficients across and down, of 1, u, v, u², u·v and v², where u
// and v run from -1 to 1. It is what bent paper and wide lenses do.
type warp [2][6]float64

func (w *warp) at(u, v float64) point {
	terms := [6]float64{1, u, v, u * u, u * v, v * v}
	var d point
	for i, t := range terms {
		d.x += w[0][i] * t
		d.y += w[1][i] * t
	}
	return d
}

// bend measures where the finders and alignment patterns really are and returns
// the smoothest warp through them, or nil where there are too few to know.
func (g *grid) bend() *warp {
	const enough = 8
	n := float64(g.dim)
	centres := []point{{3.5, 3.5}, {n - 3.5, 3.5}, {3.5, n - 3.5}}
	for _, mark := range g.marks {
		if len(mark.light) == 8 {
			centres = append(centres, mark.dark[len(mark.dark)/2])
		}
	}
	var seen, moved []point
	for i, c := range centres {
		d, ok := point{}, true
		if i >= 3 {
			d, ok = g.off(c)
		}
		if ok {
			seen, moved = append(seen, point{2*c.x/n - 1, 2*c.y/n - 1}), append(moved, d)
		}
	}
	if len(seen) < enough {
		return nil
	}
	return smoothest(seen, moved)
}

// off returns how far from c its alignment pattern is, up to four modules.
func (g *grid) off(c point) (point, bool) {
	const reach, clear = 4.0, 20
	best, at := 0.0, point{}
	look := func(around point, reach, step float64) {
		for dy := -reach; dy <= reach; dy += step {
			for dx := -reach; dx <= reach; dx += step {
				d := around.plus(point{dx, dy})
				score := ringed(func(i, j float64) float64 { return g.shade(c.x+d.x+i, c.y+d.y+j) })
				// Of two that look alike the nearer one is likelier.
				if score -= d.dot(d); score > best {
					best, at = score, d
				}
			}
		}
	}
	look(point{}, reach, 0.5)
	look(at, 0.25, 0.25)
	return at, best > clear
}

// smoothest fits the coefficients by least squares, with a slight pull towards
// no warp at all.
func smoothest(places, moved []point) *warp {
	var a [6][8]float64 // the normal equations, with both right hand sides
	for i, q := range places {
		terms := [6]float64{1, q.x, q.y, q.x * q.x, q.x * q.y, q.y * q.y}
		for r, t := range terms {
			for c, s := range terms {
				a[r][c] += t * s
			}
			a[r][6] += t * moved[i].x
			a[r][7] += t * moved[i].y
		}
	}
	for i := range a {
		a[i][i] += 0.01
	}
	for col := range a {
		pivot := col
		for row := col + 1; row < 6; row++ {
			if math.Abs(a[row][col]) > math.Abs(a[pivot][col]) {
				pivot = row
			}
		}
		a[col], a[pivot] = a[pivot], a[col]
		for row := range a {
			if row == col {
				continue
			}
			f := a[row][col] / a[col][col]
			for k := col; k < 8; k++ {
				a[row][k] -= f * a[col][k]
			}
		}
	}
	var w warp
	for i := range a {
		w[0][i], w[1][i] = a[i][6]/a[i][i], a[i][7]/a[i][i]
	}
	return &w
}
