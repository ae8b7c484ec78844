package qris_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/qris"
)

// requireSame makes a text dynamic in all three ways and requires one answer.
func requireSame(t testing.TB, text string, o qris.Options) (out, code string) {
	t.Helper()
	want, code := slowDynamic(text, o)
	got, err := qris.Dynamic(text, o)
	require.Equal(t, want, got, "fast: %q %+v", text, o)
	require.True(t, sameCode(qris.Code(err), code), "fast: %v instead of %s: %q", err, code, text)

	p, parseErr := qris.Parse(text)
	if parseErr != nil {
		require.Equal(t, parseErr, err)
		return got, code
	}
	readable, readableErr := p.Dynamic(o)
	require.Equal(t, want, readable, "readable: %q %+v", text, o)
	require.Equal(t, qris.Code(err), qris.Code(readableErr))
	return got, code
}

// requireChange requires that the payload made is the one given plus the
// change and nothing else.
func requireChange(t testing.TB, given, made string, o qris.Options) {
	t.Helper()
	before, err := qris.Parse(given)
	require.NoError(t, err)
	after, err := qris.Parse(made)
	require.NoError(t, err)

	amount, ok, err := after.Amount()
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, o.Amount, amount)
	tip, ok := after.Tip()
	require.Equal(t, o.Tip.Kind != qris.NoTip, ok)
	require.Equal(t, o.Tip, tip)
	require.False(t, after.Static())
	require.ErrorIs(t, after.Convertible(), qris.ErrAlreadyDynamic)
	require.Equal(t, strings.ToUpper(after.CRC()), after.CRC())
	require.Len(t, after.CRC(), 4)

	require.Equal(t, untouched(before), untouched(after))
	for _, f := range before.Additional() {
		require.Contains(t, after.Additional(), f)
	}
	if len(o.Additional) == 0 {
		require.Equal(t, before.Additional(), after.Additional())
	}
}

// untouched returns the fields that the change must leave alone.
func untouched(p qris.Payload) []qris.Field {
	var out []qris.Field
	for _, f := range p.Fields() {
		switch f.Tag {
		case "01", "54", "55", "56", "57", "62", "63":
		default:
			out = append(out, f)
		}
	}
	return out
}

// Ensure that exactly the static rows whose structure is sound are converted,
// and that each result is the input plus the change.
func TestDynamicConvertsExactlyTheStaticVectors(t *testing.T) {
	converted := 0
	for _, v := range readVectors(t, "qris.jsonl") {
		allowed := v.Scheme == "QRIS" && v.Static != nil && *v.Static && !strings.Contains(v.Notes, "must be refused")
		for _, amount := range []int64{1, 25_000, 10_000_000, qris.MaxAmount} {
			o := qris.Options{Amount: amount}
			out, code := requireSame(t, v.Payload, o)
			require.Equal(t, allowed, code == "", "%s: %s", v.Payload, code)
			if allowed {
				requireChange(t, v.Payload, out, o)
				converted++
			}
		}
	}
	assert.Equal(t, 4*16, converted)
}

// Ensure that malformed payloads are refused as their row expects, and that
// the odd but valid ones are converted.
func TestDynamicRefusesMalformedVectors(t *testing.T) {
	for _, v := range readVectors(t, "malformed.jsonl") {
		out, code := requireSame(t, v.Payload, qris.Options{Amount: 25_000})
		_, err := qris.Dynamic(v.Payload, qris.Options{Amount: 25_000})
		switch {
		case strings.HasPrefix(v.Expect, "accept after trim"):
			cleaned, removed := qris.Clean(v.Payload)
			assert.Equal(t, []qris.Removal{{Code: "quote", Count: 2}}, removed)
			_, err = qris.Dynamic(cleaned, qris.Options{Amount: 25_000})
			assert.NoError(t, err, v.Reason)
		case strings.HasPrefix(v.Expect, "accept"):
			assert.NoError(t, err, v.Reason)
			requireChange(t, v.Payload, out, qris.Options{Amount: 25_000})
		case v.Expect == "amount_ok":
			assert.Equal(t, "already_dynamic", code, v.Reason)
			p, err := qris.Parse(v.Payload)
			require.NoError(t, err)
			amount, ok, err := p.Amount()
			assert.NoError(t, err, v.Reason)
			assert.True(t, ok)
			assert.EqualValues(t, 10_000, amount)
		case strings.HasPrefix(v.Expect, "ambiguous"):
			assert.Equal(t, "amount_invalid", code, v.Reason)
		case code == "structure":
			assert.Contains(t, []string{"length_not_numeric", "id_not_numeric", "zero_length", "malformed_tlv"}, v.Expect, v.Reason)
		default:
			assert.NotEmpty(t, code, v.Reason)
			assert.True(t, expects(v.Expect, qris.Code(err)), "%s: %s instead of %s", v.Reason, qris.Code(err), v.Expect)
		}
	}
}

