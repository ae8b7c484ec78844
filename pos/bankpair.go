package pos

import "slices"

// pairs is who may belong to whom, payments on the left and rows of a bank's
// list on the right, and who was given to whom: -1 is nobody.
type pairs struct {
	left, right []int   // partner of each
	may         [][]int // of each payment: the rows it may be, likeliest first
	back        [][]int // of each row: the payments it may be
}

func newPairs(payments, rows int) *pairs {
	return &pairs{left: slices.Repeat([]int{-1}, payments), right: slices.Repeat([]int{-1}, rows),
		may: make([][]int, payments), back: make([][]int, rows)}
}

func (p *pairs) allow(payment, row int) {
	p.may[payment] = append(p.may[payment], row)
	p.back[row] = append(p.back[row], payment)
}

func (p *pairs) give(payment, row int) { p.left[payment], p.right[row] = row, payment }

// place finds a row for a payment, moving others to another row of theirs where
// that makes room (Kuhn's augmenting path). A payment that has a row keeps one.
func (p *pairs) place(payment int, tried map[int]bool) bool {
	for _, row := range p.may[payment] {
		if p.right[row] < 0 {
			p.give(payment, row)
			return true
		}
	}
	for _, row := range p.may[payment] {
		if tried[row] {
			continue
		}
		tried[row] = true
		if p.place(p.right[row], tried) {
			p.give(payment, row)
			return true
		}
	}
	return false
}

// doubt is a number of things that have no partner, and the things of which it
// cannot be said which those are.
type doubt struct {
	among []int
	count int
}

// payments without a row, each with those that could be without it instead.
func (p *pairs) loosePayments(skip func(int) bool) []doubt {
	return loose(p.left, p.may, p.right, skip)
}

// rows without a payment, in the same way.
func (p *pairs) looseRows(skip func(int) bool) []doubt { return loose(p.right, p.back, p.left, skip) }

// loose walks from each one without a partner over the others that could give
// theirs up for it: whoever is met could be the one without. Walks that meet are
// one doubt, and nobody is walked over twice.
func loose(partner []int, may [][]int, theirs []int, skip func(int) bool) []doubt {
	var found []*doubt
	of := make([]*doubt, len(partner)) // whom each one was met by
	for start := range partner {
		if partner[start] >= 0 || skip(start) {
			continue
		}
		d := &doubt{among: []int{start}, count: 1}
		for walk := []int{start}; len(walk) > 0; walk = walk[1:] {
			for _, other := range may[walk[0]] {
				next := theirs[other]
				switch {
				case next < 0 || of[next] == d:
				case of[next] == nil:
					of[next] = d
					d.among, walk = append(d.among, next), append(walk, next)
				default:
					d.join(of[next], of)
				}
			}
		}
		found = append(found, d)
	}
	var out []doubt
	for _, d := range found {
		if d.count > 0 {
			out = append(out, *d)
		}
	}
	return out
}

// join makes another doubt a part of this one.
func (d *doubt) join(other *doubt, of []*doubt) {
	for _, member := range other.among {
		of[member] = d
	}
	d.among, d.count = append(d.among, other.among...), d.count+other.count
	other.among, other.count = nil, 0
}
