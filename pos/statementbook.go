package pos

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// budget is how much may still be unpacked of a file, over all of its parts.
type budget struct{ left int64 }

func (b *budget) open(file *zip.File) (io.Reader, error) {
	if file == nil {
		return nil, ErrStatement
	}
	part, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStatement, err)
	}
	return &budgeted{b, part}, nil
}

type budgeted struct {
	budget *budget
	part   io.Reader
}

func (r *budgeted) Read(p []byte) (int, error) {
	if r.budget.left <= 0 {
		return 0, ErrStatementSize
	}
	n, err := r.part.Read(p[:min(int64(len(p)), r.budget.left)])
	r.budget.left -= int64(n)
	return n, err
}

// workbook is what the parts of a file say about it.
type workbook struct {
	Properties struct {
		Date1904 string `xml:"date1904,attr"`
	} `xml:"workbookPr"`
	Sheets []struct {
		ID string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
	} `xml:"sheets>sheet"`
	first string // the part of the first sheet
}

func readBook(parts map[string]*zip.File, room *budget) (book workbook, err error) {
	if err := decodePart(parts["xl/workbook.xml"], room, &book); err != nil {
		return book, err
	}
	if len(book.Sheets) == 0 {
		return book, ErrStatement
	}
	var relations struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := decodePart(parts["xl/_rels/workbook.xml.rels"], room, &relations); err != nil {
		return book, err
	}
	for _, r := range relations.All {
		if r.ID == book.Sheets[0].ID {
			book.first = strings.TrimPrefix(path.Join("/xl", r.Target), "/")
			if strings.HasPrefix(r.Target, "/") {
				book.first = r.Target[1:]
			}
		}
	}
	return book, nil
}

func decodePart(file *zip.File, room *budget, out any) error {
	part, err := room.open(file)
	if err != nil {
		return err
	}
	return sheetError(xml.NewDecoder(part).Decode(out))
}

// sheetError keeps our own refusals and names every other one a bad file.
func sheetError(err error) error {
	if err == nil || errors.Is(err, io.EOF) || Code(err) != "" {
		return err
	}
	return fmt.Errorf("%w: %w", ErrStatement, err)
}

// readShared reads the texts that cells point to; a file may have none.
func readShared(file *zip.File, room *budget) (shared []string, err error) {
	if file == nil {
		return nil, nil
	}
	part, err := room.open(file)
	if err != nil {
		return nil, err
	}
	decoder := xml.NewDecoder(part)
	size := 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return shared, nil
		}
		if err != nil {
			return nil, sheetError(err)
		}
		if start, is := token.(xml.StartElement); is && start.Name.Local == "si" {
			text, err := innerText(decoder, "si")
			if err != nil {
				return nil, err
			}
			if size += len(text) + 16; size > sharedMost {
				return nil, ErrStatementSize
			}
			shared = append(shared, text)
		}
	}
}

// innerText gathers the text of an element's t children, phonetic hints left
// out, up to its end.
func innerText(decoder *xml.Decoder, element string) (string, error) {
	var text strings.Builder
	inside, hint := false, false
	for {
		token, err := decoder.Token()
		if err != nil {
			return "", sheetError(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			inside, hint = token.Name.Local == "t", hint || token.Name.Local == "rPh"
		case xml.EndElement:
			inside = false
			switch token.Name.Local {
			case "rPh":
				hint = false
			case element:
				return text.String(), nil
			}
		case xml.CharData:
			if inside && !hint && text.Len() < cellMost {
				text.Write(token)
			}
		}
	}
}
