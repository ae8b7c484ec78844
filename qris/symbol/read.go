package symbol

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
)

// Read returns the text of every QR code it finds in a PNG, JPEG, GIF or WebP
// picture (of a moving one, the first frame), each text once. It returns
// ErrNotAPicture, ErrTooLarge, ErrNoCode, or ErrReadTimeout when the context
// ends; a decoder that panics counts as one that refuses. Decoding takes up to
// 300 MB, so only one picture is decoded at a time and others wait.
func Read(ctx context.Context, r io.Reader, limits Limits) (texts []string, err error) {
	if limits.Bytes <= 0 {
		limits.Bytes = 25 << 20
	}
	if limits.Pixels <= 0 {
		limits.Pixels = 50_000_000
	}
	broken := ErrNotAPicture
	defer func() {
		if recover() != nil {
			texts, err = nil, broken
		}
	}()
	// A slow sender must not keep others waiting, so the file comes first.
	file, err := slurp(ctx, r, limits.Bytes)
	if err != nil {
		return nil, err
	}
	select {
	case decoding <- struct{}{}:
		defer func() { <-decoding }()
	case <-ctx.Done():
		return nil, late(ctx)
	}
	p, err := load(ctx, file, limits.Pixels)
	if err != nil {
		return nil, err
	}
	broken = ErrNoCode
	return search(ctx, p)
}

// decoding lets one picture in at a time.
var decoding = make(chan struct{}, 1)

func late(ctx context.Context) error {
	return fmt.Errorf("%w: %w", ErrReadTimeout, ctx.Err())
}

// pass is one way to look at a picture: at some of its sizes, in a view of it,
// cut into dark and light at a height.
type pass struct {
	sizes []*plane
	view  func(*plane) *plane
	cut   float64
}

// passes returns the ways to look at a picture, the cheap ones first. A finder
// is best seen where a module is two to eight pixels wide, hence the sizes. The
// low cut is for a code cropped to its edge that lies on something dark, the
// high one for a finder under glare.
func passes(p *plane) []pass {
	const low, middle, high, usual = 0.3, 0.5, 0.75, 2200
	sizes := p.sizes()
	n := len(sizes)
	if max(p.w, p.h) > usual {
		n--
	}
	return []pass{
		{sizes[:n], same, middle},
		{sizes[n:], same, middle},
		{sizes[:n], inverted, middle},
		{sizes[:n], same, low},
		{sizes[:n], same, high},
		{sizes[:n], blurred, middle},
	}
}

// search looks at a picture in one way after the other until one has shown a
// code, and to the end of that one.
func search(ctx context.Context, p *plane) ([]string, error) {
	s := &searcher{ctx: ctx}
	for _, pass := range passes(p) {
		for _, size := range pass.sizes {
			if ctx.Err() != nil {
				return nil, late(ctx)
			}
			s.look(pass.view(size), pass.cut, float64(p.w)/float64(size.w))
		}
		if len(s.found) > 0 {
			break
		}
	}
	if ctx.Err() != nil {
		return nil, late(ctx)
	}
	if len(s.found) == 0 {
		return nil, ErrNoCode
	}
	var texts []string
	for _, f := range s.found {
		if !slices.Contains(texts, f.text) {
			texts = append(texts, f.text)
		}
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
	slices.SortStableFunc(grids, func(a, b laid) int { return cmp.Compare(b.fitness, a.fitness) })
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
