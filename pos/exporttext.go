package pos

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// writeText writes an overview for a terminal.
func writeText(out io.Writer, o Overview, words Words) error {
	head := []string{o.Title(words), o.Shop + " · " + o.Till}
	return WriteSections(out, head, o.Sections(words), words("report.head", o.Head))
}

// WriteSections writes the parts of a report for a terminal, the columns of each
// one under the other, between lines above and below.
func WriteSections(out io.Writer, above []string, sections []Section, below ...string) error {
	w := bufio.NewWriter(out)
	put := func(line string) { _, _ = w.WriteString(strings.TrimRight(line, " ") + "\n") } // Flush tells
	for _, line := range above {
		put(line)
	}
	for _, s := range sections {
		put("")
		put(s.Title)
		widths := s.widths()
		for _, row := range append(s.heading(), s.Rows...) {
			put(aligned(row, widths))
		}
	}
	for _, line := range below {
		put("")
		put(line)
	}
	return w.Flush()
}

// heading is the row of titles, each aligned like what stands below it; none
// where no column has one.
func (s Section) heading() [][]Value {
	row := make([]Value, len(s.Head))
	named := false
	for i, title := range s.Head {
		row[i] = Value{Text: title}
		if len(s.Rows) > 0 && i < len(s.Rows[0]) {
			row[i].Kind = s.Rows[0][i].Kind
		}
		named = named || title != ""
	}
	if !named {
		return nil
	}
	return [][]Value{row}
}

// widths are the characters that each column needs.
func (s Section) widths() []int {
	widths := make([]int, len(s.Head))
	for i, title := range s.Head {
		widths[i] = utf8.RuneCountInString(title)
	}
	for _, row := range s.Rows {
		for i, v := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(v.Text))
		}
	}
	return widths
}

// aligned is a line of cells, numbers to the right.
func aligned(row []Value, widths []int) string {
	var line strings.Builder
	for i, v := range row {
		room := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(v.Text))
		if i == 0 {
			line.WriteString("  ")
		} else {
			line.WriteString("   ")
		}
		if v.Kind == RupiahValue || v.Kind == CountValue {
			line.WriteString(room + v.Text)
		} else {
			line.WriteString(v.Text + room)
		}
	}
	return line.String()
}

// writeCSV writes rows for a spreadsheet: UTF-8 with its mark, commas, amounts
// as plain digits. No text can be taken for a formula.
func writeCSV(out io.Writer, head []string, rows func(func([]Value) error) error) error {
	buffer := bufio.NewWriter(out)
	if _, err := buffer.WriteString("\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(buffer)
	w.UseCRLF = true
	if err := w.Write(head); err != nil {
		return err
	}
	record := make([]string, 0, len(head))
	err := rows(func(row []Value) error {
		record = record[:0]
		for _, v := range row {
			record = append(record, v.csv())
		}
		return w.Write(record)
	})
	if err != nil {
		return err
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return buffer.Flush()
}

// csv is the cell as plain text.
func (v Value) csv() string {
	if v.Kind == RupiahValue || v.Kind == CountValue {
		return strconv.FormatInt(v.N, 10)
	}
	return defused(v.Text)
}

// defused puts an apostrophe before a text that a spreadsheet would take for a
// formula: by its first character, or by the first behind spaces.
func defused(text string) string {
	for _, r := range text {
		switch r {
		case ' ', '\u00a0':
			continue
		case '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠':
			return "'" + text
		}
		break
	}
	return text
}
