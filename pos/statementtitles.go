package pos

import (
	"errors"
	"io"
	"unicode"
)

// StatementTitles gives the titles of a list's columns, so that a person can say
// which is which: the line near the top with the most words. It refuses what ReadStatement
// cannot read.
func StatementTitles(in io.Reader) (titles []string, err error) {
	data, _, err := readBounded(in)
	if err != nil {
		return nil, err
	}
	t, err := openTable(data)
	if err != nil {
		return nil, err
	}
	for range titlesWithin {
		_, row, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		var named []string
		for _, c := range row {
			if text := cleanText(c.text, textMost); wordy(text) {
				named = append(named, text)
			}
		}
		if len(named) > len(titles) {
			titles = named
		}
	}
	if len(titles) < 2 {
		return nil, ErrStatementColumns
	}
	return titles, nil
}

// wordy tells words from figures: more letters than digits.
func wordy(text string) bool {
	letters := 0
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			letters--
		}
	}
	return letters > 0
}
