package ui

import (
	"bytes"
	"context"

	"laci/pos"
)

// columnWanted is a column a list is asked for.
type columnWanted struct {
	code string // its word: "time"
	may  bool   // it may be missing
	set  func(c *pos.Columns, title string)
}

// columnsWanted are asked one after the other; a list that names both sides of
// the acquirer's share tells more.
var columnsWanted = []columnWanted{
	{"time", false, func(c *pos.Columns, title string) { c.Time = title }},
	{"date", true, func(c *pos.Columns, title string) { c.Date = title }},
	{"gross", true, func(c *pos.Columns, title string) { c.Gross = title }},
	{"net", true, func(c *pos.Columns, title string) { c.Net = title }},
	{"rrn", true, func(c *pos.Columns, title string) { c.RRN = title }},
	{"status", true, func(c *pos.Columns, title string) { c.Status = title }},
}

// askColumns asks a person, once, where the list keeps what.
func (b *bankMatch) askColumns(back func()) {
	a, list := b.a, b.list
	a.work(func(context.Context) func() {
		titles, err := pos.StatementTitles(bytes.NewReader(list))
		return func() {
			if err != nil {
				a.done(a.t("bank.refused"), a.sentence(err), back)
				return
			}
			b.askColumn(pos.Columns{}, titles, 0, back)
		}
	})
}

// askColumn asks for one of them, and goes on with the next.
func (b *bankMatch) askColumn(c pos.Columns, titles []string, n int, back func()) {
	a := b.a
	if n == len(columnsWanted) {
		b.askCents(c, titles, back)
		return
	}
	want := columnsWanted[n]
	q := question{screen: "bank.column", title: a.t("bank.column.ask." + want.code), text: a.t("bank.column.once"), back: func() {
		if n == 0 {
			back()
			return
		}
		b.askColumn(c, titles, n-1, back)
	}}
	if want.may {
		q.answers = append(q.answers, answer{code: "column.none", words: a.t("bank.column.none"), mark: "close", do: func() {
			want.set(&c, "")
			b.askColumn(c, titles, n+1, back)
		}})
	}
	for _, title := range titles {
		q.answers = append(q.answers, answer{code: "column." + title, words: title, do: func() {
			want.set(&c, title)
			b.askColumn(c, titles, n+1, back)
		}})
	}
	a.choice.ask(q)
}

// askCents asks how the list writes amounts, and compares.
func (b *bankMatch) askCents(c pos.Columns, titles []string, back func()) {
	a := b.a
	done := func(cents bool) {
		c.Cents = cents
		b.columns = &c
		b.compareList(back)
	}
	a.choice.ask(question{screen: "bank.cents", title: a.t("bank.cents"), back: func() { b.askColumn(c, titles, len(columnsWanted)-1, back) },
		answers: []answer{
			{code: "cents.no", words: a.t("bank.cents.no"), note: a.t("bank.cents.no.note"), do: func() { done(false) }},
			{code: "cents.yes", words: a.t("bank.cents.yes"), note: a.t("bank.cents.yes.note"), do: func() { done(true) }},
		}})
}
