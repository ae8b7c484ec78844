package pos

import (
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Columns say where an acquirer's list keeps what: each is the title of a
// column, or "#3" for the third where the list has no titles. A list needs a
// time (or a date) and an amount before or after the acquirer's share.
type Columns struct {
	Time   string `json:"time,omitempty"`   // the moment of the payment, or its time of day beside Date
	Date   string `json:"date,omitempty"`   // its date, where it stands apart
	Gross  string `json:"gross,omitempty"`  // what the customer paid
	Fee    string `json:"fee,omitempty"`    // what the acquirer keeps
	Net    string `json:"net,omitempty"`    // what it pays out
	RRN    string `json:"rrn,omitempty"`    // the retrieval reference number
	ID     string `json:"id,omitempty"`     // the acquirer's own id of the payment
	Ref    string `json:"ref,omitempty"`    // a name of the order that the till gave
	Status string `json:"status,omitempty"` // only rows that say a payment went well count
	Cents  bool   `json:"cents,omitempty"`  // amounts are in hundredths of a rupiah
}

// BankRow is one payment of an acquirer's list.
type BankRow struct {
	Line   int       `json:"line"` // in the file, from 1
	At     time.Time `json:"at"`
	Until  time.Time `json:"until"` // equal to At, or a day later when the list gives only the date
	Gross  Rupiah    `json:"gross,omitempty"`
	Fee    Rupiah    `json:"fee,omitempty"`
	Net    Rupiah    `json:"net,omitempty"`
	HasFee bool      `json:"has_fee,omitempty"` // the list gives the fee, or both amounts
	RRN    string    `json:"rrn,omitempty"`
	ID     string    `json:"id,omitempty"`
	Ref    string    `json:"ref,omitempty"`
}

// Amount is what the row says came in: what was paid, or without that what was
// paid out.
func (r BankRow) Amount() Rupiah {
	if r.Gross != 0 {
		return r.Gross
	}
	return r.Net
}

// Statement is an acquirer's list as it was read.
type Statement struct {
	Rows    []BankRow
	Skipped int    // rows of payments that did not go well, and of money going back
	Hash    string // hex SHA-256 of the file
}

const (
	statementMost = 10 << 20 // bytes of a file
	rowsMost      = 200_000
	columnsMost   = 200
	cellMost      = 4096 // bytes
	titlesWithin  = 40   // rows in which the titles must stand
)

// cell is one cell of a list. A number is one that the file itself says is one.
type cell struct {
	text   string
	number bool
}

// table gives a list row by row, and io.EOF after the last. The row's line
// counts from 1.
type table interface {
	next() (line int, row []cell, err error)
	epoch1904() bool // dates are counted from 1904
}

// ReadStatement reads an acquirer's list, CSV or XLSX, of at most 10 MB. Times
// without a zone are of the clock at. Whatever it cannot make sense of refuses
// the whole list, with the line: ErrStatement, ErrStatementSize,
// ErrStatementColumns, ErrStatementRow or ErrStatementFormula.
func ReadStatement(in io.Reader, c Columns, at *time.Location) (Statement, error) {
	data, hash, err := readBounded(in)
	if err != nil {
		return Statement{}, err
	}
	if err := c.check(); err != nil {
		return Statement{}, err
	}
	rows, err := openTable(data)
	if err != nil {
		return Statement{}, err
	}
	s := Statement{Hash: hash}
	r := statementReader{columns: c, at: at, table: rows, out: &s}
	return s, r.read()
}

// check refuses columns that cannot tell of a payment.
func (c Columns) check() error {
	if c.Time == "" && c.Date == "" || c.Gross == "" && c.Net == "" {
		return ErrStatementColumns
	}
	for _, name := range c.names() {
		if len(name) > textMost {
			return ErrStatementColumns
		}
	}
	return nil
}

// The fields of a row, in the order of names.
const (
	fieldTime = iota
	fieldDate
	fieldGross
	fieldFee
	fieldNet
	fieldRRN
	fieldID
	fieldRef
	fieldStatus
	fields
)

func (c Columns) names() [fields]string {
	return [fields]string{c.Time, c.Date, c.Gross, c.Fee, c.Net, c.RRN, c.ID, c.Ref, c.Status}
}

// find looks for the columns in a row of titles; positions without a name are
// -1. It tells whether all of them are there.
func (c Columns) find(row []cell) (at [fields]int, ok bool) {
	ok = true
	for i, name := range c.names() {
		at[i] = -1
		if name == "" {
			continue
		}
		if n, isNumber := strings.CutPrefix(name, "#"); isNumber {
			number, err := strconv.Atoi(n)
			at[i] = number - 1
			ok = ok && err == nil && number > 0 && number <= columnsMost
			continue
		}
		for j := range row {
			if at[i] < 0 && title(row[j].text) == title(name) {
				at[i] = j
			}
		}
		ok = ok && at[i] >= 0
	}
	return at, ok
}

// numbered tells whether the columns are all given by their places.
func (c Columns) numbered() bool {
	for _, name := range c.names() {
		if name != "" && name[0] != '#' {
			return false
		}
	}
	return true
}

// title is what makes two titles the same: letters and digits, of any case.
func title(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}
