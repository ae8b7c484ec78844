package qris_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/qris"
)

// Ensure that options which cannot be carried out are refused by name, after
// everything that is wrong with the payload.
func TestDynamicRefusesOptions(t *testing.T) {
	field := func(tag, value string) []qris.Field { return []qris.Field{{Tag: tag, Value: value}} }
	for name, c := range map[string]struct {
		options qris.Options
		want    error
	}{
		"no amount":            {qris.Options{}, qris.ErrAmountInvalid},
		"negative":             {qris.Options{Amount: -1}, qris.ErrAmountInvalid},
		"14 digits":            {qris.Options{Amount: qris.MaxAmount + 1}, qris.ErrAmountInvalid},
		"unknown tip":          {qris.Options{Amount: 1, Tip: qris.Tip{Kind: 9}}, qris.ErrTipInvalid},
		"fixed tip of nothing": {qris.Options{Amount: 1, Tip: qris.Tip{Kind: qris.TipFixed}}, qris.ErrTipInvalid},
		"tip of 100 percent":   {qris.Options{Amount: 1, Tip: qris.Tip{Kind: qris.TipPercent, Percent: 10_000}}, qris.ErrTipInvalid},
		"tip without kind":     {qris.Options{Amount: 1, Tip: qris.Tip{Fixed: 5}}, qris.ErrTipInvalid},
		"prompt with amount":   {qris.Options{Amount: 1, Tip: qris.Tip{Kind: qris.TipPrompt, Fixed: 5}}, qris.ErrTipInvalid},
		"tag 09":               {qris.Options{Amount: 1, Additional: field("09", "A")}, qris.ErrAdditionalInvalid},
		"tag of one digit":     {qris.Options{Amount: 1, Additional: field("5", "A")}, qris.ErrAdditionalInvalid},
		"tag of letters":       {qris.Options{Amount: 1, Additional: field("0x", "A")}, qris.ErrAdditionalInvalid},
		"no value":             {qris.Options{Amount: 1, Additional: field("05", "")}, qris.ErrAdditionalInvalid},
		"26 characters":        {qris.Options{Amount: 1, Additional: field("05", strings.Repeat("A", 26))}, qris.ErrAdditionalInvalid},
		"not ASCII":            {qris.Options{Amount: 1, Additional: field("05", "é")}, qris.ErrAdditionalInvalid},
		"twice":                {qris.Options{Amount: 1, Additional: append(field("05", "A"), field("05", "B")...)}, qris.ErrAdditionalInvalid},
	} {
		_, code := requireSame(t, sticker, c.options)
		_, err := qris.Dynamic(sticker, c.options)
		assert.ErrorIs(t, err, c.want, name)
		assert.NotEmpty(t, code, name)
		_, err = qris.Dynamic("https://", c.options)
		assert.ErrorIs(t, err, qris.ErrNotEMV, name)
	}
}

// Ensure that additional fields are added only where there are none, and that
// tag 62 and the payload stay within their limits.
func TestDynamicAddsOnlyAbsentFields(t *testing.T) {
	o := qris.Options{Amount: 1000, Additional: []qris.Field{
		{Tag: qris.BillNumber, Value: "mine"}, {Tag: qris.ReferenceLabel, Value: "A-0042"},
	}}
	out, code := requireSame(t, sticker, o)
	require.Empty(t, code)
	p, err := qris.Parse(out)
	require.NoError(t, err)
	assert.Equal(t, []qris.Field{{Tag: "01", Value: "***"}, {Tag: "07", Value: "C58"}, {Tag: "05", Value: "A-0042"}}, p.Additional())

	without := edit(t, sticker, "62140103***0703C58", "")
	out, code = requireSame(t, without, o)
	require.Empty(t, code)
	assert.Contains(t, out, "62180104mine0506A-00426304")

	full := edit(t, sticker, "62140103***0703C58", "62950591"+strings.Repeat("A", 91))
	_, err = qris.Dynamic(full, o)
	assert.ErrorIs(t, err, qris.ErrAdditionalInvalid)
	assert.ErrorContains(t, err, "99")

	long := edit(t, sticker, "5802ID", "5802ID8099"+strings.Repeat("é", 99)+"8199"+strings.Repeat("é", 99)+"8290"+strings.Repeat("é", 81)+"Z12345678")
	_, code = requireSame(t, long, qris.Options{Amount: qris.MaxAmount, Tip: qris.Tip{Kind: qris.TipFixed, Fixed: qris.MaxAmount}})
	assert.Equal(t, "too_long", code)
}

// Ensure that a tip the shop's code asks for is dropped unless it is asked for
// again, and that it stands right after the amount.
func TestDynamicTips(t *testing.T) {
	tipped := edit(t, sticker, "5303360", "5303360550202560450005405500.0")
	for want, tip := range map[string]qris.Tip{
		"53033605405250005802ID":                             {},
		"53033605405250005502015802ID":                       {Kind: qris.TipPrompt},
		"530336054052500055020256045000" + "5802ID":          {Kind: qris.TipFixed, Fixed: 5000},
		"53033605405250005502035705" + "07.50" + "5802ID":    {Kind: qris.TipPercent, Percent: 750},
		"53033605405250005502035705" + "00.01" + "5802ID":    {Kind: qris.TipPercent, Percent: 1},
		"5303360540525000550202561399999999999995802ID61051": {Kind: qris.TipFixed, Fixed: qris.MaxAmount},
	} {
		o := qris.Options{Amount: 25_000, Tip: tip}
		out, code := requireSame(t, tipped, o)
		require.Empty(t, code)
		requireChange(t, tipped, out, o)
		assert.Contains(t, out, strings.TrimSuffix(want, "61051"))
	}
}
