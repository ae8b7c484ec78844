// Package voice says aloud, in Indonesian, what was paid: it puts an amount
// into words, and words and chimes into samples for a sound card.
package voice

// Most is the largest amount that Words can say, in rupiah.
const Most = 999_999_999

var units = []string{"nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"}

// Words gives a number from 0 to Most as it is said: 25000 is "dua puluh lima
// ribu". A number outside gives nothing.
func Words(n int64) []string {
	switch {
	case n < 0 || n > Most:
		return nil
	case n < 12:
		return units[n : n+1]
	case n < 20:
		return []string{units[n-10], "belas"}
	case n < 100:
		return said(n, 10, "puluh")
	case n < 200:
		return rest([]string{"seratus"}, n-100)
	case n < 1000:
		return said(n, 100, "ratus")
	case n < 2000:
		return rest([]string{"seribu"}, n-1000)
	case n < 1_000_000:
		return said(n, 1000, "ribu")
	}
	return said(n, 1_000_000, "juta")
}

// said gives how many of a unit there are, its name, and what is left.
func said(n, unit int64, name string) []string {
	return rest(append(append([]string{}, Words(n/unit)...), name), n%unit)
}

// rest says what is left, which is nothing for 0.
func rest(words []string, n int64) []string {
	if n == 0 {
		return words
	}
	return append(words, Words(n)...)
}
