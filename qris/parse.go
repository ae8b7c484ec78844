package qris

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxLength is the longest payload in characters that the standard allows.
const maxLength = 512

// A Payload is a payment code taken apart: the text and where its fields lie.
// It is made by Parse, is never changed and may be used by several goroutines.
type Payload struct {
	text    string
	objects []object
}

// Parse reads the text of a code and keeps every field and every byte in wire
// order. It refuses what has no sound structure: ErrEmpty, ErrNotEMV,
// ErrFormatIndicator, ErrTooLong, ErrIDNotNumeric, ErrLengthNotNumeric,
// ErrZeroLength, ErrMalformedTLV, ErrCRCNotLast and ErrDuplicateID, in this
// order. A checksum that is wrong or missing, a foreign country or currency and
// everything else about the content are left to Check and Convertible.
//
// A sound payload of another format version ("0002" and two digits, which some
// foreign schemes use) is read too, so that its scheme can be named; Check
// refuses it with ErrFormatIndicator.
//
// Spaces and line breaks around the text are not forgiven; see Clean.
func Parse(text string) (Payload, error) {
	switch {
	case text == "":
		return Payload{}, ErrEmpty
	case !strings.HasPrefix(text, "00"):
		return Payload{}, ErrNotEMV
	case !strings.HasPrefix(text, "0002"):
		return Payload{}, ErrFormatIndicator
	}
	p, err := parse(text)
	if err != nil && !strings.HasPrefix(text, "000201") {
		return Payload{}, ErrFormatIndicator
	}
	return p, err
}

func parse(text string) (Payload, error) {
	if len(text) > maxLength && utf8.RuneCountInString(text) > maxLength {
		return Payload{}, ErrTooLong
	}
	ascii := isASCII(text)
	if !ascii && !utf8.ValidString(text) {
		return Payload{}, fmt.Errorf("%w: not UTF-8", ErrMalformedTLV)
	}
	objects, err := scan(text, ascii)
	if err != nil {
		return Payload{}, err
	}
	var seen tagSet
	duplicate := false
	for _, o := range objects {
		twice := seen.add(o.tag)
		if strict(o.tag) {
			inside, err := scanTemplate(text[o.start:o.end], ascii)
			if err != nil {
				return Payload{}, fmt.Errorf("%w: inside tag %02d", err, o.tag)
			}
			twice = twice || inside
		} else if lenient(o.tag) {
			inside, err := scanTemplate(text[o.start:o.end], ascii)
			twice = twice || err == nil && inside
		}
		duplicate = duplicate || twice
	}
	for _, o := range objects[:len(objects)-1] {
		if o.tag == 63 {
			return Payload{}, ErrCRCNotLast
		}
	}
	if duplicate {
		return Payload{}, ErrDuplicateID
	}
	return Payload{text, objects}, nil
}

// strict reports whether a root tag must hold whole fields.
func strict(tag uint8) bool { return tag >= 26 && tag <= 51 || tag == 62 }

// lenient reports whether a root tag should hold whole fields, without harm if
// it does not: languages and the templates that anybody may define.
func lenient(tag uint8) bool { return tag == 64 || tag >= 80 }

// scanTemplate reads the fields of a template and reports whether a tag occurs
// twice among them.
func scanTemplate(text string, ascii bool) (duplicate bool, err error) {
	var seen tagSet
	for i := 0; i < len(text); {
		o, err := next(text, i, ascii)
		if err != nil {
			return false, err
		}
		duplicate = seen.add(o.tag) || duplicate
		i = int(o.end)
	}
	return duplicate, nil
}

// String returns the text that was parsed, byte for byte.
func (p Payload) String() string { return p.text }

// Fields returns the root fields in wire order.
func (p Payload) Fields() []Field { return fields(p.text, p.objects) }

// Field returns the root field with the given tag of two digits.
func (p Payload) Field(tag string) (Field, bool) {
	for _, o := range p.objects {
		if p.text[o.start-4:o.start-2] == tag {
			return Field{tag, p.text[o.start:o.end]}, true
		}
	}
	return Field{}, false
}

// value returns the value of a root field, or "".
func (p Payload) value(tag string) string {
	f, _ := p.Field(tag)
	return f.Value
}

// Static reports whether the code belongs to a shop rather than to one sale:
// tag 01 is 11 or absent.
func (p Payload) Static() bool {
	v := p.value("01")
	return v == "" || v == "11"
}

// Currency returns tag 53, the ISO 4217 number of the currency: "360" is the
// rupiah.
func (p Payload) Currency() string { return p.value("53") }

// Country returns tag 58, the ISO 3166 code of the country in two letters.
func (p Payload) Country() string { return p.value("58") }

// CRC returns tag 63, the checksum as printed in the code.
func (p Payload) CRC() string { return p.value("63") }
