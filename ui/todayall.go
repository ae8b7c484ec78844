package ui

import (
	"maps"
	"slices"

	"laci/pos"
)

// showAll shows every figure of the day, as the reports have them.
func (t *todayPage) showAll() {
	a := t.a
	s := sheet{screen: "today.all", title: a.date(t.shown()), text: a.t("today.all.text"), back: t.again}
	for _, part := range t.o.Sections(a.t) {
		if len(part.Head) > narrowMost {
			continue // cashiers and the bank have pages of their own
		}
		s.rows = append(s.rows, sheetRow{left: part.Title, head: true})
		for _, row := range part.Rows {
			s.rows = append(s.rows, tallyLine(row))
		}
	}
	s.rows = append(s.rows, t.cashierRows()...)
	a.sheet.show(s)
}

// narrowMost is how many columns a part of a report may have to be rows here: a
// name, how many, how much.
const narrowMost = 3

// tallyLine makes a row of a name, a count and a sum.
func tallyLine(row []pos.Value) sheetRow {
	line := sheetRow{left: row[0].Text}
	for _, v := range row[1:] {
		switch {
		case v.Text == "":
		case line.right == "":
			line.right = v.Text
		default:
			line.right += " · " + v.Text
		}
	}
	return line
}

// cashierRows are what an owner looks at, cashier by cashier; what did not
// happen is left out.
func (t *todayPage) cashierRows() (rows []sheetRow) {
	a := t.a
	for _, name := range slices.Sorted(maps.Keys(t.o.Total.Hands)) {
		h := t.o.Total.Hands[name]
		rows = append(rows, sheetRow{left: a.t("report.cashier") + ": " + a.person(name), head: true})
		for _, one := range []struct {
			code  string
			tally pos.Tally
		}{
			{"z.total", h.Sales}, {"z.manual", h.Manual}, {"z.bare", h.Bare}, {"z.cancelled", h.Cancelled},
			{"z.attached", h.Attached}, {"z.returned", h.Returned}, {"z.reprinted", h.Reprinted},
		} {
			if one.tally != (pos.Tally{}) {
				rows = append(rows, sheetRow{left: a.t(one.code), right: pos.Rupiah(one.tally.Count).Digits() + " · " + one.tally.Sum.String()})
			}
		}
	}
	return rows
}
