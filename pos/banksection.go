package pos

import (
	"slices"
	"time"
)

// Sections are the parts of a comparison, in the order they are read; empty ones
// are left out.
func (c BankComparison) Sections(words Words) []Section {
	all := []Section{c.verdict(words), PayoutSection(c.Payouts, words)}
	if c.Lists != nil {
		zone := Calendar{Zone: c.Zone}.Location()
		all = append(all, c.Lists.lacking("bank.lacking", c.Lists.Lacking, zone, words), c.Lists.strays(zone, words),
			c.Lists.differing(zone, words), c.Lists.lost(zone, words), c.Lists.lacking("bank.edge", c.Lists.Edge, zone, words))
	}
	return slices.DeleteFunc(all, func(s Section) bool { return len(s.Rows) == 0 })
}

// Title names what was compared.
func (c BankComparison) Title(words Words) string {
	return words("bank.title", c.Acquirer, string(c.Match.From), string(c.Match.To))
}

// verdict says whether the two sides agree, and by how much they do not.
func (c BankComparison) verdict(words Words) Section {
	s := Section{Title: words("bank.differs"), Head: []string{"", words("report.count"), words("report.sum")}}
	if c.Match.Agrees {
		s.Title = words("bank.agrees")
	}
	add := func(code string, t Tally) {
		if t.Count > 0 {
			s.Rows = append(s.Rows, tallyRow(words(code), t))
		}
	}
	s.Rows = append(s.Rows, tallyRow(words("bank.expected"), Tally{c.Match.Expected.Count, c.Match.Net}))
	if c.Match.Stated != nil {
		s.Rows = append(s.Rows, []Value{asText(words("bank.stated")), {}, asRupiah(*c.Match.Stated)},
			[]Value{asText(words("bank.difference")), {}, asRupiah(*c.Match.Stated - c.Match.Net)})
	}
	add("bank.matched", c.Match.Matched)
	add("bank.lacking", c.Match.Lacking)
	add("bank.strays", c.Match.Strays)
	add("bank.different", c.Match.Differing)
	add("bank.lost", c.Match.Lost)
	add("bank.waiting", c.Waiting)
	if c.Lists != nil {
		s.Rows = append(s.Rows, []Value{asText(words("bank.rows", c.Lists.Rows, c.Lists.Outside, c.Lists.Skipped)), {}, {}})
		if c.Lists.RuleDoubt {
			s.Rows = append(s.Rows, []Value{asText(words("bank.rule_doubt")), {}, {}})
		}
	}
	return s
}

// PayoutSection is what should arrive when, a line a payout.
func PayoutSection(payouts []Payout, words Words) Section {
	s := Section{Title: words("bank.payouts"), Head: []string{words("bank.payout.arrives"), words("bank.payout.days"), words("report.count"),
		words("bank.payout.gross"), words("bank.payout.mdr"), words("bank.payout.fee"), words("bank.payout.net")}}
	for _, p := range payouts {
		days := string(p.First)
		if p.First != p.Last {
			days += " – " + string(p.Last)
		}
		s.Rows = append(s.Rows, []Value{asText(string(p.Arrives)), asText(days), asCount(p.Gross.Count),
			asRupiah(p.Gross.Sum), asRupiah(p.MDR), asRupiah(p.Fee), asRupiah(p.Net)})
	}
	return s
}

// columns are the titles of a list.
func columns(words Words, names ...string) (head []string) {
	for _, name := range names {
		head = append(head, words("bank.column."+name))
	}
	return head
}

// lacking is a line a payment; those of which only some are meant stand
// together, with a note.
func (*BankLists) lacking(code string, all []Lacking, zone *time.Location, words Words) Section {
	s := Section{Title: words(code), Head: columns(words, "order", "at", "amount", "how", "cashier", "rrn", "note")}
	for _, l := range all {
		note := ""
		if len(l.Among) > l.Count {
			note = words("bank.among", l.Count)
		}
		for _, p := range l.Among {
			s.Rows = append(s.Rows, []Value{asText(p.Order), asTime(p.PaidAt, zone), asRupiah(p.Amount), asText(p.Evidence.words(words)),
				asText(p.Cashier), asText(p.RRN), asText(note)})
		}
	}
	return s
}

func (l *BankLists) strays(zone *time.Location, words Words) Section {
	s := Section{Title: words("bank.strays"), Head: columns(words, "line", "at", "amount", "rrn", "note")}
	for _, stray := range l.Strays {
		note := ""
		switch {
		case stray.Known != nil:
			note = words("bank.known", stray.Known.Order)
		case len(stray.Among) > stray.Count:
			note = words("bank.among", stray.Count)
		}
		for _, row := range stray.Among {
			s.Rows = append(s.Rows, []Value{asCount(row.Line), asTime(row.At, zone), asRupiah(row.Amount()), asText(row.RRN), asText(note)})
		}
	}
	return s
}

func (l *BankLists) differing(zone *time.Location, words Words) Section {
	s := Section{Title: words("bank.different"), Head: columns(words, "order", "line", "at", "amount", "what", "want", "is")}
	for _, d := range l.Differing {
		s.Rows = append(s.Rows, []Value{asText(d.Payment.Order), asCount(d.Row.Line), asTime(d.Row.At, zone), asRupiah(d.Payment.Amount),
			asText(words("bank.what." + d.What)), asRupiah(d.Want), asRupiah(d.Is)})
	}
	return s
}

func (l *BankLists) lost(zone *time.Location, words Words) Section {
	s := Section{Title: words("bank.lost"), Head: append(columns(words, "closes"), words("bank.payout.arrives"), words("report.count"), words("report.sum"))}
	for _, b := range l.Lost {
		s.Rows = append(s.Rows, append([]Value{asTime(b.Closes, zone), asText(string(b.Arrives))}, asTally(b.Money)...))
	}
	return s
}
