package symbol

// bitmap is a picture in dark and light pixels.
type bitmap struct {
	w, h int
	dark []bool
}

func (b *bitmap) at(x, y int) bool {
	return x >= 0 && y >= 0 && x < b.w && y < b.h && b.dark[y*b.w+x]
}

// block is the side, in pixels, of the squares that share a threshold.
const block = 8

// flat is the difference of shades below which a place is taken for paper.
const flat = 14

// threshold cuts a plane into dark and light: each block at a height between the
// darkest (0) and the lightest (1) pixel of the five by five blocks around it.
// The middle keeps the edges of a blurred code where they are, which the mean
// would not.
func threshold(p *plane, height float64) *bitmap {
	b := &bitmap{p.w, p.h, make([]bool, p.w*p.h)}
	cols, rows := (p.w+block-1)/block, (p.h+block-1)/block
	lo, hi := extremes(p, cols, rows)
	spread(lo, cols, rows, func(a, b uint8) uint8 { return min(a, b) })
	spread(hi, cols, rows, func(a, b uint8) uint8 { return max(a, b) })
	part := uint(height*256 + 0.5)
	for y := range p.h {
		for c := range cols {
			i := y/block*cols + c
			if hi[i]-lo[i] < flat {
				continue
			}
			t := uint8((uint(lo[i])*(256-part) + uint(hi[i])*part + 128) / 256)
			from, to := y*p.w+c*block, y*p.w+min(c*block+block, p.w)
			dark := b.dark[from:to]
			for x, v := range p.pix[from:to] {
				dark[x] = v < t
			}
		}
	}
	return b
}

// extremes returns the darkest and the lightest shade of each block, by every
// second row.
func extremes(p *plane, cols, rows int) (lo, hi []uint8) {
	lo, hi = make([]uint8, cols*rows), make([]uint8, cols*rows)
	for i := range lo {
		lo[i] = 255
	}
	for y := 0; y < p.h; y += 2 {
		line := p.pix[y*p.w : (y+1)*p.w]
		for c := range cols {
			i := y/block*cols + c
			l, h := lo[i], hi[i]
			for _, v := range line[c*block : min(c*block+block, p.w)] {
				l, h = min(l, v), max(h, v)
			}
			lo[i], hi[i] = l, h
		}
	}
	return lo, hi
}

// spread replaces each value by the choice among the five by five around it.
func spread(v []uint8, cols, rows int, choose func(a, b uint8) uint8) {
	line := make([]uint8, max(cols, rows))
	pass := func(n, start, step int) {
		for i := range n {
			line[i] = v[start+i*step]
		}
		for i := range n {
			best := line[i]
			for j := max(i-2, 0); j <= min(i+2, n-1); j++ {
				best = choose(best, line[j])
			}
			v[start+i*step] = best
		}
	}
	for y := range rows {
		pass(cols, y*cols, 1)
	}
	for x := range cols {
		pass(rows, x, cols)
	}
}
