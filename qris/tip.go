package qris

import (
	"strconv"
	"strings"
)

// A TipKind says how a tip is asked for.
type TipKind uint8

const (
	NoTip      TipKind = iota
	TipPrompt          // the payer is asked for a tip
	TipFixed           // a fixed amount is added
	TipPercent         // a percentage is added
)

// String returns "none", "prompt", "fixed" or "percent".
func (k TipKind) String() string {
	switch k {
	case TipPrompt:
		return "prompt"
	case TipFixed:
		return "fixed"
	case TipPercent:
		return "percent"
	}
	return "none"
}

// A Tip is the content of tags 55 to 57. Merchants in Indonesia may not pass
// the fee for QRIS on to the payer (PBI 23/6/PBI/2021, article 52), so it is a
// tip and nothing else.
type Tip struct {
	Kind    TipKind
	Fixed   int64 // rupiah, 1 to MaxAmount, for TipFixed
	Percent int   // hundredths of a percent, 1 to 9999, for TipPercent
}

// Tip returns what the code asks for as a tip. ok is false if it asks for none
// or if tags 55 to 57 cannot be understood.
func (p Payload) Tip() (tip Tip, ok bool) {
	switch p.value("55") {
	case "01":
		return Tip{Kind: TipPrompt}, true
	case "02":
		tip.Kind = TipFixed
		tip.Fixed, ok = parseAmount(p.value("56"))
	case "03":
		tip.Kind = TipPercent
		tip.Percent, ok = parsePercent(p.value("57"))
	}
	if !ok {
		return Tip{}, false
	}
	return tip, true
}

// valid reports whether a tip can be written.
func (t Tip) valid() bool {
	switch t.Kind {
	case NoTip:
		return t == Tip{}
	case TipPrompt:
		return t == Tip{Kind: TipPrompt}
	case TipFixed:
		return validAmount(t.Fixed) && t.Percent == 0
	case TipPercent:
		return t.Percent >= 1 && t.Percent <= 9999 && t.Fixed == 0
	}
	return false
}

// fields returns the tip as fields 55 to 57.
func (t Tip) fields() []Field {
	switch t.Kind {
	case TipPrompt:
		return []Field{{"55", "01"}}
	case TipFixed:
		return []Field{{"55", "02"}, {"56", formatAmount(t.Fixed)}}
	case TipPercent:
		return []Field{{"55", "03"}, {"57", formatPercent(t.Percent)}}
	}
	return nil
}

// parsePercent reads a percentage above 0 and below 100 with up to two
// decimals, at most five characters, as hundredths of a percent.
func parsePercent(text string) (percent int, ok bool) {
	whole, part, _ := strings.Cut(text, ".")
	if len(whole) < 1 || len(whole) > 2 || len(part) > 2 || !digits(whole) || !digits(part) {
		return 0, false
	}
	for _, d := range []byte(whole + (part + "00")[:2]) {
		percent = percent*10 + int(d-'0')
	}
	return percent, percent > 0
}

// formatPercent writes hundredths of a percent with two digits on either side
// of the point, the form in which the standard states the range.
func formatPercent(percent int) string {
	text := strconv.Itoa(10000 + percent)[1:]
	return text[:2] + "." + text[2:]
}
