package pos

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// statementReader turns the rows of a list into payments.
type statementReader struct {
	columns Columns
	at      *time.Location
	table   table
	out     *Statement

	places  [fields]int
	heading int  // rows above the payments
	ended   bool // a row of totals was met: no payment may follow
}

// read reads the titles and then every row.
func (r *statementReader) read() error {
	if err := r.titles(); err != nil {
		return err
	}
	for {
		line, row, err := r.table.next()
		if errors.Is(err, io.EOF) {
			return r.found()
		}
		if err != nil {
			return err
		}
		if err := r.row(line, row); err != nil && !r.above(err) {
			return fmt.Errorf("line %d: %w", line, err)
		}
		if len(r.out.Rows) > rowsMost {
			return ErrStatementSize
		}
	}
}

// above tells whether a row stands above the payments of a list without titles.
func (r *statementReader) above(err error) bool {
	r.heading++
	return errors.Is(err, ErrStatementRow) && r.columns.numbered() && r.heading <= titlesWithin && len(r.out.Rows)+r.out.Skipped == 0
}

// found refuses a list without titles in which nothing was a payment; one with
// titles may be of a day without any.
func (r *statementReader) found() error {
	if r.columns.numbered() && len(r.out.Rows)+r.out.Skipped == 0 {
		return ErrStatementColumns
	}
	return nil
}

// titles finds the row that has all the titles.
func (r *statementReader) titles() error {
	if r.columns.numbered() {
		places, ok := r.columns.find(nil)
		if !ok {
			return ErrStatementColumns
		}
		r.places = places
		return nil
	}
	for range titlesWithin {
		_, row, err := r.table.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		places, ok := r.columns.find(row)
		if ok {
			r.places = places
			return nil
		}
	}
	return ErrStatementColumns
}

// field gives a mapped cell of a row; an absent one is empty.
func (r *statementReader) field(row []cell, field int) cell {
	at := r.places[field]
	if at < 0 || at >= len(row) {
		return cell{}
	}
	return row[at]
}

// row reads one row. A row without a time is one of totals, after which no
// payment may follow: otherwise the columns have shifted.
func (r *statementReader) row(line int, row []cell) error {
	empty := true
	for field := range fields {
		text := r.field(row, field).text
		empty = empty && text == ""
		if len(text) > cellMost {
			return ErrStatementRow
		}
	}
	if empty {
		return nil
	}
	if r.totals(row) {
		r.ended = true
		return nil
	}
	out := BankRow{Line: line, RRN: r.name(row, fieldRRN), ID: r.name(row, fieldID), Ref: r.name(row, fieldRef)}
	var err error
	if out.At, out.Until, err = r.moment(row); err != nil {
		return err
	}
	if r.ended {
		return fmt.Errorf("a payment after the totals: %w", ErrStatementRow)
	}
	if err := r.amounts(row, &out); err != nil {
		return err
	}
	if !r.wentWell(row) || out.Amount() < 0 {
		r.out.Skipped++
		return nil
	}
	if out.Amount() == 0 {
		return fmt.Errorf("no amount: %w", ErrStatementRow)
	}
	r.out.Rows = append(r.out.Rows, out)
	return nil
}

// totals tells whether a row is not a payment's but sums up: no time and no
// names, or a word for it where the time belongs.
func (r *statementReader) totals(row []cell) bool {
	when := r.field(row, fieldTime).text
	if r.columns.Date != "" {
		when = r.field(row, fieldDate).text
	}
	if when == "" {
		return r.name(row, fieldRRN) == "" && r.name(row, fieldID) == ""
	}
	word, _, _ := strings.Cut(strings.ToLower(when), " ")
	return slices.Contains([]string{"total", "subtotal", "jumlah", "grand", "saldo"}, strings.TrimRight(word, ":"))
}

// name is a cell that names something.
func (r *statementReader) name(row []cell, field int) string {
	text := strings.TrimPrefix(r.field(row, field).text, "'") // how a spreadsheet keeps digits from becoming a number
	return cleanText(text, textMost)
}

// moment reads the time of a row, as a span of a day when only its date is known.
func (r *statementReader) moment(row []cell) (from, to time.Time, err error) {
	at, exact, err := parseMoment(r.field(row, fieldDate), r.field(row, fieldTime), r.at, r.table.epoch1904())
	if err != nil || exact {
		return at.UTC(), at.UTC(), err
	}
	return at.UTC(), at.AddDate(0, 0, 1).UTC(), nil
}

// amounts reads the money of a row. With two of the three known the third is
// no secret.
func (r *statementReader) amounts(row []cell, out *BankRow) error {
	known := [3]bool{}
	for i, f := range []struct {
		field int
		to    *Rupiah
	}{{fieldGross, &out.Gross}, {fieldFee, &out.Fee}, {fieldNet, &out.Net}} {
		text := r.field(row, f.field)
		if text.text == "" || text.text == "-" {
			if f.field != fieldFee && r.places[f.field] >= 0 {
				return fmt.Errorf("no amount: %w", ErrStatementRow)
			}
			continue
		}
		amount, err := parseRupiah(text, r.columns.Cents)
		if err != nil {
			return err
		}
		if f.field == fieldFee {
			amount = max(amount, -amount) // some lists write what they keep below zero
		}
		*f.to, known[i] = amount, true
	}
	switch {
	case known[0] && known[1] && known[2] && out.Gross-out.Fee != out.Net:
		return fmt.Errorf("amounts do not add up: %w", ErrStatementRow)
	case known[0] && known[2]:
		out.Fee, known[1] = out.Gross-out.Net, true
	case known[0] && known[1]:
		out.Net = out.Gross - out.Fee
	case known[1] && known[2]:
		out.Gross = out.Net + out.Fee
	}
	out.HasFee = known[1]
	return nil
}

// wentWell tells whether a row's status says that the payment went well.
func (r *statementReader) wentWell(row []cell) bool {
	if r.columns.Status == "" {
		return true
	}
	good := []string{"success", "successful", "sukses", "berhasil", "settled", "settlement", "paid", "completed", "selesai", "lunas", "approved", "cr", "k", "00"}
	return slices.Contains(good, title(r.field(row, fieldStatus).text))
}
