package pos

import (
	"io"
	"slices"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"
)

// The measures of the page, A4 in millimetres and points.
const (
	pageMargin = 15.0
	pageWidth  = 210 - 2*pageMargin
	pageBottom = 297 - pageMargin
	columnGap  = 8.0
	lineHigh   = 4.6
	smallType  = 8.5
	headType   = 7.0
	cellGap    = 3.0
)

// writePDF writes an overview on one page, two columns beside each other, wide
// parts below. What does not fit is counted on the last line of its part.
func writePDF(out io.Writer, o Overview, words Words) error {
	p := newPage(o, words)
	var narrow, wide []Section
	for _, s := range o.Sections(words) {
		if len(s.Head) > 3 {
			wide = append(wide, s)
		} else {
			narrow = append(narrow, s)
		}
	}
	top := p.GetY()
	column := (pageWidth - columnGap) / 2
	ends := [2]float64{top, top}
	for _, s := range narrow {
		side := 0
		if ends[1] < ends[0] {
			side = 1
		}
		ends[side] = p.section(s, pageMargin+float64(side)*(column+columnGap), ends[side], column, pageBottom-keptFor(wide))
	}
	y := max(ends[0], ends[1])
	for i, s := range wide {
		y = p.section(s, pageMargin, y, pageWidth, pageBottom-keptFor(wide[i+1:]))
	}
	p.SetFont("Helvetica", "", 7)
	p.Text(pageMargin, pageBottom+6, p.plain(words("report.head", o.Head)))
	return p.Output(out)
}

// keptFor is the room that parts still to come get at least.
func keptFor(sections []Section) float64 {
	room := 0.0
	for _, s := range sections {
		room += float64(min(len(s.Rows), 6)+4) * lineHigh
	}
	return room
}

// page is the one page of a report.
type page struct {
	*fpdf.Fpdf
	plain func(string) string // what the page's font can show of a text
	words Words
}

func newPage(o Overview, words Words) *page {
	pdf := fpdf.New("P", "mm", "A4", "")
	p := &page{Fpdf: pdf, plain: pdf.UnicodeTranslatorFromDescriptor(""), words: words}
	p.SetCatalogSort(true) // the same report is the same bytes
	p.SetCreationDate(o.At)
	p.SetModificationDate(o.At)
	p.SetAutoPageBreak(false, 0)
	p.SetTitle(o.Title(words), true)
	p.AddPage()
	p.SetFont("Helvetica", "B", 16)
	p.Text(pageMargin, pageMargin+4, p.plain(o.Title(words)))
	p.SetFont("Helvetica", "", 10)
	p.SetTextColor(91, 104, 114)
	p.Text(pageMargin, pageMargin+10, p.plain(o.Shop+" · "+o.Till+" · "+o.At.Format("2006-01-02 15:04 MST")))
	p.SetTextColor(20, 33, 43)
	p.SetY(pageMargin + 16)
	return p
}

// section draws a part from y down to at most the line bottom, and gives where
// it ended.
func (p *page) section(s Section, x, y, width, bottom float64) float64 {
	p.SetFont("Helvetica", "B", 10)
	p.Text(x, y+4, p.plain(s.Title))
	p.SetDrawColor(228, 224, 214)
	p.Line(x, y+5.5, x+width, y+5.5)
	y += 6
	widths, size := p.fit(s, width)
	p.SetFont("Helvetica", "B", headType*size/smallType)
	for _, head := range s.heading() {
		p.line(head, widths, x, y)
		y += lineHigh
	}
	p.SetFont("Helvetica", "", size)
	for i, row := range s.Rows {
		if left := len(s.Rows) - i; left > 1 && y+2*lineHigh > bottom {
			p.line([]Value{asText(p.words("report.more", left))}, []float64{width}, x, y)
			y += lineHigh
			break
		}
		p.line(row, widths, x, y)
		y += lineHigh
	}
	return y + 4
}

// fit shares the width by what the cells need, in a type small enough that no
// number is cut: half a figure would be a wrong one. Names may be.
func (p *page) fit(s Section, width float64) (widths []float64, size float64) {
	widths = make([]float64, len(s.Head))
	numbers, names := 0.0, 0.0
	p.SetFont("Helvetica", "", smallType)
	for i, title := range s.Head {
		widths[i] = p.GetStringWidth(p.plain(title))*headType/smallType + cellGap
		for _, row := range s.Rows {
			if i < len(row) {
				widths[i] = max(widths[i], p.GetStringWidth(p.plain(row[i].Text))+cellGap)
			}
		}
		if s.numeric(i) {
			numbers += widths[i]
		} else {
			names += widths[i]
		}
	}
	size = smallType
	if most := width - min(names, width/4); numbers > most {
		size *= most / numbers
	}
	numbers *= size / smallType
	for i := range widths {
		switch {
		case s.numeric(i):
			widths[i] *= size / smallType
		default:
			widths[i] *= (width - numbers) / names
		}
	}
	return widths, size
}

// numeric tells whether a column holds numbers.
func (s Section) numeric(column int) bool {
	return slices.ContainsFunc(s.Rows, func(row []Value) bool {
		return column < len(row) && (row[column].Kind == RupiahValue || row[column].Kind == CountValue)
	})
}

// line draws the cells of a row, numbers to the right, each cut to its column.
func (p *page) line(row []Value, widths []float64, x, y float64) {
	for i, v := range row {
		align := "L"
		if v.Kind == RupiahValue || v.Kind == CountValue {
			align = "R"
		}
		p.SetXY(x, y)
		p.CellFormat(widths[i], lineHigh, p.cut(v, widths[i]), "", 0, align, false, 0, "")
		x += widths[i]
	}
}

// cut shortens a text until it fits; a number stays whole.
func (p *page) cut(v Value, width float64) string {
	text := v.Text
	for v.Kind == TextValue && text != "" && p.GetStringWidth(p.plain(text)) > width-cellGap/2 {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return p.plain(text)
}
