package gateway

import (
	"encoding/json"
	"fmt"
	"time"
)

// wib is Jakarta's time, which every system means when it writes none.
var wib = time.FixedZone("WIB", 7*60*60)

// moments are the ways systems write a time, those with a zone first.
var moments = []string{time.RFC3339Nano, "2006-01-02T15:04:05", time.DateTime, "02 Jan 2006 15:04:05"}

// moment is a time on the wire; null and "" are the zero time.
type moment struct{ time.Time }

// UnmarshalJSON reads any of the forms.
func (m *moment) UnmarshalJSON(raw []byte) error {
	text := ""
	if err := json.Unmarshal(raw, &text); err != nil {
		return err
	}
	at, err := parseMoment(text)
	m.Time = at
	return err
}

// parseMoment reads a time; without a zone it is Jakarta's.
func parseMoment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, form := range moments {
		if at, err := time.ParseInLocation(form, text, wib); err == nil {
			return at.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("gateway: %.40q is no time", text)
}
