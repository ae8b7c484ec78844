package pos

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"time"
)

// written is a value that writes its own JSON.
type written interface{ appendTo(*object) }

// object writes a JSON object field by field, byte for byte as encoding/json
// does. What every sale writes goes through it: it takes a fifth of the time.
type object struct {
	out []byte
	err error
}

// open begins an object, as a value of another one or by itself.
func (w *object) open() { w.out = append(w.out, '{') }

func (w *object) close() { w.out = append(w.out, '}') }

func (w *object) key(name string) {
	if w.out[len(w.out)-1] != '{' {
		w.out = append(w.out, ',')
	}
	w.out = append(append(append(w.out, '"'), name...), '"', ':')
}

// escaped are the characters below 64 that are not written as they are.
const escaped uint64 = 1<<'"' | 1<<'&' | 1<<'<' | 1<<'>'

// text writes a string. Most need no escape.
func (w *object) text(name, value string) {
	w.key(name)
	w.quote(value)
}

func (w *object) quote(value string) {
	for i := range len(value) {
		if c := value[i]; c < ' ' || c > '~' || c == '\\' || c < 64 && escaped>>c&1 == 1 {
			quoted, _ := json.Marshal(value) // of a string: never fails
			w.out = append(w.out, quoted...)
			return
		}
	}
	w.out = append(append(append(w.out, '"'), value...), '"')
}

func (w *object) uint(name string, value uint64) {
	w.key(name)
	w.out = strconv.AppendUint(w.out, value, 10)
}

func (w *object) int(name string, value int64) {
	w.key(name)
	w.out = strconv.AppendInt(w.out, value, 10)
}

func (w *object) id(name string, value ID) {
	w.key(name)
	var text [len("01ARZ3NDEKTSV4RRFFQ69G5FAV")]byte
	_ = value.MarshalTextTo(text[:]) // it fits
	w.out = append(append(append(w.out, '"'), text[:]...), '"')
}

// time writes a time of a year of four digits.
func (w *object) time(name string, value time.Time) {
	w.key(name)
	out, err := value.AppendText(append(w.out, '"'))
	if err != nil {
		w.err = err
		return
	}
	w.out = append(out, '"')
}

func (w *object) bytes(name string, value []byte) {
	w.key(name)
	w.out = append(base64.StdEncoding.AppendEncode(append(w.out, '"'), value), '"')
}

// raw writes what is JSON already.
func (w *object) raw(name string, value []byte) {
	w.key(name)
	w.out = append(w.out, value...)
}

// rest writes anything, the way encoding/json finds itself.
func (w *object) rest(name string, value any) {
	encoded, err := json.Marshal(value)
	if err != nil {
		w.err = err
		return
	}
	w.raw(name, encoded)
}

// The fields that are left out when they are empty.

func (w *object) textIf(name, value string) {
	if value != "" {
		w.text(name, value)
	}
}

func (w *object) uintIf(name string, value uint64) {
	if value != 0 {
		w.uint(name, value)
	}
}

func (w *object) intIf(name string, value int64) {
	if value != 0 {
		w.int(name, value)
	}
}

func (w *object) idIf(name string, value ID) {
	if !value.IsZero() {
		w.id(name, value)
	}
}

func (w *object) truth(name string, value bool) {
	if value {
		w.raw(name, []byte("true"))
	}
}

func (w *object) texts(name string, values []string) {
	if len(values) == 0 {
		return
	}
	w.key(name)
	for i, value := range values {
		w.out = append(w.out, "[,"[min(i, 1)])
		w.quote(value)
	}
	w.out = append(w.out, ']')
}

func (w *object) timeIf(name string, value time.Time) {
	if !value.IsZero() {
		w.time(name, value)
	}
}
