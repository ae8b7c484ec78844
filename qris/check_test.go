package qris_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/qris"
)

// Ensure that a sound code of a known acquirer has nothing to say about it.
func TestCheckOfSoundCode(t *testing.T) {
	sound := edit(t, sticker, "936009993074185296", "936000143074185296")
	assert.Empty(t, qris.Check(mustParse(t, sound)))
	dynamic, err := qris.Dynamic(sound, qris.Options{Amount: 10_000_000})
	require.NoError(t, err)
	assert.Equal(t, []qris.Finding{{Severity: qris.Refuse, Tag: "01", Code: "already_dynamic"}}, qris.Check(mustParse(t, dynamic)))
	assert.Equal(t, []qris.Finding{{Severity: qris.Refuse, Tag: "", Code: "empty"}}, qris.Check(qris.Payload{}))
}

// Ensure that every kind of oddity is found, at its tag and with its severity,
// and that no milder one stops a code from being made dynamic.
func TestCheckFindsEachOddity(t *testing.T) {
	const r, w, n = qris.Refuse, qris.Warn, qris.Note
	for _, c := range []struct {
		old, replacement string
		want             qris.Finding
	}{
		{"000201", "000202", qris.Finding{Severity: r, Tag: "00", Code: "format_indicator"}},
		{"52048398", "", qris.Finding{Severity: r, Tag: "52", Code: "missing_mandatory"}},
		{"010211", "010213", qris.Finding{Severity: r, Tag: "01", Code: "point_of_initiation"}},
		{"5802ID", "5802SG", qris.Finding{Severity: r, Tag: "58", Code: "country_not_ID"}},
		{"5303360", "5303840", qris.Finding{Severity: r, Tag: "53", Code: "currency_not_360"}},
		{"5204839853", "5204482953", qris.Finding{Severity: r, Tag: "52", Code: "not_merchant_payment"}},
		{"26630014", "40630014", qris.Finding{Severity: r, Tag: "40", Code: "not_merchant_payment"}},
		{"5303360", "530336054011", qris.Finding{Severity: w, Tag: "54", Code: "static_with_amount"}},
		{"5303360", "530336054010", qris.Finding{Severity: r, Tag: "54", Code: "amount_invalid"}},
		{"010211", "010212", qris.Finding{Severity: r, Tag: "01", Code: "already_dynamic"}},
		{"010211", "010212", qris.Finding{Severity: w, Tag: "54", Code: "dynamic_without_amount"}},
		{"010211", "", qris.Finding{Severity: n, Tag: "01", Code: "no_point_of_initiation"}},
		{"5303360", "5303360540810000001", qris.Finding{Severity: w, Tag: "54", Code: "amount_over_limit"}},
		{"5303360", "5303360550201", qris.Finding{Severity: n, Tag: "55", Code: "tip_present"}},
		{"5303360", "5303360550202", qris.Finding{Severity: w, Tag: "55", Code: "tip_invalid"}},
		{"5303360", "53033605603500", qris.Finding{Severity: w, Tag: "56", Code: "tip_invalid"}},
		{"5303360", "53033605502015702.5", qris.Finding{Severity: w, Tag: "57", Code: "tip_invalid"}},
		{"5204839853", "520383953", qris.Finding{Severity: w, Tag: "52", Code: "mcc_format"}},
		{"51440014ID.CO.QRIS.WWW0215ID10209000000240303UMI", "", qris.Finding{Severity: w, Tag: "51.02", Code: "missing_nmid"}},
		{"0215ID10209000000240303UMI", "0415ID10209000000240303UMI", qris.Finding{Severity: w, Tag: "51.02", Code: "missing_nmid"}},
		{"ID1020900000024", "ID102090000002X", qris.Finding{Severity: w, Tag: "51.02", Code: "nmid_format"}},
		{"ID1020900000024", "ID1020900000025", qris.Finding{Severity: w, Tag: "51.02", Code: "nmid_checksum"}},
		{"610510110", "", qris.Finding{Severity: w, Tag: "61", Code: "missing_postal_code"}},
		{"610510110", "611112345678901", qris.Finding{Severity: w, Tag: "61", Code: "too_many_characters"}},
		{"5904TOKO", "5926TOKO CONTOH SEJAHTERA JAYA", qris.Finding{Severity: w, Tag: "59", Code: "too_many_characters"}},
		{"6013KOTA CONTOH A", "6016KOTA CONTOH ABCD", qris.Finding{Severity: w, Tag: "60", Code: "too_many_characters"}},
		{"0212258147036925", "02122581470|6925", qris.Finding{Severity: w, Tag: "26.02", Code: "pipe_character"}},
		{"5904TOKO", "5904TO|O", qris.Finding{Severity: w, Tag: "59", Code: "pipe_character"}},
		{"5904TOKO", "5905TO\u200BKO", qris.Finding{Severity: w, Tag: "59", Code: "hidden_characters"}},
		{"5904TOKO", "5904TO\u3164O", qris.Finding{Severity: w, Tag: "59", Code: "hidden_characters"}},
		{"5904TOKO", "5904T\u041EKO", qris.Finding{Severity: w, Tag: "59", Code: "mixed_scripts"}},
		{"5904TOKO", "5904CAFÉ", qris.Finding{Severity: n, Tag: "59", Code: "not_plain_text"}},
		{"936009993074185296", "936009993074185296", qris.Finding{Severity: n, Tag: "26.01", Code: "institution_unknown"}},
		{"0118936009993074185296", "0118936O09993074185296", qris.Finding{Severity: w, Tag: "26.01", Code: "pan_format"}},
		{"0303UMI5144", "0303UKM5144", qris.Finding{Severity: w, Tag: "26.03", Code: "criteria_unknown"}},
		{"0303UMI5144", "0303UBE5144", qris.Finding{Severity: n, Tag: "26.03", Code: "criteria_differ"}},
		{"0303UMI5144", "0403UBE5144", qris.Finding{Severity: n, Tag: "26.03", Code: "criteria_missing"}},
		{"0014ID.SPINPAY.WWW", "0914ID.SPINPAY.WWW", qris.Finding{Severity: w, Tag: "26.00", Code: "account_incomplete"}},
		{"0212258147036925", "0412258147036925", qris.Finding{Severity: w, Tag: "26.02", Code: "account_incomplete"}},
		{"26630014", "041212345678901226630014", qris.Finding{Severity: n, Tag: "04", Code: "card_account"}},
		{"5144", "46080004ABCD5144", qris.Finding{Severity: n, Tag: "46", Code: "undefined_account"}},
		{"62140103***0703C58", "62150103***0804CWDL", qris.Finding{Severity: w, Tag: "62.08", Code: "transfer_purpose"}},
		{"62140103***0703C58", "62130103***0902AA", qris.Finding{Severity: w, Tag: "62.09", Code: "consumer_data_invalid"}},
		{"62140103***0703C58", "62130103***0902AX", qris.Finding{Severity: w, Tag: "62.09", Code: "consumer_data_invalid"}},
		{"62140103***0703C58", "62130103***1102AX", qris.Finding{Severity: n, Tag: "62.11", Code: "additional_reserved"}},
		{"62140103***0703C58", "62300526" + strings.Repeat("A", 26), qris.Finding{Severity: w, Tag: "62.05", Code: "too_many_characters"}},
		{"5802ID", "5802ID6404text", qris.Finding{Severity: w, Tag: "64", Code: "language_unreadable"}},
		{"5802ID", "5802ID6506future", qris.Finding{Severity: n, Tag: "65", Code: "reserved_tag"}},
		{"5802ID", "5802ID8004text", qris.Finding{Severity: n, Tag: "80", Code: "template_unreadable"}},
		{"5802ID", "5802ID64210002ZH0105店\u202E铺啊a0202北京", qris.Finding{Severity: w, Tag: "64.01", Code: "hidden_characters"}},
	} {
		p := mustParse(t, edit(t, sticker, c.old, c.replacement))
		found := qris.Check(p)
		assert.Contains(t, found, c.want, "%s → %s: %v", c.old, c.replacement, found)
		if !slices.ContainsFunc(found, func(f qris.Finding) bool { return f.Severity == qris.Refuse }) {
			assert.NoError(t, p.Convertible(), "%s → %s", c.old, c.replacement)
		}
	}
}

