package pos

import "slices"

// Rate is a line of the table of what an acquirer keeps of a payment (MDR).
type Rate struct {
	From     Day    `json:"from"`           // the first day it is in force
	Criteria string `json:"criteria"`       // of the merchant: UMI, UKE, UME, UBE, URE, PSO, BLU, EDU, SPBU, SOSIAL
	Over     Rupiah `json:"over,omitempty"` // for payments above it
	Basis    int    `json:"basis"`          // hundredths of a percent
}

// standardRates is the table of QRIS. Its sources are the press releases about
// Bank Indonesia's decisions of 2023 (0.3 and 0.7 %), of 1 December 2024 (micro
// merchants free up to Rp500.000) and of 15 March 2025 (public services free);
// they differ in details, so that a rule may carry rates of its own.
func standardRates() []Rate {
	return []Rate{
		{"2023-07-01", "UMI", 0, 30},
		{"2023-09-01", "UMI", 0, 0}, {"2023-09-01", "UMI", 100_000, 30},
		{"2024-12-01", "UMI", 0, 0}, {"2024-12-01", "UMI", 500_000, 30},
		{"2023-07-01", "UKE", 0, 70}, {"2023-07-01", "UME", 0, 70}, {"2023-07-01", "UBE", 0, 70}, {"2023-07-01", "URE", 0, 70},
		{"2023-07-01", "EDU", 0, 60},
		{"2023-07-01", "SPBU", 0, 40},
		{"2023-07-01", "PSO", 0, 40}, {"2025-03-15", "PSO", 0, 0},
		{"2023-07-01", "BLU", 0, 40}, {"2025-03-15", "BLU", 0, 0},
		{"2023-07-01", "SOSIAL", 0, 0},
	}
}

// criteriaKnown are the criteria that the table has rates for.
func criteriaKnown(criteria string) bool {
	return slices.ContainsFunc(standardRates(), func(r Rate) bool { return r.Criteria == criteria })
}

// mdr is what is kept of a payment of a day: the newest rates in force, of them
// the one with the highest step below the amount. Half a rupiah rounds up.
func mdr(rates []Rate, criteria string, day Day, amount Rupiah) Rupiah {
	best := Rate{}
	for _, r := range rates {
		if r.Criteria != criteria || r.From > day || r.Over > 0 && amount <= r.Over {
			continue
		}
		if r.From > best.From || r.From == best.From && r.Over >= best.Over {
			best = r
		}
	}
	return (amount*Rupiah(best.Basis) + basisPoints/2) / basisPoints
}
