package qris

import "unicode/utf8"

// A Field is one data object of a payload: a tag of two digits and a value of
// 1 to 99 characters.
type Field struct {
	Tag   string
	Value string
}

// String returns the field as it stands in a payload: the tag, the length in
// characters as two digits, and the value.
func (f Field) String() string {
	n := utf8.RuneCountInString(f.Value)
	return f.Tag + string([]byte{'0' + byte(n/10%10), '0' + byte(n%10)}) + f.Value
}

// Fields returns what stands inside the field when it is read as a template,
// in wire order, or nil if its value does not consist of whole fields.
// Templates are 26–51, 62, 64 and 80–99 at the root, and 50–99 inside 62.
func (f Field) Fields() []Field {
	objects, err := scan(f.Value, false)
	if err != nil {
		return nil
	}
	return fields(f.Value, objects)
}

// Field returns the field with the given tag inside a template.
func (f Field) Field(tag string) (Field, bool) {
	for text, ascii := f.Value, isASCII(f.Value); text != ""; {
		o, err := next(text, 0, ascii)
		if err != nil {
			break
		}
		if text[:2] == tag {
			return Field{tag, text[o.start:o.end]}, true
		}
		text = text[o.end:]
	}
	return Field{}, false
}

// value returns the value of a field inside a template, or "".
func (f Field) value(tag string) string {
	sub, _ := f.Field(tag)
	return sub.Value
}

// An object is where one field lies in a text: its tag stands four bytes
// before start, its value in start to end.
type object struct {
	tag        uint8
	start, end uint16
}

// next reads the field that begins at byte i of the text. Digits are read by
// hand: "-1", "+5", " 5" and "５" are not lengths.
func next(text string, i int, ascii bool) (object, error) {
	rest := text[i:]
	if len(rest) < 4 {
		return object{}, ErrMalformedTLV
	}
	t1, t0, l1, l0 := rest[0]-'0', rest[1]-'0', rest[2]-'0', rest[3]-'0'
	if t1 > 9 || t0 > 9 {
		return object{}, ErrIDNotNumeric
	}
	if l1 > 9 || l0 > 9 {
		return object{}, ErrLengthNotNumeric
	}
	length := int(l1)*10 + int(l0)
	if length == 0 {
		return object{}, ErrZeroLength
	}
	if !ascii {
		length = width(rest[4:], length)
	}
	if length > len(rest)-4 {
		return object{}, ErrMalformedTLV
	}
	return object{t1*10 + t0, uint16(i + 4), uint16(i + 4 + length)}, nil
}

// scan reads a text that consists of nothing but fields. A template is part
// of a payload and so never longer than one.
func scan(text string, ascii bool) ([]object, error) {
	objects := make([]object, 0, 20)
	for i := 0; i < len(text); {
		o, err := next(text, i, ascii)
		if err != nil {
			return nil, err
		}
		objects = append(objects, o)
		i = int(o.end)
	}
	return objects, nil
}

// fields cuts a text at the objects found in it.
func fields(text string, objects []object) []Field {
	out := make([]Field, len(objects))
	for i, o := range objects {
		out[i] = Field{text[o.start-4 : o.start-2], text[o.start:o.end]}
	}
	return out
}

// width returns how many bytes the first n characters of the text take, or a
// number larger than the text if it has fewer.
func width(text string, n int) int {
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	if n == 0 {
		return len(text)
	}
	return len(text) + 1
}

// isASCII reports whether a character is a byte throughout the text.
func isASCII(text string) bool {
	var all uint64
	for ; len(text) >= 16; text = text[16:] {
		all |= word(text) | word(text[8:])
	}
	for i := range len(text) {
		all |= uint64(text[i])
	}
	return all&0x8080808080808080 == 0
}

// word returns the first eight bytes of a text; the compiler makes it one load.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// A tagSet remembers which of the tags 00 to 99 were seen.
type tagSet [2]uint64

// add puts a tag into the set and reports whether it was there already.
func (s *tagSet) add(tag uint8) bool {
	word, bit := &s[tag>>6&1], uint64(1)<<(tag&63)
	seen := *word&bit != 0
	*word |= bit
	return seen
}
