package ui

import (
	"slices"
	"strconv"
	"strings"

	"laci/pos"
)

// most is how many digits one number may have; the thirteenth is refused.
const most = 12

// sum is an amount being keyed in: whole numbers added up, the last one open.
type sum struct {
	done []pos.Rupiah
	open string // digits of the last number, without leading zeros
}

// digits adds "5", "00" or "000" to the open number. It tells whether they fit.
func (s *sum) digits(keys string) bool {
	longer := strings.TrimLeft(s.open+keys, "0")
	if len(longer) > most {
		return false
	}
	s.open = longer
	return true
}

// plus closes the open number, so that another one can be added.
func (s *sum) plus() {
	if s.open != "" {
		s.done, s.open = append(s.done, s.last()), ""
	}
}

// add puts a whole number on top of what is there.
func (s *sum) add(amount pos.Rupiah) bool {
	if s.total()+amount >= 1e12 {
		return false
	}
	s.plus()
	s.open = strconv.FormatInt(int64(amount), 10)
	return true
}

// back takes the last digit away; of a closed number it opens the last one.
func (s *sum) back() {
	switch {
	case s.open != "":
		s.open = s.open[:len(s.open)-1]
	case len(s.done) > 0:
		s.open = strconv.FormatInt(int64(s.done[len(s.done)-1]), 10)
		s.done = s.done[:len(s.done)-1]
	}
}

// last is the open number.
func (s *sum) last() pos.Rupiah {
	n, err := strconv.ParseInt("0"+s.open, 10, 64)
	if err != nil {
		return 0 // never: at most twelve digits
	}
	return pos.Rupiah(n)
}

// total is what it all comes to.
func (s *sum) total() pos.Rupiah {
	total := s.last()
	for _, n := range s.done {
		total += n
	}
	return total
}

// line spells the sum out, "10.000 + 15.000"; a single number needs no line.
func (s *sum) line() string {
	if len(s.done) == 0 {
		return ""
	}
	var parts []string
	for _, n := range s.done {
		parts = append(parts, n.Digits())
	}
	parts = append(parts, "")
	if s.open != "" {
		parts[len(parts)-1] = s.last().Digits()
	}
	return strings.TrimSpace(strings.Join(parts, " + "))
}

// copy gives a sum that does not change with this one.
func (s *sum) copy() sum { return sum{slices.Clone(s.done), s.open} }