// Ensure that what is wrong with the checksum is told apart.
func TestCheckOfChecksum(t *testing.T) {
	body := sticker[:len(sticker)-8]
	for text, want := range map[string]string{
		body:               "crc_missing",
		body + "6303ABC":   "crc_length",
		body + "6305ABCDE": "crc_length",
		body + "6304267C":  "crc_mismatch",
		body + "6304267G":  "crc_mismatch",
		body + "6304267é":  "crc_mismatch",
		strings.Replace(sticker, "267B", "267b", 1): "crc_lower_case",
	} {
		found := qris.Check(mustParse(t, text))
		require.NotEmpty(t, found, text)
		assert.True(t, slices.ContainsFunc(found, func(f qris.Finding) bool { return f.Code == want && f.Tag == "63" }), "%s: %v", want, found)
	}
}

// Ensure that refusals come in the order in which they are decided.
func TestCheckOrdersRefusals(t *testing.T) {
	p := mustParse(t, "0002020102145303840"+"5802SG"+"540100"[:5])
	var codes []string
	for _, f := range qris.Check(p) {
		if f.Severity == qris.Refuse {
			codes = append(codes, f.Code+" "+f.Tag)
		}
	}
	assert.Equal(t, []string{
		"format_indicator 00", "missing_mandatory 52", "missing_mandatory 59", "missing_mandatory 60", "crc_missing 63",
		"point_of_initiation 01", "country_not_ID 58", "currency_not_360 53", "missing_merchant_account ", "amount_invalid 54",
	}, codes)
}

// Ensure that a foreign code is called so and not measured by the rules of QRIS.
func TestCheckOfForeignCode(t *testing.T) {
	for _, v := range readVectors(t, "qris.jsonl") {
		p, err := qris.Parse(v.Payload)
		if err != nil || p.Scheme() == qris.QRIS {
			continue
		}
		found := qris.Check(p)
		assert.Equal(t, qris.Refuse, found[0].Severity, v.Payload)
		assert.Contains(t, found, qris.Finding{Severity: qris.Note, Code: "foreign_scheme"}, v.Payload)
		for _, f := range found {
			assert.NotEqual(t, "missing_nmid", f.Code, v.Payload)
		}
	}
}

// Ensure that the code words are snake_case, sorted and without doubles.
func TestCodes(t *testing.T) {
	codes := qris.Codes()
	assert.True(t, slices.IsSorted(codes))
	assert.Equal(t, len(codes), len(slices.Compact(slices.Clone(codes))))
	for _, code := range codes {
		if code == "country_not_ID" {
			continue // as the rule spells it
		}
		assert.Regexp(t, `^[a-z0-9_]+$`, code)
	}
	assert.Contains(t, codes, "empty")
	assert.Contains(t, codes, "changed")
	assert.Contains(t, codes, "url_encoding")
}
