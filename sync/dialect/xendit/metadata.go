package xendit

import (
	"bytes"
	"encoding/json"
	"strings"

	"laci/pos"
)

// metadata is what a caller keeps with a code. The till keeps strings: values
// of other JSON types are kept as JSON behind a mark, and so come back as what
// they were.
type metadata pos.Metadata

// jsonMark stands before a value that is kept as JSON.
const jsonMark = "json:"

// UnmarshalJSON reads an object of values of any type.
func (m *metadata) UnmarshalJSON(raw []byte) error {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(raw, &values); err != nil {
		return err
	}
	*m = metadata{}
	for name, value := range values {
		var text string
		if value[0] == '"' {
			if err := json.Unmarshal(value, &text); err != nil {
				return err
			}
		}
		if value[0] != '"' || strings.HasPrefix(text, jsonMark) {
			compact := bytes.NewBufferString(jsonMark)
			if err := json.Compact(compact, value); err != nil {
				return err
			}
			text = compact.String()
		}
		(*m)[name] = text
	}
	return nil
}

// MarshalJSON writes the object that was read.
func (m metadata) MarshalJSON() ([]byte, error) {
	values := make(map[string]any, len(m))
	for name, value := range m {
		if marked, ok := strings.CutPrefix(value, jsonMark); ok && json.Valid([]byte(marked)) {
			values[name] = json.RawMessage(marked)
		} else {
			values[name] = value
		}
	}
	return json.Marshal(values)
}
