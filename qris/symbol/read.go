package symbol

import (
	"context"
	"fmt"
	"io"
	"slices"
)

// Read returns the text of every QR code it finds in a PNG, JPEG, GIF or WebP
// picture (of a moving one, the first frame), each text once. It returns
// ErrNotAPicture, ErrTooLarge, ErrNoCode, or ErrReadTimeout when the context
// ends; a decoder that panics counts as one that refuses. Reading takes up to
// 300 MB, so only one picture is read at a time and others wait.
func Read(ctx context.Context, r io.Reader, limits Limits) ([]string, error) {
	if limits.Bytes <= 0 {
		limits.Bytes = 25 << 20
	}
	if limits.Pixels <= 0 {
		limits.Pixels = 50_000_000
	}
	select {
	case reading <- struct{}{}:
		defer func() { <-reading }()
	case <-ctx.Done():
		return nil, late(ctx)
	}
	p, err := load(ctx, r, limits)
	if err != nil {
		return nil, err
	}
	return search(ctx, p)
}

// reading lets one picture in at a time.
var reading = make(chan struct{}, 1)

func late(ctx context.Context) error {
	return fmt.Errorf("%w: %w", ErrReadTimeout, ctx.Err())
}

// search looks for codes at several sizes, as a finder is best seen where a
// module is two to eight pixels wide. What costs more is only tried while
// nothing was found: the finest size, inverted shades, a low cut for a code
// that was cropped to its edge and lies on something dark, a high one for a
// finder under glare, and blurred pictures.
func search(ctx context.Context, p *plane) (texts []string, err error) {
	defer func() {
		if recover() != nil {
			texts, err = nil, ErrNoCode
		}
	}()
	const low, middle, high = 0.3, 0.5, 0.75
	s := &searcher{ctx: ctx}
	sizes := p.sizes()
	usual := slices.DeleteFunc(slices.Clone(sizes), func(q *plane) bool { return max(q.w, q.h) > 2200 })
	for _, pass := range [...]struct {
		sizes []*plane
		view  func(*plane) *plane
		cut   float64
	}{
		{usual, same, middle}, {sizes[len(usual):], same, middle}, {usual, inverted, middle},
		{usual, same, low}, {usual, same, high}, {usual, blurred, middle},
	} {
		for _, size := range pass.sizes {
			if ctx.Err() != nil {
				return nil, late(ctx)
			}
			if q := pass.view(size); q != nil {
				s.look(q, pass.cut, float64(p.w)/float64(q.w))
			}
		}
		if len(s.found) > 0 {
			break
		}
	}
	for _, f := range s.found {
		if !slices.Contains(texts, f.text) {
			texts = append(texts, f.text)
		}
	}
	if ctx.Err() != nil {
		return nil, late(ctx)
	}
	if len(texts) == 0 {
		return nil, ErrNoCode
	}
	return texts, nil
}

// searcher collects the codes of one picture.
type searcher struct {
	ctx   context.Context
	found []code
}

// code is one that was read, and where: the picture of its four corners, in
// pixels of the finest plane, clockwise.
type code struct {
	text    string
	outline [4]point
}

// look reads what it can in one plane, cut into dark and light at a height,
// whose pixels are scale of the finest plane's.
func (s *searcher) look(p *plane, cut, scale float64) {
	b := threshold(p, cut)
	const tries = 16
	left := tries
	for _, c := range triples(b, finders(b)) {
		if left == 0 || s.ctx.Err() != nil {
			return
		}
		if s.known(c, scale) {
			continue
		}
		left--
		if g, text, ok := decode(p, c); ok {
			left = tries
			n := float64(g.dim)
			var outline [4]point
			for i, q := range [4]point{{0, 0}, {n, 0}, {n, n}, {0, n}} {
				outline[i] = g.to.at(q.x, q.y).times(scale)
			}
			s.found = append(s.found, code{text, outline})
		}
	}
}

// known tells whether a finder lies in a code that was read already.
func (s *searcher) known(c corners, scale float64) bool {
	for _, f := range s.found {
		for _, a := range c.at {
			q, inside := a.times(scale), true
			for i := range f.outline {
				from, to := f.outline[i], f.outline[(i+1)%4]
				inside = inside && to.minus(from).cross(q.minus(from)) > 0
			}
			if inside {
				return true
			}
		}
	}
	return false
}

// decode reads the code with these corners. The number of modules is not quite
// certain, so the grids of the likely versions compete.
func decode(p *plane, c corners) (*grid, string, bool) {
	type laid struct {
		*grid
		fitness float64
	}
	var grids []laid
	nearest := int(c.modules+7-17+2)/4*4 + 17
	for _, dim := range [...]int{nearest, nearest - 4, nearest + 4} {
		if dim < 21 || dim > 177 {
			continue
		}
		for _, g := range lay(p, c, dim) {
			grids = append(grids, laid{g, g.fitness()})
		}
	}
	slices.SortStableFunc(grids, func(a, b laid) int {
		if a.fitness > b.fitness {
			return -1
		}
		return 1
	})
	for _, g := range grids[:min(len(grids), 3)] {
		if text, ok := g.sample(&warp{}).decode(); ok {
			return g.grid, text, true
		}
		g.settle()
		if text, ok := g.sample(&warp{}).decode(); ok {
			return g.grid, text, true
		}
		if bent := g.bend(); bent != nil {
			if text, ok := g.sample(bent).decode(); ok {
				return g.grid, text, true
			}
		}
	}
	return nil, "", false
}
