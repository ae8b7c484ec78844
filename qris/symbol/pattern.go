package symbol

// pattern is one of the fixed parts of a code: places known to be dark and
// light, close enough together to lie in the same light.
type pattern struct{ dark, light []point }

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
