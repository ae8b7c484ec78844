package qris_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"laci/qris"
)

// seeds adds every vector as a starting point.
func seeds(f *testing.F, add func(text string)) {
	for _, name := range []string{"qris.jsonl", "malformed.jsonl"} {
		for _, v := range readVectors(f, name) {
			add(v.Payload)
		}
	}
}

// resealed replaces the last eight bytes, where the checksum is, so that a
// mutated payload is not always refused for its checksum.
func resealed(text string) string {
	if len(text) < 8 {
		return text
	}
	return seal(text[:len(text)-8])
}

// FuzzParse: whatever parses gives every byte back, from the whole and from
// its fields, and no accessor panics.
func FuzzParse(f *testing.F) {
	seeds(f, func(text string) { f.Add(text) })
	f.Fuzz(func(t *testing.T, text string) {
		p, err := qris.Parse(text)
		if err != nil {
			require.Contains(t, qris.Codes(), qris.Code(err))
			require.Empty(t, p.String())
			return
		}
		require.Equal(t, text, p.String())
		var again strings.Builder
		for _, field := range p.Fields() {
			again.WriteString(field.String())
			found, ok := p.Field(field.Tag)
			require.True(t, ok)
			require.Equal(t, field, found)
			var inside strings.Builder
			for _, sub := range field.Fields() {
				inside.WriteString(sub.String())
			}
			if inside.Len() > 0 {
				require.Equal(t, field.Value, inside.String())
			}
		}
		require.Equal(t, text, again.String())
		p.Merchant()
		p.Accounts()
		p.Tip()
		p.Scheme()
		if amount, ok, err := p.Amount(); ok && err == nil {
			require.Positive(t, amount)
		}
	})
}

// FuzzDynamic: the fast way, the readable way and the slow reference agree,
// and what they make is the input plus the change.
func FuzzDynamic(f *testing.F) {
	seeds(f, func(text string) {
		f.Add(text, int64(25_000), uint8(0), int64(0), "", "")
		f.Add(text, int64(1), uint8(2), int64(500), "05", "A-0042")
	})
	f.Fuzz(func(t *testing.T, text string, amount int64, kind uint8, tip int64, tag, value string) {
		o := qris.Options{Amount: amount}
		switch o.Tip.Kind = qris.TipKind(kind); o.Tip.Kind {
		case qris.TipFixed:
			o.Tip.Fixed = tip
		case qris.TipPercent:
			o.Tip.Percent = int(tip)
		}
		if tag != "" {
			o.Additional = []qris.Field{{Tag: tag, Value: value}}
		}
		for _, text := range []string{text, resealed(text)} {
			if out, code := requireSame(t, text, o); code == "" {
				requireChange(t, text, out, o)
			}
		}
	})
}

// FuzzCheck: the refusals found agree with Convertible, come first and in
// order, and every code word is known.
func FuzzCheck(f *testing.F) {
	seeds(f, func(text string) { f.Add(text) })
	codes := qris.Codes()
	f.Fuzz(func(t *testing.T, text string) {
		for _, text := range []string{text, resealed(text)} {
			p, err := qris.Parse(text)
			if err != nil {
				continue
			}
			found := qris.Check(p)
			first, last := "", 0
			for _, finding := range found {
				require.Contains(t, codes, finding.Code)
				order := slices.Index([]qris.Severity{qris.Refuse, qris.Warn, qris.Note}, finding.Severity)
				require.GreaterOrEqual(t, order, last)
				last = order
				if first == "" && finding.Severity == qris.Refuse {
					first = finding.Code
				}
			}
			require.Equal(t, first, qris.Code(p.Convertible()))
			_, err = qris.Dynamic(text, qris.Options{Amount: 1})
			require.True(t, first == qris.Code(err) || qris.Code(err) == "too_long")
		}
	})
}
