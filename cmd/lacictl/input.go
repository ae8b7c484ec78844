package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"laci/assets"
	"laci/qris"
	"laci/qris/symbol"
)

const (
	maxInput  = 25 << 20         // bytes of a picture or text
	readLimit = 20 * time.Second // for finding a code in a picture
)

// codeError is a refusal of this program itself, with its code word.
type codeError struct{ code, text string }

func (e *codeError) Error() string { return "lacictl: " + e.text }
func (e *codeError) Code() string  { return e.code }

var (
	errInput        = &codeError{"input_unreadable", "the input cannot be read"}
	errSeveralCodes = &codeError{"several_codes", "the picture holds several payment codes"}
)

// payload gives the text of a code that is named as text, as a file (a picture
// or a text) or as "-" for standard input. What copying added to a text is
// taken off, and told on standard error, when the checksum fits without it.
func (sh *shell) payload(named string) (string, error) {
	data, err := sh.bytes(named)
	if err != nil {
		return "", err
	}
	if data == nil {
		return sh.clean(named), nil
	}
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return sh.picture(data)
	}
	return sh.clean(strings.TrimRight(string(data), "\r\n")), nil
}

// bytes reads standard input or the file of that name; nil when there is no
// such file, so that the name is the text itself.
func (sh *shell) bytes(named string) ([]byte, error) {
	in := sh.in
	if named != "-" {
		info, err := os.Stat(named)
		if err != nil || info.IsDir() {
			return nil, nil
		}
		file, err := os.Open(named)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errInput, err)
		}
		defer file.Close()
		in = file
	}
	data, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errInput, err)
	}
	if len(data) > maxInput {
		return nil, symbol.ErrTooLarge
	}
	return append([]byte{}, data...), nil
}

// clean takes off what copying added, if the checksum then fits.
func (sh *shell) clean(text string) string {
	cleaned, removed := qris.Clean(text)
	for _, r := range removed {
		fmt.Fprintf(sh.err, "removed: %s %d (%s)\n", r.Code, r.Count, assets.Text(sh.lang, r.Code))
	}
	return cleaned
}

// picture reads the one payment code of a picture. Other codes beside it, such
// as a link, do not matter.
func (sh *shell) picture(data []byte) (string, error) {
	ctx, cancel := context.WithTimeout(sh.ctx, readLimit)
	defer cancel()
	texts, err := symbol.Read(ctx, bytes.NewReader(data), symbol.Limits{Bytes: maxInput})
	if err != nil {
		return "", err
	}
	var found []string
	var first error
	for _, text := range texts {
		_, err := qris.Parse(text)
		if err == nil {
			found = append(found, text)
		}
		first = errors.Join(first, err)
	}
	switch len(found) {
	case 0:
		return "", first
	case 1:
		return found[0], nil
	}
	return "", errSeveralCodes
}
