package qris

import (
	"fmt"
	"strconv"
	"strings"
)

// MaxAmount is the largest amount in rupiah that tag 54 can hold, which has
// 13 characters.
const MaxAmount = 9_999_999_999_999

// Amount returns tag 54 in whole rupiah. ok is false if there is none; err
// wraps ErrAmountInvalid if it cannot be read or is not a whole number:
// "1000", "1000." and "1000.00" are one thousand; zero, leading zeros, signs,
// separators, exponents and cents are refused.
func (p Payload) Amount() (amount int64, ok bool, err error) {
	f, ok := p.Field("54")
	if !ok {
		return 0, false, nil
	}
	amount, ok = parseAmount(f.Value)
	if !ok {
		return 0, true, fmt.Errorf("%w: tag 54", ErrAmountInvalid)
	}
	return amount, true, nil
}

// parseAmount reads the amount of tag 54 or 56.
func parseAmount(text string) (amount int64, ok bool) {
	whole, cents, _ := strings.Cut(text, ".")
	if len(text) > 13 || cents != "" && cents != "0" && cents != "00" {
		return 0, false
	}
	if whole == "" || whole[0] == '0' || !digits(whole) {
		return 0, false
	}
	for _, d := range []byte(whole) {
		amount = amount*10 + int64(d-'0')
	}
	return amount, true
}

// digits reports whether the text consists of ASCII digits only.
func digits(text string) bool {
	for i := range len(text) {
		if text[i]-'0' > 9 {
			return false
		}
	}
	return true
}

func validAmount(amount int64) bool { return amount >= 1 && amount <= MaxAmount }

func formatAmount(amount int64) string { return strconv.FormatInt(amount, 10) }
