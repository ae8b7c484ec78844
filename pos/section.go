package pos

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// Words gives the words for a code in the reader's language, with args put in.
// They live outside of the till.
type Words func(code string, args ...any) string

// Value is one cell of a report: a text, or an amount of rupiah, a count or a
// time, which a spreadsheet keeps as what they are.
type Value struct {
	Text string
	Kind ValueKind
	N    int64     // rupiah or count
	At   time.Time // in the shop's zone
}

// ValueKind says what a cell holds.
type ValueKind int

// The kinds of cells.
const (
	TextValue ValueKind = iota
	RupiahValue
	CountValue
	TimeValue
)

func asText(s string) Value                 { return Value{Text: s} }
func asRupiah(r Rupiah) Value               { return Value{Text: r.String(), Kind: RupiahValue, N: int64(r)} }
func asCount(n int) Value                   { return Value{Text: Rupiah(n).Digits(), Kind: CountValue, N: int64(n)} }
func asTally(t Tally) []Value               { return []Value{asCount(t.Count), asRupiah(t.Sum)} }
func tallyRow(name string, t Tally) []Value { return append([]Value{asText(name)}, asTally(t)...) }

// moment is a time of the shop's clock; the zero time is an empty cell.
func asTime(at time.Time, zone *time.Location) Value {
	if at.IsZero() {
		return Value{}
	}
	at = at.In(zone).Truncate(time.Second)
	return Value{Text: at.Format(time.DateTime), Kind: TimeValue, At: at}
}

// Section is a titled part of a report. Head names its columns and may be empty.
type Section struct {
	Title string
	Head  []string
	Rows  [][]Value
}

// Sections are the parts of an overview, in the order they are read; empty
// parts are left out.
func (o Overview) Sections(words Words) []Section {
	all := []Section{o.totals(words), o.certainty(words), o.tenders(words), o.sources(words), o.hours(words),
		o.hands(words), o.days(words), o.silences(words), o.bank(words)}
	return slices.DeleteFunc(all, func(s Section) bool { return len(s.Rows) == 0 })
}

// Title names the report: what it is of, and of whom.
func (o Overview) Title(words Words) string {
	title := words("report.title.day", string(o.From))
	if o.From != o.To {
		title = words("report.title.days", string(o.From), string(o.To))
	}
	if o.Practice {
		title = words("report.practice") + " · " + title
	}
	return title
}

// totals come first; what needs a hand is the first of them.
func (o Overview) totals(words Words) Section {
	s := Section{Title: words("report.totals"), Head: []string{"", words("report.count"), words("report.sum")}}
	if o.Check > 0 {
		s.Rows = append(s.Rows, []Value{asText(words("report.check")), asCount(o.Check), {}})
	}
	add := func(code string, t Tally) { s.Rows = append(s.Rows, tallyRow(words(code), t)) }
	add("report.sales", o.Total.Sales)
	if n := o.Total.Sales.Count; n > 0 {
		average := (o.Total.Sales.Sum + Rupiah(n)/2) / Rupiah(n)
		s.Rows = append(s.Rows, []Value{asText(words("report.average")), {}, asRupiah(average)})
	}
	add("report.received", o.Total.Received)
	add("report.refunds", o.Total.Refunds)
	add("report.voids", o.Total.Voids)
	if o.Total.CashIn.Count+o.Total.CashOut.Count > 0 {
		add("report.cash_in", o.Total.CashIn)
		add("report.cash_out", o.Total.CashOut)
	}
	if o.Like == nil {
		return s
	}
	if o.Like.Whole {
		s.Rows = append(s.Rows, tallyRow(words("report.like", string(o.Like.With)), o.Like.Then))
		return s
	}
	s.Rows = append(s.Rows, tallyRow(words("report.like.now", o.Like.Until), o.Like.Now),
		tallyRow(words("report.like.until", string(o.Like.With), o.Like.Until), o.Like.Then))
	return s
}

func (o Overview) part(words Words, title string) Section {
	return Section{Title: words(title), Head: []string{words(title + ".name"), words("report.count"), words("report.sum")}}
}

func (o Overview) certainty(words Words) Section {
	s := o.part(words, "report.certainty")
	for _, evidence := range slices.SortedFunc(maps.Keys(o.Total.Evidence), func(a, b Evidence) int {
		return cmp.Or(b.rank()-a.rank(), cmp.Compare(a, b))
	}) {
		s.Rows = append(s.Rows, tallyRow(evidence.words(words), o.Total.Evidence[evidence]))
	}
	return s
}

