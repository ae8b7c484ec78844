package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"laci/assets"
	"laci/pos"
	"laci/ui/voice"
)

// usual is what a sale comes to in this shop, so that a slip of a finger is seen.
type usual struct {
	median pos.Rupiah // of the last sales; 0 while there are too few
	asked  time.Time
}

const (
	usualSales = 50               // the last ones that count
	usualLeast = 10               // with fewer nothing is unusual
	usualTimes = 5                // an amount so many times what is usual is spelled
	usualEvery = 10 * time.Minute // it changes slowly
)

// learn reads the last sales, now and then.
func (u *usual) learn(a *App) {
	now := a.o.Now()
	if now.Sub(u.asked) < usualEvery {
		return
	}
	u.asked = now
	a.work(func(ctx context.Context) func() {
		sales, err := a.o.Till.History(ctx, pos.Search{Chip: pos.ChipPaid, Limit: usualSales})
		return func() {
			if err != nil {
				u.asked = time.Time{}
				return
			}
			u.median = median(sales)
		}
	})
}

// median is the amount in the middle of sales, 0 of too few.
func median(sales []pos.Order) pos.Rupiah {
	if len(sales) < usualLeast {
		return 0
	}
	var amounts []pos.Rupiah
	for _, o := range sales {
		amounts = append(amounts, o.Amount)
	}
	slices.Sort(amounts)
	return amounts[len(amounts)/2]
}

// unusual tells whether an amount should be spelled in words: by the owner's
// limit, or by what is usual.
func (u *usual) unusual(amount pos.Rupiah, s pos.Settings) bool {
	if s.Unusual > 0 {
		return amount >= s.Unusual
	}
	return u.median > 0 && amount > usualTimes*u.median
}

// spell writes an amount in words: "dua puluh lima ribu rupiah". Above what can
// be said it gives nothing.
func (a *App) spell(amount pos.Rupiah) string {
	if amount < 0 || amount > voice.Most {
		return ""
	}
	said := voice.Words(int64(amount))
	if a.prefs.Lang == "en" {
		said = english(int64(amount))
	}
	return a.t("spell.rupiah", strings.Join(said, " "))
}

// english puts a number below a thousand million into English words, which the
// catalogue holds: up to nineteen, the tens, hundred, thousand, million.
func english(n int64) []string {
	units := strings.Fields(assets.Text("en", "spell.units"))
	tens := strings.Fields(assets.Text("en", "spell.tens"))
	for _, scale := range []struct {
		of   int64
		name string
	}{{1_000_000, "spell.million"}, {1000, "spell.thousand"}, {100, "spell.hundred"}} {
		if n < scale.of {
			continue
		}
		said := append(english(n/scale.of), assets.Text("en", scale.name))
		if n%scale.of > 0 {
			said = append(said, english(n%scale.of)...)
		}
		return said
	}
	if n < int64(len(units)) {
		return units[n : n+1]
	}
	said := tens[n/10-2]
	if n%10 > 0 {
		said += "-" + units[n%10]
	}
	return []string{said}
}
