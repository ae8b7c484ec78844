package symbol

import (
	"math"
	"slices"
)

type point struct{ x, y float64 }

func (a point) plus(b point) point       { return point{a.x + b.x, a.y + b.y} }
func (a point) minus(b point) point      { return point{a.x - b.x, a.y - b.y} }
func (a point) times(f float64) point    { return point{a.x * f, a.y * f} }
func (a point) cross(b point) float64    { return a.x*b.y - a.y*b.x }
func (a point) dot(b point) float64      { return a.x*b.x + a.y*b.y }
func (a point) distance(b point) float64 { return math.Hypot(a.x-b.x, a.y-b.y) }

// finder is what looks like one of the three corner squares of a code.
type finder struct {
	point
	module float64 // mean width of a module there, in pixels
	seen   int     // rows that crossed it
}

// finders returns the places where dark and light alternate 1:1:3:1:1 along a
// row, a column and a diagonal, the most often crossed first. In a large picture
// every second row is enough: the middle of a finder is three modules high.
func finders(b *bitmap) []finder {
	var found []finder
	edges := make([]int, 0, b.w+2)
	step := 1
	if b.h > 1000 {
		step = 2
	}
	for y := 0; y < b.h; y += step {
		edges = append(edges[:0], 0)
		row := b.dark[y*b.w : (y+1)*b.w]
		dark := false
		for x, d := range row {
			if d != dark {
				edges, dark = append(edges, x), d
			}
		}
		edges = append(edges, b.w)
		// Run i lies between edges i and i+1; the odd ones are dark.
		for i := 1; i+5 < len(edges); i += 2 {
			e := edges[i : i+6]
			if square([5]int{e[1] - e[0], e[2] - e[1], e[3] - e[2], e[4] - e[3], e[5] - e[4]}) {
				found = b.confirm(found, float64(e[2]+e[3])/2, y)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b finder) int { return b.seen - a.seen })
	return found
}

// square tells whether five runs are 1:1:3:1:1, within half a module and the
// pixel that sampling may take or give.
func square(runs [5]int) bool {
	total := 0
	for _, r := range runs {
		total += r
	}
	if total < 7 {
		return false
	}
	module := float64(total) / 7
	slack := module/2 + 0.5
	for i, r := range runs {
		want := module
		if i == 2 {
			want = 3 * module
		}
		if math.Abs(float64(r)-want) > slack*max(1, want/module/1.5) {
			return false
		}
	}
	return true
}

// confirm crosses a candidate downwards, sideways and aslant and adds it to
// what was found, or to the one it is the same as.
func (b *bitmap) confirm(found []finder, x float64, y int) []finder {
	// Only the last ones can be the same: a grainy picture is full of others.
	for i := max(len(found)-128, 0); i < len(found); i++ {
		f := &found[i]
		if math.Abs(f.x-x) < f.module && math.Abs(f.y-float64(y)) < 2*f.module {
			f.seen++
			return found
		}
	}
	up, down, ok := b.cross(int(x), y, 0, 1)
	if !ok {
		return found
	}
	cy := float64(y) + (down-up)/2
	left, right, ok := b.cross(int(x), int(cy), 1, 0)
	if !ok {
		return found
	}
	cx := math.Floor(x) + (right-left)/2
	if _, _, ok = b.cross(int(cx), int(cy), 1, 1); !ok {
		if _, _, ok = b.cross(int(cx), int(cy), 1, -1); !ok {
			return found
		}
	}
	tall, wide := b.length(int(cx), int(cy), 0, 1), b.length(int(cx), int(cy), 1, 0)
	if tall > 3*wide || wide > 3*tall {
		return found
	}
	return append(found, finder{point{cx + 0.5, cy + 0.5}, (tall + wide) / 14, 1})
}

// cross checks the five runs through a pixel along a direction and returns how
// far the dark middle reaches to both sides.
func (b *bitmap) cross(x, y, dx, dy int) (back, ahead float64, ok bool) {
	runs, ok := b.runs(x, y, dx, dy)
	if !ok || !square([5]int{runs[2], runs[1], runs[0] + runs[3] - 1, runs[4], runs[5]}) {
		return 0, 0, false
	}
	return float64(runs[0] - 1), float64(runs[3] - 1), true
}

// length returns the width of a finder along a direction in pixels.
func (b *bitmap) length(x, y, dx, dy int) float64 {
	runs, _ := b.runs(x, y, dx, dy)
	return float64(runs[0]+runs[1]+runs[2]+runs[3]+runs[4]+runs[5]-1) * math.Hypot(float64(dx), float64(dy))
}

// runs measures dark, light, dark backwards (0–2) and ahead (3–5) of a pixel,
// which counts on both sides.
func (b *bitmap) runs(x, y, dx, dy int) (runs [6]int, ok bool) {
	for side, sign := range [2]int{-1, 1} {
		px, py := x, y
		for i := range 3 {
			for px >= 0 && py >= 0 && px < b.w && py < b.h && b.dark[py*b.w+px] == (i != 1) {
				runs[side*3+i]++
				px, py = px+sign*dx, py+sign*dy
			}
			if runs[side*3+i] == 0 {
				return runs, false
			}
		}
	}
	return runs, true
}

// reach returns how far a finder's outer edge lies from its centre in the
// direction of another point, in pixels, and whether it was met.
func (b *bitmap) reach(from, towards point) (float64, bool) {
	d := from.distance(towards)
	step := towards.minus(from).times(0.25 / d)
	dark, changes := true, 0
	for i := 1; float64(i)*0.25 < d; i++ {
		p := from.plus(step.times(float64(i)))
		if b.at(int(math.Floor(p.x)), int(math.Floor(p.y))) != dark {
			dark = !dark
			if changes++; changes == 3 {
				return float64(i) * 0.25, true
			}
		}
	}
	return 0, false
}
