package pos

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// A spreadsheet may unpack to so much: ten times what a list of the largest
// size comes to. What a file says about its own size is not believed.
const (
	unpackedMost = 100 << 20
	partsMost    = 1000
	sharedMost   = 32 << 20 // bytes of the shared texts
)

// sheetTable is the first sheet of an XLSX file, read as it streams by. Formulas
// are never evaluated: a cell with one refuses the list.
type sheetTable struct {
	decoder  *xml.Decoder
	shared   []string
	from1904 bool
	line     int
}

// openSheet opens the first sheet. A file that unpacks to more than a list can
// hold is ErrStatementSize.
func openSheet(data []byte) (table, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStatement, err)
	}
	if len(archive.File) > partsMost {
		return nil, ErrStatementSize
	}
	room := &budget{left: unpackedMost}
	parts := map[string]*zip.File{}
	for _, file := range archive.File {
		parts[file.Name] = file
	}
	book, err := readBook(parts, room)
	if err != nil {
		return nil, err
	}
	t := &sheetTable{from1904: book.Properties.Date1904 == "1" || book.Properties.Date1904 == "true"}
	if t.shared, err = readShared(parts["xl/sharedStrings.xml"], room); err != nil {
		return nil, err
	}
	sheet, err := room.open(parts[book.first])
	if err != nil {
		return nil, err
	}
	t.decoder = xml.NewDecoder(sheet)
	return t, nil
}

func (t *sheetTable) epoch1904() bool { return t.from1904 }

// next reads up to the end of the next row.
func (t *sheetTable) next() (line int, row []cell, err error) {
	for {
		token, err := t.decoder.Token()
		if err != nil {
			return 0, nil, sheetError(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "row":
				t.line++
				row = nil
				if n, err := strconv.Atoi(attribute(token, "r")); err == nil {
					t.line = n
				}
			case "c":
				if row, err = t.cell(token, row); err != nil {
					return 0, nil, fmt.Errorf("line %d: %w", t.line, err)
				}
			}
		case xml.EndElement:
			if token.Name.Local == "row" {
				return t.line, row, nil
			}
		}
	}
}

func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// cell reads one cell and puts it in its column.
func (t *sheetTable) cell(start xml.StartElement, row []cell) ([]cell, error) {
	at := len(row)
	if letters := strings.TrimRight(attribute(start, "r"), "0123456789"); letters != "" {
		at = columnOf(letters)
	}
	if at < len(row) || at >= columnsMost {
		return nil, ErrStatement
	}
	value, err := t.value(start)
	for len(row) < at {
		row = append(row, cell{})
	}
	return append(row, value), err
}

// columnOf reads "A" as 0, "AB" as 27.
func columnOf(letters string) int {
	column := 0
	for i := range min(len(letters), 4) {
		if letters[i] < 'A' || letters[i] > 'Z' {
			return columnsMost
		}
		column = column*26 + int(letters[i]-'A') + 1
	}
	return column - 1
}

// value reads what is in a cell up to its end.
func (t *sheetTable) value(start xml.StartElement) (out cell, err error) {
	kind := attribute(start, "t")
	var text strings.Builder
	inside := false
	for {
		token, err := t.decoder.Token()
		if err != nil {
			return out, sheetError(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "f" {
				return out, ErrStatementFormula
			}
			inside = token.Name.Local == "v" || token.Name.Local == "t"
		case xml.CharData:
			if inside && text.Len() < cellMost {
				text.Write(token)
			}
		case xml.EndElement:
			inside = false
			if token.Name.Local == "c" {
				return t.typed(kind, strings.TrimSpace(text.String()))
			}
		}
	}
}

// typed gives a cell's value by its type.
func (t *sheetTable) typed(kind, text string) (cell, error) {
	switch kind {
	case "s":
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n >= len(t.shared) {
			return cell{}, ErrStatement
		}
		return cell{text: strings.TrimSpace(t.shared[n])}, nil
	case "", "n":
		return cell{text: text, number: text != ""}, nil
	case "e":
		return cell{}, ErrStatementRow // #REF! and the like
	}
	return cell{text: text}, nil
}
