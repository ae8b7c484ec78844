package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"laci/pos"
)

// maxDigits bounds an amount on the wire: as many digits as tag 54 can carry.
const maxDigits = 13

// money is an amount as senders write it: 10000, "10000", "10000.00" or
// {"value":"10000.00","currency":"IDR"}. Sen must be zero.
type money struct {
	amount   pos.Rupiah
	currency string // as given with the value; "" when it was not
}

// UnmarshalJSON reads any of the forms, or fails with pos.ErrAmount.
func (m *money) UnmarshalJSON(raw []byte) error {
	if bytes.HasPrefix(raw, []byte("{")) {
		var object struct {
			Value    json.RawMessage `json:"value"`
			Currency string          `json:"currency"`
		}
		if err := json.Unmarshal(raw, &object); err != nil {
			return err
		}
		m.currency, raw = object.Currency, object.Value
	}
	text := string(raw)
	if bytes.HasPrefix(raw, []byte(`"`)) {
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
	}
	amount, err := rupiah(text)
	m.amount = amount
	return err
}

// rupiah reads whole rupiah above zero. ".0" and ".00" are allowed; three
// zeros are not, because "10.000" is how a shop writes ten thousand.
func rupiah(text string) (pos.Rupiah, error) {
	whole, sen, dotted := strings.Cut(text, ".")
	refused := fmt.Errorf("server: amount %.20q: %w", text, pos.ErrAmount)
	if whole == "" || len(whole) > maxDigits || strings.Trim(whole, "0123456789") != "" {
		return 0, refused
	}
	if dotted && sen != "0" && sen != "00" {
		return 0, refused
	}
	amount, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || amount <= 0 {
		return 0, refused
	}
	return pos.Rupiah(amount), nil
}
