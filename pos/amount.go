package pos

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// digitsMost bounds an amount on the wire: as many digits as tag 54 can carry.
const digitsMost = 13

// Amount is money as other systems write it: 10000, "10000", "10000.00" or
// {"value":"10000.00","currency":"IDR"}. Sen must be zero. The zero Amount was
// not given.
type Amount struct {
	Rupiah   Rupiah
	Currency string // as given with the value; "" when it was not
}

// UnmarshalJSON reads any of the forms, or fails with ErrAmount.
func (a *Amount) UnmarshalJSON(raw []byte) error {
	if bytes.HasPrefix(raw, []byte("{")) {
		var object struct {
			Value    json.RawMessage `json:"value"`
			Currency string          `json:"currency"`
		}
		if err := json.Unmarshal(raw, &object); err != nil {
			return err
		}
		a.Currency, raw = object.Currency, object.Value
	}
	text := string(raw)
	if bytes.HasPrefix(raw, []byte(`"`)) {
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
	}
	amount, err := ParseRupiah(text)
	a.Rupiah = amount
	return err
}

// ParseRupiah reads whole rupiah above zero, or fails with ErrAmount. ".0"
// and ".00" are allowed; three zeros are not, because "10.000" is how a shop
// writes ten thousand.
func ParseRupiah(text string) (Rupiah, error) {
	whole, sen, dotted := strings.Cut(text, ".")
	refused := fmt.Errorf("amount %.20q: %w", text, ErrAmount)
	if whole == "" || len(whole) > digitsMost || strings.Trim(whole, "0123456789") != "" {
		return 0, refused
	}
	if dotted && sen != "0" && sen != "00" {
		return 0, refused
	}
	amount, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || amount <= 0 {
		return 0, refused
	}
	return Rupiah(amount), nil
}
