package pos

import (
	"fmt"
	"strconv"
	"strings"
)

// parseRupiah reads an amount as people and spreadsheets write it: "25000",
// "Rp25.000", "25.000,00", "25,000.00", "(1.500)", "1.2345E+5". Fractions of a
// rupiah round half up. No float is involved.
func parseRupiah(c cell, cents bool) (Rupiah, error) {
	text := strings.TrimSpace(c.text)
	if !c.number && strings.HasPrefix(text, "=") {
		return 0, ErrStatementFormula
	}
	hundredths, ok := parseHundredths(text, c.number)
	if !ok {
		return 0, fmt.Errorf("amount %.40q: %w", c.text, ErrStatementRow)
	}
	if cents {
		return roundHundredths(hundredths / 100), nil
	}
	return roundHundredths(hundredths), nil
}

// roundHundredths rounds half a rupiah up, away from zero.
func roundHundredths(hundredths int64) Rupiah {
	if hundredths < 0 {
		return -roundHundredths(-hundredths)
	}
	return Rupiah((hundredths + 50) / 100)
}

// parseHundredths reads an amount in hundredths of a rupiah. A number of a
// spreadsheet has a point before its fraction and may have an exponent.
func parseHundredths(text string, number bool) (int64, bool) {
	sign := int64(1)
	if strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") {
		sign, text = -1, text[1:len(text)-1]
	}
	text = strings.NewReplacer(" ", "", "\u00a0", "", "IDR", "", "Rp.", "", "Rp", "", "RP", "", "rp", "").Replace(text)
	if rest, minus := strings.CutPrefix(text, "-"); minus {
		sign, text = -sign, rest
	}
	text = strings.TrimPrefix(text, "+")
	if number {
		text = plainNumber(text)
	}
	whole, fraction := splitFraction(text, number)
	if whole == "" || len(whole) > 16 || !isDigits(whole, len(whole)) || !isDigits(fraction, len(fraction)) {
		return 0, false
	}
	value, ok := scale(whole+fraction, 2-len(fraction))
	return sign * value, ok
}

// splitFraction takes thousands separators out and finds the fraction: what
// follows the last separator, unless that separates thousands.
func splitFraction(text string, number bool) (whole, fraction string) {
	at := strings.LastIndexAny(text, ".,")
	switch {
	case at < 0:
		return text, ""
	case number:
		return text[:at], text[at+1:]
	}
	whole, fraction = text[:at], text[at+1:]
	mark := text[at]
	if len(fraction) == 3 && !strings.Contains(whole, otherMark(mark)) || strings.Count(text, string(mark)) > 1 {
		whole, fraction = text, "" // 25.000, 1.250.000
	}
	for _, separator := range []string{".", ","} {
		parts := strings.Split(whole, separator)
		for _, part := range parts[1:] {
			if len(part) != 3 {
				return "", "" // 12.34.567 is no amount
			}
		}
		whole = strings.Join(parts, "")
	}
	return whole, fraction
}

func otherMark(mark byte) string {
	if mark == '.' {
		return ","
	}
	return "."
}

// scale reads digits times ten to a power, rounding half up.
func scale(digits string, power int) (int64, bool) {
	for ; power > 0; power-- {
		digits += "0"
	}
	up := int64(0)
	if cut := len(digits) + power; power < 0 {
		if cut < 0 {
			return 0, true
		}
		if digits[cut] >= '5' {
			up = 1
		}
		digits = "0" + digits[:cut]
	}
	value, err := strconv.ParseInt(digits, 10, 64)
	return value + up, err == nil && value < 100*limitMost
}

// plainNumber writes a spreadsheet's number without an exponent; one that it
// cannot is given back and is no number to anybody.
func plainNumber(text string) string {
	mantissa, power, has := strings.Cut(strings.ToUpper(text), "E")
	exponent, err := strconv.Atoi(power)
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if !has || err != nil || exponent < -20 || exponent > 15 || !isDigits(whole, 20) || !isDigits(fraction, 40) {
		return text
	}
	if exponent < 0 {
		whole = strings.Repeat("0", -exponent) + whole
		return whole[:len(whole)+exponent] + "." + whole[len(whole)+exponent:] + fraction
	}
	fraction += strings.Repeat("0", max(0, exponent-len(fraction)))
	return whole + fraction[:exponent] + "." + fraction[exponent:]
}
