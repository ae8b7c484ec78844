package pos

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// readBounded reads a file that may not be larger than a list.
func readBounded(in io.Reader) (data []byte, hash string, err error) {
	data, err = io.ReadAll(io.LimitReader(in, statementMost+1))
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", ErrStatement, err)
	}
	if len(data) > statementMost {
		return nil, "", ErrStatementSize
	}
	sum := sha256.Sum256(data)
	return data, hex.EncodeToString(sum[:]), nil
}

// openTable tells what kind of file it is by its first bytes.
func openTable(data []byte) (table, error) {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return openSheet(data)
	}
	return openCSV(data)
}

// csvTable is a list as text. Its cells are text, whatever they look like.
type csvTable struct {
	reader *csv.Reader
}

// openCSV finds the separator: the one that most lines at the start have.
func openCSV(data []byte) (table, error) {
	text, err := plainText(data)
	if err != nil {
		return nil, err
	}
	best, most := ',', 0
	head := strings.Join(firstLines(text, titlesWithin), "\n")
	for _, separator := range []rune{',', ';', '\t', '|'} {
		if n := strings.Count(head, string(separator)); n > most {
			best, most = separator, n
		}
	}
	if most == 0 {
		return nil, ErrStatement
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.FieldsPerRecord, reader.LazyQuotes, reader.ReuseRecord = best, -1, true, true
	return &csvTable{reader: reader}, nil
}

func firstLines(text string, most int) []string {
	lines := strings.SplitN(text, "\n", most+1)
	return lines[:min(len(lines), most)]
}

// plainText decodes UTF-8 and, with its mark, UTF-16; anything with a zero byte
// is no text.
func plainText(data []byte) (string, error) {
	if len(data) == 0 {
		return "", ErrStatement
	}
	for _, order := range []struct {
		mark string
		high int
	}{{"\xff\xfe", 1}, {"\xfe\xff", 0}} {
		if rest, is := bytes.CutPrefix(data, []byte(order.mark)); is {
			units := make([]uint16, len(rest)/2)
			for i := range units {
				units[i] = uint16(rest[2*i+order.high])<<8 | uint16(rest[2*i+1-order.high])
			}
			return string(utf16.Decode(units)), nil
		}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, 0) >= 0 {
		return "", ErrStatement
	}
	if !utf8.Valid(data) {
		return strings.ToValidUTF8(string(data), "�"), nil
	}
	return string(data), nil
}

func (*csvTable) epoch1904() bool { return false }

func (t *csvTable) next() (line int, row []cell, err error) {
	record, err := t.reader.Read()
	if errors.Is(err, io.EOF) {
		return 0, nil, err
	}
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrStatement, err)
	}
	if len(record) > columnsMost {
		return 0, nil, ErrStatementSize
	}
	line, _ = t.reader.FieldPos(0)
	for _, text := range record {
		row = append(row, cell{text: strings.TrimSpace(text)})
	}
	return line, row, nil
}
