package qris

import "unicode/utf8"

// Tags inside tag 62, the additional data. The value "***" means that the
// payer's app must ask for it.
const (
	BillNumber          = "01"
	MobileNumber        = "02"
	StoreLabel          = "03"
	LoyaltyNumber       = "04"
	ReferenceLabel      = "05"
	CustomerLabel       = "06"
	TerminalLabel       = "07"
	Purpose             = "08"
	ConsumerDataRequest = "09"
)

// Additional returns the fields of tag 62 in wire order, nil if there are
// none. Fields 50–99 may be templates themselves.
func (p Payload) Additional() []Field {
	f, ok := p.Field("62")
	if !ok {
		return nil
	}
	return f.Fields()
}

// validAdditional reports whether the fields can be added to tag 62.
func validAdditional(add []Field) bool {
	for i, f := range add {
		if len(f.Tag) != 2 || f.Tag < BillNumber || f.Tag > Purpose {
			return false
		}
		if len(f.Value) < 1 || len(f.Value) > 25 || !printable(f.Value) {
			return false
		}
		for _, other := range add[:i] {
			if other.Tag == f.Tag {
				return false
			}
		}
	}
	return true
}

// mergeAdditional appends to the value of tag 62 what it does not hold yet.
// What it holds may be the acquirer's routing key and is never overwritten.
func mergeAdditional(value string, add []Field) string {
	existing := Field{"62", value}
	for _, f := range add {
		if _, ok := existing.Field(f.Tag); !ok {
			value += f.String()
		}
	}
	return value
}

// printable reports whether the text is ASCII 32–126, format "ans".
func printable(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// count returns the length of a text in characters.
func count(text string) int { return utf8.RuneCountInString(text) }
