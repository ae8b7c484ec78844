package pos

import (
	"errors"
	"io"

	"github.com/xuri/excelize/v2"
)

// sheetRows is how many rows a sheet of a spreadsheet can have.
const sheetRows = 1_048_576

// writeXLSX writes a spreadsheet: the overview on the first sheet, the orders on
// the next, or the next few when they are very many. Rows go through a temporary
// file, so that memory does not grow with them.
func writeXLSX(out io.Writer, o Overview, words Words, rows func(func([]Value) error) error) (err error) {
	file := excelize.NewFile()
	defer func() { err = errors.Join(err, file.Close()) }()
	book := &workbookWriter{file: file, words: words}
	if err := book.styles(); err != nil {
		return err
	}
	if err := file.SetSheetName("Sheet1", words("report.sheet.overview")); err != nil {
		return err
	}
	if err := book.overview(o); err != nil {
		return err
	}
	if err := rows(book.order); err != nil {
		return err
	}
	if err := book.finish(); err != nil {
		return err
	}
	return file.Write(out)
}

// workbookWriter writes the sheets one after the other.
type workbookWriter struct {
	file   *excelize.File
	words  Words
	bold   int
	amount int
	time   int

	sheet  *excelize.StreamWriter
	row    int // the last one written
	sheets int // of orders
}

func (b *workbookWriter) styles() (err error) {
	amount, moment := "#,##0", "yyyy-mm-dd hh:mm:ss"
	for _, s := range []struct {
		to    *int
		style *excelize.Style
	}{
		{&b.bold, &excelize.Style{Font: &excelize.Font{Bold: true}}},
		{&b.amount, &excelize.Style{CustomNumFmt: &amount}},
		{&b.time, &excelize.Style{CustomNumFmt: &moment}},
	} {
		if *s.to, err = b.file.NewStyle(s.style); err != nil {
			return err
		}
	}
	return nil
}

// open begins a sheet with columns of so many characters.
func (b *workbookWriter) open(name string, widths ...float64) (err error) {
	if b.sheet, err = b.file.NewStreamWriter(name); err != nil {
		return err
	}
	b.row = 0
	for i, width := range widths {
		if err := b.sheet.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	return nil
}

// put writes the next row.
func (b *workbookWriter) put(cells []any) error {
	b.row++
	at, err := excelize.CoordinatesToCellName(1, b.row)
	if err != nil {
		return err
	}
	return b.sheet.SetRow(at, cells)
}

// title writes a row of bold texts.
func (b *workbookWriter) title(texts ...string) error {
	cells := make([]any, len(texts))
	for i, text := range texts {
		cells[i] = excelize.Cell{StyleID: b.bold, Value: text}
	}
	return b.put(cells)
}

// values writes a row. Texts are stored as texts, whatever they begin with.
func (b *workbookWriter) values(row []Value) error {
	cells := make([]any, len(row))
	for i, v := range row {
		switch v.Kind {
		case RupiahValue:
			cells[i] = excelize.Cell{StyleID: b.amount, Value: v.N}
		case CountValue:
			cells[i] = v.N
		case TimeValue:
			cells[i] = excelize.Cell{StyleID: b.time, Value: v.At}
		default:
			if v.Text != "" {
				cells[i] = v.Text
			}
		}
	}
	return b.put(cells)
}

func (b *workbookWriter) overview(o Overview) error {
	if err := b.open(b.words("report.sheet.overview"), 34, 16, 16, 16, 16, 16, 16); err != nil {
		return err
	}
	if err := errors.Join(b.title(o.Title(b.words)), b.put([]any{o.Shop + " · " + o.Till})); err != nil {
		return err
	}
	for _, s := range o.Sections(b.words) {
		if err := errors.Join(b.put(nil), b.title(s.Title), b.title(s.Head...)); err != nil {
			return err
		}
		for _, row := range s.Rows {
			if err := b.values(row); err != nil {
				return err
			}
		}
	}
	return errors.Join(b.put(nil), b.put([]any{b.words("report.head", o.Head)}), b.sheet.Flush())
}

// order writes a line of the list of orders, on the next sheet when one is full.
func (b *workbookWriter) order(row []Value) error {
	if b.sheets == 0 || b.row == sheetRows {
		if err := b.nextOrders(); err != nil {
			return err
		}
	}
	return b.values(row)
}

func (b *workbookWriter) nextOrders() error {
	if b.sheets > 0 {
		if err := b.sheet.Flush(); err != nil {
			return err
		}
	}
	b.sheets++
	name := b.words("report.sheet.orders")
	if b.sheets > 1 {
		name += " " + asCount(b.sheets).Text
	}
	if _, err := b.file.NewSheet(name); err != nil {
		return err
	}
	if err := b.open(name, 10, 12, 20, 20, 14, 13, 8, 13, 13, 13, 13, 18, 14, 14, 16, 16, 20, 8, 30); err != nil {
		return err
	}
	return b.title(orderHead(b.words)...)
}

// finish ends the last sheet; a report without orders has their titles.
func (b *workbookWriter) finish() error {
	if b.sheets == 0 {
		if err := b.nextOrders(); err != nil {
			return err
		}
	}
	return b.sheet.Flush()
}
