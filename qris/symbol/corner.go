package symbol

import (
	"cmp"
	"math"
	"slices"
)

// corners are the three finders of one code: upper left, upper right, lower
// left, so ordered that the picture is not mirrored.
type corners struct {
	at       [3]finder
	modules  float64 // along a side, from the measured widths
	far      point   // where the fourth finder's centre would be
	mismatch float64 // how far from a square seen straight on
}

// triples returns the threes of finders that may belong to one code, the
// likeliest first.
func triples(b *bitmap, found []finder) []corners {
	const most = 30
	found = found[:min(len(found), most)]
	var all []corners
	for i := range found {
		for j := i + 1; j < len(found); j++ {
			for k := j + 1; k < len(found); k++ {
				three := [3]finder{found[i], found[j], found[k]}
				for turn := range 3 {
					if c, ok := arrange(b, three[turn], three[(turn+1)%3], three[(turn+2)%3]); ok {
						all = append(all, c)
					}
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b corners) int { return cmp.Compare(a.mismatch, b.mismatch) })
	return all
}

// arrange takes a for the upper left corner and tells whether the other two
// can then be what they must be.
func arrange(b *bitmap, a, r, l finder) (corners, bool) {
	u, v := r.minus(a.point), l.minus(a.point)
	if u.cross(v) < 0 {
		r, l, u, v = l, r, v, u
	}
	du, dv := math.Hypot(u.x, u.y), math.Hypot(v.x, v.y)
	cos := math.Abs(u.dot(v)) / (du * dv)
	size := max(a.module, r.module, l.module) / min(a.module, r.module, l.module)
	if cos > 0.7 || size > 4 || max(du, dv) > 3*min(du, dv) || min(du, dv) < 10*min(a.module, r.module, l.module) {
		return corners{}, false
	}
	// The width of a module shrinks with the square of the distance, so the
	// number of modules is the length over the geometric mean of the widths at
	// both ends, and the root of their ratio tells how much nearer one end is.
	nu, gu, ok := span(b, a.point, r.point)
	if !ok {
		return corners{}, false
	}
	nv, gv, ok := span(b, a.point, l.point)
	if !ok || max(nu, nv) > 1.6*min(nu, nv) {
		return corners{}, false
	}
	n := (nu + nv) / 2
	if n < 12 || n > 190 {
		return corners{}, false
	}
	far := r.times(gu).plus(l.times(gv)).minus(a.point).times(1 / max(gu+gv-1, 0.3))
	mismatch := cos + math.Abs(math.Log(du/dv)) + math.Abs(math.Log(nu/nv)) + math.Abs(math.Log(gu)) + math.Abs(math.Log(gv))
	return corners{[3]finder{a, r, l}, n, far, mismatch}, true
}

// span returns the modules between two finders and how much deeper the second
// lies: 1 for a code seen straight on.
func span(b *bitmap, from, to point) (modules, depth float64, ok bool) {
	width := func(at, towards point) (float64, bool) {
		ahead, ok1 := b.reach(at, towards)
		back, ok2 := b.reach(at, at.times(2).minus(towards))
		return (ahead + back) / 7, ok1 && ok2
	}
	near, ok1 := width(from, to)
	far, ok2 := width(to, from)
	if !ok1 || !ok2 {
		return 0, 0, false
	}
	return from.distance(to) / math.Sqrt(near*far), math.Sqrt(near / far), true
}
