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
		if tried[row] {
			continue
		}
		tried[row] = true
		if p.right[row] < 0 || p.place(p.right[row], tried) {
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
// theirs up for it: whoever is met could be the one without.
func loose(partner []int, may [][]int, theirs []int, skip func(int) bool) (found []doubt) {
	group := map[int]int{} // member → its place in found
	for start := range partner {
		if partner[start] >= 0 || skip(start) {
			continue
		}
		d := doubt{count: 1}
		seen := map[int]bool{start: true}
		for queue := []int{start}; len(queue) > 0; {
			at := queue[0]
			queue = queue[1:]
			d.among = append(d.among, at)
			for _, other := range may[at] {
				if next := theirs[other]; next >= 0 && !seen[next] {
					seen[next] = true
					queue = append(queue, next)
				}
			}
		}
		found = mergeDoubt(found, group, d)
	}
	return slices.DeleteFunc(found, func(d doubt) bool { return d.count == 0 })
}

// mergeDoubt adds a doubt, joined with those that share a member with it.
func mergeDoubt(found []doubt, group map[int]int, d doubt) []doubt {
	members := slices.Clone(d.among)
	for _, member := range members {
		at, known := group[member]
		if !known || found[at].count == 0 {
			continue
		}
		d.count += found[at].count
		for _, other := range found[at].among {
			if !slices.Contains(d.among, other) {
				d.among = append(d.among, other)
			}
		}
		found[at] = doubt{}
	}
	for _, member := range d.among {
		group[member] = len(found)
	}
	return append(found, d)
}
