package pos

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Format is how a report is written.
type Format string

// The formats. Text and PDF are an overview; CSV has a line an order; XLSX has
// both, each on its sheet.
const (
	FormatText Format = "text"
	FormatCSV  Format = "csv"
	FormatXLSX Format = "xlsx"
	FormatPDF  Format = "pdf"
)

// Export is a wish for a report.
type Export struct {
	From, To Day // business days, both included; "" is the running one
	Format   Format
	Words    Words
	Progress func(done, total int) // of the days, after each; may be nil
}

// Export writes a report. Orders are read a page at a time, so that selling
// never waits for a slow reader. The report of a running day holds what was sold
// until its rows were read. An error may come after something was written.
func (t *Till) Export(ctx context.Context, out io.Writer, e Export) error {
	if !slices.Contains([]Format{FormatText, FormatCSV, FormatXLSX, FormatPDF}, e.Format) {
		return fmt.Errorf("format %.20q: %w", e.Format, ErrFormat)
	}
	overview, err := t.Overview(ctx, e.From, e.To)
	if err != nil {
		return err
	}
	rows := func(yield func([]Value) error) error { return t.orderRows(ctx, overview, e, yield) }
	switch e.Format {
	case FormatText:
		return writeText(out, overview, e.Words)
	case FormatPDF:
		return writePDF(out, overview, e.Words)
	case FormatCSV:
		return writeCSV(out, orderHead(e.Words), rows)
	}
	return writeXLSX(out, overview, e.Words, rows)
}

// orderPage bounds the orders of one reading transaction.
const orderPage = 500

// soldOrder is an order of a list with the surest of its payments.
type soldOrder struct {
	Order
	day Day // it stands under: of its payment, or while unpaid of its making
	by  Payment
}

// orderRows gives a row an order, day by day, as they were made. An order that
// was paid on another day than it was made stands only on the day its sale
// counts on.
func (t *Till) orderRows(ctx context.Context, o Overview, e Export, yield func([]Value) error) error {
	calendar := t.shop.Load().calendar()
	total := int(o.To.date().Sub(o.From.date()).Hours()/24) + 1
	done := 0
	for day := o.From; day <= o.To; day = day.Plus(1) {
		prefix := indexKey(byDay, []byte(day))
		for next := prefix; next != nil; {
			orders, after, err := t.ordersFrom(ctx, prefix, next)
			if err != nil {
				return err
			}
			for _, order := range orders {
				if order.day = day; order.PaidDay != "" && order.PaidDay != day {
					continue
				}
				if err := yield(order.row(calendar, e.Words)); err != nil {
					return err
				}
			}
			next = after
		}
		if done++; e.Progress != nil {
			e.Progress(done, total)
		}
	}
	return nil
}

// ordersFrom reads a page of the index from a key on, and gives the key of the
// next page.
func (t *Till) ordersFrom(ctx context.Context, prefix, from []byte) (orders []soldOrder, next []byte, err error) {
	err = t.read(ctx, func(v view) error {
		orders, next = make([]soldOrder, 0, orderPage), nil
		return v.scan(bucketIndex, prefix, from, func(key, _ []byte) (bool, error) {
			if len(orders) == orderPage {
				next = slices.Clone(key)
				return false, nil
			}
			o, err := v.orderBy(lastID(key))
			sold := soldOrder{Order: o}
			for _, id := range o.Payments {
				p, e := v.paymentBy(id)
				if e != nil {
					return false, e
				}
				if sold.by.ID.IsZero() || p.Evidence.rank() > sold.by.Evidence.rank() {
					sold.by = p
				}
			}
			orders = append(orders, sold)
			return true, err
		})
	})
	return orders, next, err
}

// orderColumns are the columns of the list of orders.
func orderColumns() []string {
	return []string{"number", "day", "placed", "paid", "state", "amount", "off", "qris", "cash", "returned", "back_due",
		"evidence", "source", "issuer", "rrn", "cashier", "flags", "receipts", "note"}
}

func orderHead(words Words) (head []string) {
	for _, column := range orderColumns() {
		head = append(head, words("report.column."+column))
	}
	return head
}

// row is an order as a line of a list.
func (o soldOrder) row(c Calendar, words Words) []Value {
	zone := c.Location()
	flags := make([]string, len(o.Flags))
	for i, flag := range o.Flags {
		flags[i] = string(flag)
	}
	evidence := ""
	if o.Evidence != "" {
		evidence = o.Evidence.words(words)
	}
	return []Value{
		asText(o.Number), asText(string(o.day)), asTime(o.Placed, zone), asTime(o.PaidAt, zone), asText(words("report.state." + string(o.State))),
		asRupiah(o.Amount), asRupiah(o.Off), asRupiah(o.Received), asRupiah(o.Cash), asRupiah(o.Returned), asRupiah(o.BackDue),
		asText(evidence), asText(o.Source), asText(o.by.Issuer), asText(o.by.RRN), asText(o.Actor),
		asText(strings.Join(flags, " ")), asCount(o.Receipts), asText(o.Note),
	}
}