// words names the evidence; a program is named by its key.
func (e Evidence) words(words Words) string {
	if key, is := strings.CutPrefix(string(e), "api:"); is {
		return words("evidence.api", key)
	}
	return words("evidence." + string(e))
}

func (o Overview) tenders(words Words) Section {
	s := o.part(words, "report.tender")
	qris, cash := o.Total.Tenders()
	if qris.Count > 0 {
		s.Rows = append(s.Rows, tallyRow(words("report.tender.qris"), qris))
	}
	if cash.Count > 0 {
		s.Rows = append(s.Rows, tallyRow(words("report.tender.cash"), cash))
	}
	return s
}

func (o Overview) sources(words Words) Section {
	s := o.part(words, "report.source")
	for _, source := range slices.Sorted(maps.Keys(o.Total.Sources)) {
		name := source
		switch source {
		case sourceCash, sourceManual, sourceOwner, sourcePractice:
			name = words("report.source." + source)
		}
		s.Rows = append(s.Rows, tallyRow(name, o.Total.Sources[source]))
	}
	return s
}

func (o Overview) hours(words Words) Section {
	s := o.part(words, "report.hour")
	for hour, t := range o.Total.Hours {
		if t != (Tally{}) {
			s.Rows = append(s.Rows, tallyRow(words("report.hour.from", hour), t))
		}
	}
	return s
}

// hands is a line a cashier, with what an owner looks at.
func (o Overview) hands(words Words) Section {
	s := Section{Title: words("report.cashier"), Head: []string{words("report.cashier.name")}}
	for _, column := range []string{"sales", "manual", "bare", "cancelled", "attached", "returned", "reprinted"} {
		s.Head = append(s.Head, words("report.number"), words("report.cashier."+column))
	}
	for _, name := range slices.Sorted(maps.Keys(o.Total.Hands)) {
		h := o.Total.Hands[name]
		row := []Value{asText(name)}
		for _, t := range []Tally{h.Sales, h.Manual, h.Bare, h.Cancelled, h.Attached, h.Returned, h.Reprinted} {
			row = append(row, asTally(t)...)
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// days is a line a business day, of a report of several.
func (o Overview) days(words Words) Section {
	s := Section{Title: words("report.days"), Head: []string{words("report.day"), words("report.count"), words("report.sales"),
		words("report.tender.qris"), words("report.tender.cash"), words("report.day.refunds"), words("report.day.voids")}}
	if o.From == o.To {
		return s
	}
	for _, day := range o.Days {
		qris, cash := day.Tenders()
		s.Rows = append(s.Rows, []Value{asText(string(day.Day)), asCount(day.Sales.Count), asRupiah(day.Sales.Sum),
			asRupiah(qris.Sum), asRupiah(cash.Sum), asRupiah(day.Refunds.Sum), asRupiah(day.Voids.Sum)})
	}
	return s
}

// bank is how the days agreed with the bank.
func (o Overview) bank(words Words) Section {
	s := Section{Title: words("report.bank"), Head: []string{words("report.day"), words("report.bank.acquirer"), words("report.bank.result"),
		words("report.bank.strays"), words("report.bank.lacking"), words("report.bank.lost"), words("report.bank.different")}}
	for _, day := range o.Days {
		for _, acquirer := range slices.Sorted(maps.Keys(day.Bank)) {
			m := day.Bank[acquirer]
			result := words("report.bank.differs")
			if m.Agrees {
				result = words("report.bank.agrees")
			}
			s.Rows = append(s.Rows, []Value{asText(string(day.Day)), asText(acquirer), asText(result),
				asCount(m.Strays.Count), asCount(m.Lacking.Count), asCount(m.Lost.Count), asCount(m.Differing.Count)})
		}
	}
	return s
}

// silences are the times in which nobody forwarded notifications.
func (o Overview) silences(words Words) Section {
	s := Section{Title: words("report.silent"), Head: []string{words("report.silent.phone"), words("report.silent.from"), words("report.silent.until")}}
	for _, day := range o.Days {
		for _, silence := range day.Silences {
			zone := o.At.Location()
			s.Rows = append(s.Rows, []Value{asText(silence.Source), asTime(silence.From, zone), asTime(silence.Until, zone)})
		}
	}
	return s
}
