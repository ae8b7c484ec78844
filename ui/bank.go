package ui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"laci/pos"
)

// bankMatch is the till's money of a day laid beside what the bank says of it:
// one typed number, or the acquirer's list. It is a chain of pages that all of
// them know: a question, an amount, a sheet.
type bankMatch struct {
	a        *App
	day      pos.Day
	acquirer string
	back     func()
	list     []byte       // the acquirer's list, once one was chosen
	columns  *pos.Columns // where it keeps what; nil: as the last time
}

// listMost is the largest list, in bytes; one byte more says that it is too large.
const listMost = 10 << 20

// listEndings are the names an acquirer's list ends in.
var listEndings = []string{".csv", ".xlsx", ".txt"}

// show asks what the bank says of a day's money; back is where Kembali goes.
func (b *bankMatch) show(day pos.Day, back func()) {
	b.day, b.back, b.list, b.columns = day, back, nil, nil
	b.a.allow(pos.MaySeeTotals, back, b.chooseAcquirer)
}

// chooseAcquirer asks whose money it is, where there are rules of several.
func (b *bankMatch) chooseAcquirer() {
	rules := b.a.o.Till.Settlements()
	b.acquirer = rules[0].Acquirer
	if len(rules) == 1 {
		b.expected(b.back)
		return
	}
	q := question{screen: "bank.who", title: b.a.t("bank.who"), back: b.back}
	for _, rule := range rules {
		q.answers = append(q.answers, answer{code: "acquirer." + rule.Acquirer, words: rule.Acquirer, mark: "shop", do: func() {
			b.acquirer = rule.Acquirer
			b.expected(b.chooseAcquirer)
		}})
	}
	b.a.choice.ask(q)
}

// expected shows what should arrive when.
func (b *bankMatch) expected(back func()) {
	a, day, acquirer := b.a, b.day, b.acquirer
	again := func() { b.expected(back) }
	a.work(func(ctx context.Context) func() {
		payouts, err := a.o.Till.Payouts(ctx, acquirer, day, day)
		return func() {
			if err != nil {
				back()
				a.refuse(err, nil)
				return
			}
			s := sheet{screen: "bank", title: a.t("bank.match.title", a.date(day)), text: a.t("bank.match.text"), back: back, actions: []answer{
				{code: "bank.list", words: a.t("bank.list"), do: func() { b.pick(again) }},
				{code: "bank.number", words: a.t("bank.number"), do: func() { b.typeNumber(again) }},
			}}
			for _, p := range payouts {
				s.rows = append(s.rows, b.payout(p)...)
			}
			a.sheet.show(s)
		}
	})
}

// payout are the rows of one payout.
func (b *bankMatch) payout(p pos.Payout) []sheetRow {
	a := b.a
	rows := []sheetRow{
		{left: a.t("bank.arrives", a.date(p.Arrives)), head: true},
		{left: a.t("bank.payout.gross") + " · " + a.t("bank.payments", p.Gross.Count), right: p.Gross.Sum.String()},
		{left: a.t("bank.payout.mdr"), right: (-p.MDR).String()},
	}
	if p.Fee > 0 {
		rows = append(rows, sheetRow{left: a.t("bank.payout.fee"), right: (-p.Fee).String()})
	}
	return append(rows, sheetRow{left: a.t("bank.payout.net"), right: p.Net.String(), strong: true})
}

// typeNumber asks for the number that arrived.
func (b *bankMatch) typeNumber(back func()) {
	a := b.a
	a.amount.ask(figure{screen: "bank.number", title: a.t("bank.number.title"), text: a.t("bank.number.text", a.date(b.day)), nothing: true, back: back,
		answers: []figureAnswer{{code: "bank.compare", words: func(pos.Rupiah) string { return a.t("bank.compare") }, do: func(sum pos.Rupiah) {
			b.compare(pos.BankWish{Sum: &sum}, back)
		}}}})
}

// pick chooses the acquirer's list.
func (b *bankMatch) pick(back func()) {
	a := b.a
	a.picker.choose(picking{title: a.t("bank.pick"), none: a.t("bank.pick.none"), mark: "file", endings: listEndings, back: back, done: func(path string) {
		a.choice.wait(a.t("bank.reading"))
		a.work(func(context.Context) func() {
			list, err := readBounded(path, listMost)
			return func() {
				if err != nil {
					a.done(a.t("file_unreadable"), path, back)
					return
				}
				b.list, b.columns = list, nil
				b.compareList(back)
			}
		})
	}})
}

// readBounded reads a file up to one byte more than it may have.
func readBounded(path string, most int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, errors.Join(errFile, err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	if err != nil {
		return nil, errors.Join(errFile, err)
	}
	return data, nil
}

// compareList compares the list, and asks for its columns when they are not known.
func (b *bankMatch) compareList(back func()) {
	b.compare(pos.BankWish{List: bytes.NewReader(b.list), Columns: b.columns}, back)
}

// compare lays the two beside each other and shows what came of it.
func (b *bankMatch) compare(w pos.BankWish, back func()) {
	a := b.a
	w.Acquirer, w.From, w.To, w.Actor = b.acquirer, b.day, b.day, a.actor()
	a.choice.wait(a.t("bank.comparing"))
	a.work(func(ctx context.Context) func() {
		c, err := a.o.Till.CompareBank(ctx, w)
		return func() {
			switch {
			case errors.Is(err, pos.ErrStatementColumns) && w.List != nil && b.columns == nil:
				b.askColumns(back)
			case broken(err):
				a.trouble.show(err, nil)
			case err != nil:
				a.done(a.t("bank.refused"), a.sentence(err), back)
			default:
				a.ask()
				a.sheet.show(a.compared(c, b.back))
			}
		}
	})
}
