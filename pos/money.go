// Package pos is the till: money, orders and their one table of moves, the
// matching of money to orders, totals, people, and the journal in a bbolt file
// that all of it is kept in.
package pos

import "strconv"

// Rupiah is an amount of money in whole rupiah. There are no sen and no floats
// anywhere in the till.
type Rupiah int64

// DefaultLimit is the most one sale may come to until the owner sets another
// limit: Bank Indonesia's ceiling for one QRIS payment since March 2022.
const DefaultLimit Rupiah = 10_000_000

// Digits writes the amount with Indonesian thousands separators: "25.000".
func (r Rupiah) Digits() string {
	digits := strconv.FormatInt(int64(r), 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	out := make([]byte, 0, len(digits)+len(digits)/3)
	for i := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out = append(out, '.')
		}
		out = append(out, digits[i])
	}
	return sign + string(out)
}

// String writes the amount as a shop writes it: "Rp25.000".
func (r Rupiah) String() string {
	if r < 0 {
		return "-Rp" + (-r).Digits()
	}
	return "Rp" + r.Digits()
}