// expects reports whether a code word is one that a row allows: "a_or_b" means
// either, where a part may be short for its code word.
func expects(expect, code string) bool {
	expect, _, _ = strings.Cut(expect, " ")
	for _, part := range strings.Split(expect, "_or_") {
		if strings.HasPrefix(code, part) || strings.HasPrefix(part, code) {
			return true
		}
	}
	return false
}

// Ensure that the checksum keeps its leading zeros: this row is the known
// conversion of its static twin.
func TestDynamicKeepsLeadingZerosOfChecksum(t *testing.T) {
	vectors := readVectors(t, "qris.jsonl")
	want := vectors[len(vectors)-1].Payload
	require.True(t, strings.HasSuffix(want, "630400DB"))
	got, err := qris.Dynamic(sticker, qris.Options{Amount: 1151})
	require.NoError(t, err)
	assert.Equal(t, want, got)

	short := 0
	for amount := int64(1); amount <= 3000; amount++ {
		out, err := qris.Dynamic(sticker, qris.Options{Amount: amount})
		require.NoError(t, err)
		require.Equal(t, out, seal(out[:len(out)-8]))
		if strings.HasPrefix(out[len(out)-4:], "00") {
			short++
		}
	}
	assert.Positive(t, short)
}

// Ensure that payloads in any order, with any names, come out as the input plus
// the change, and the same in all three ways.
func TestDynamicOfGeneratedPayloads(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		text, o := generate(r), generateOptions(r)
		out, code := requireSame(t, text, o)
		require.Empty(t, code, text)
		requireChange(t, text, out, o)
	}
}

// Ensure that generated payloads with one character changed, dropped or
// doubled are judged alike in all three ways, sealed again or not.
func TestDynamicOfDamagedPayloads(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	refused := map[string]int{}
	for range 4_000 {
		text := []byte(generate(r))
		at := r.IntN(len(text))
		switch r.IntN(3) {
		case 0:
			text[at] = "0123456789AZ+- \xff"[r.IntN(16)]
		case 1:
			text = append(text[:at], text[at+1:]...)
		case 2:
			text = append(text[:at+1], text[at:]...)
		}
		_, code := requireSame(t, string(text), qris.Options{Amount: 1})
		refused[code]++
		if len(text) > 8 {
			_, code = requireSame(t, seal(string(text[:len(text)-8])), qris.Options{Amount: 1})
			refused[code]++
		}
	}
	assert.Greater(t, len(refused), 10, "%v", refused)
}

// Ensure that an account counts only where merchants have theirs: 46–50 are
// not defined, whatever they hold.
func TestDynamicNeedsAccountInItsPlace(t *testing.T) {
	without := edit(t, sticker, "51440014ID.CO.QRIS.WWW0215ID10209000000240303UMI", "")
	for tag, want := range map[string]string{
		"26": "", "45": "", "46": "missing_merchant_account", "50": "missing_merchant_account",
		"51": "", "25": "missing_merchant_account", "27": "", "40": "not_merchant_payment",
	} {
		_, code := requireSame(t, edit(t, without, "26630014", tag+"630014"), qris.Options{Amount: 1})
		assert.Equal(t, want, code, tag)
	}
	_, code := requireSame(t, edit(t, without, "9360", "9361"), qris.Options{Amount: 1})
	assert.Equal(t, "missing_merchant_account", code)
	_, code = requireSame(t, edit(t, sticker, "5204839853", "5204482953"), qris.Options{Amount: 1})
	assert.Equal(t, "not_merchant_payment", code)
}

// Ensure that a checksum is not taken for the last field because the last
// field ends in what looks like one.
func TestDynamicIsNotFooledByInnerChecksum(t *testing.T) {
	body := edit(t, sticker, "62140103***0703C58", "6304ABCD")
	body = body[:len(body)-8] + "6208"
	_, code := requireSame(t, seal(body), qris.Options{Amount: 1})
	assert.Equal(t, "crc_not_last", code)
}

// Ensure that a checksum is accepted in lower case and written in upper case,
// whatever its digits.
func TestDynamicAcceptsLowerCaseChecksum(t *testing.T) {
	seen := map[rune]bool{}
	for postal := 10_000; postal < 10_200; postal++ {
		text := edit(t, sticker, "610510110", "6105"+formatInt(int64(postal)))
		lower := text[:len(text)-4] + strings.ToLower(text[len(text)-4:])
		for _, digit := range lower[len(lower)-4:] {
			seen[digit] = true
		}
		want, code := requireSame(t, text, qris.Options{Amount: 1})
		require.Empty(t, code)
		got, code := requireSame(t, lower, qris.Options{Amount: 1})
		require.Empty(t, code)
		require.Equal(t, want, got)
	}
	assert.Len(t, seen, 16)
}
