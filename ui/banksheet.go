package ui

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"laci/pos"
)

// compared is the sheet of a comparison: how it agrees, and each payment that
// does not, what a cashier vouches for first.
func (a *App) compared(c pos.BankComparison, back func()) sheet {
	s := sheet{screen: "bank.result", title: a.t("bank.match.title", a.date(c.Match.From)), back: back}
	if c.Match.Agrees {
		s.good = a.t("bank.agrees")
	} else {
		s.bad = a.t("bank.differs")
	}
	add := func(code string, t pos.Tally) {
		if t.Count > 0 {
			s.rows = append(s.rows, sheetRow{left: a.t(code) + " (" + strconv.Itoa(t.Count) + ")", right: t.Sum.String()})
		}
	}
	s.rows = append(s.rows, sheetRow{left: a.t("bank.expected") + " (" + strconv.Itoa(c.Match.Expected.Count) + ")", right: c.Match.Net.String()})
	if stated := c.Match.Stated; stated != nil {
		s.rows = append(s.rows, sheetRow{left: a.t("bank.stated"), right: stated.String()},
			sheetRow{left: a.t("bank.difference"), right: (*stated - c.Match.Net).String(), strong: true})
	}
	add("bank.matched", c.Match.Matched)
	add("bank.lacking", c.Match.Lacking)
	add("bank.strays", c.Match.Strays)
	add("bank.different", c.Match.Differing)
	add("bank.lost", c.Match.Lost)
	add("bank.waiting", c.Waiting)
	if c.Lists != nil {
		s.rows = append(s.rows, a.bankLists(c.Lists, pos.Calendar{Zone: c.Zone}.Location())...)
	}
	return s
}

// bankLists are the rows of the four lists.
func (a *App) bankLists(l *pos.BankLists, zone *time.Location) (rows []sheetRow) {
	part := func(code string, lines []sheetRow) {
		if len(lines) > 0 {
			rows = append(append(rows, sheetRow{left: a.t(code), head: true}), lines...)
		}
	}
	lacking := func(all []pos.Lacking) (lines []sheetRow) {
		for _, one := range all {
			for _, p := range one.Among {
				note := either(len(one.Among) > one.Count, a.t("bank.among", one.Count), "")
				lines = append(lines, sheetRow{left: dotted(p.Order, clockOf(p.PaidAt, zone), a.evidence(p.Evidence), a.person(p.Cashier), note), right: p.Amount.String()})
			}
		}
		return lines
	}
	part("bank.lacking", lacking(l.Lacking))
	part("bank.strays", a.strays(l.Strays, zone))
	var different []sheetRow
	for _, d := range l.Differing {
		different = append(different, sheetRow{left: dotted(d.Payment.Order, clockOf(d.Row.At, zone), a.t("bank.what."+d.What)),
			right: a.t("bank.want_is", d.Want, d.Is)})
	}
	part("bank.different", different)
	var lost []sheetRow
	for _, batch := range l.Lost {
		lost = append(lost, sheetRow{left: a.t("bank.payments", batch.Money.Count) + " · " + a.date(batch.Arrives), right: batch.Money.Sum.String()})
	}
	part("bank.lost", lost)
	part("bank.edge", lacking(l.Edge))
	if l.RuleDoubt {
		rows = slices.Insert(rows, 0, sheetRow{left: a.t("bank.rule_doubt.short"), head: true})
	}
	return rows
}

// strays are the rows of what is only at the bank.
func (a *App) strays(all []pos.Stray, zone *time.Location) (lines []sheetRow) {
	for _, one := range all {
		note := ""
		switch {
		case one.Known != nil:
			note = a.t("bank.known", one.Known.Order)
		case len(one.Among) > one.Count:
			note = a.t("bank.among", one.Count)
		}
		for _, row := range one.Among {
			lines = append(lines, sheetRow{left: dotted(clockOf(row.At, zone), row.RRN, note), right: row.Amount().String()})
		}
	}
	return lines
}

// dotted joins the words that are there.
func dotted(words ...string) string { return strings.Join(withoutEmpty(words), " · ") }

// clockOf is a time of day in a zone; none of the zero time.
func clockOf(at time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	return at.In(zone).Format("15:04")
}
