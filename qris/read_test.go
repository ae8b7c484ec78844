package qris_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/qris"
)

func mustParse(t testing.TB, text string) qris.Payload {
	t.Helper()
	p, err := qris.Parse(text)
	require.NoError(t, err, text)
	return p
}

// Ensure that each break of structure is refused under its own name, and that
// the decision follows the order of the names.
func TestParseRefusesBrokenStructure(t *testing.T) {
	for text, want := range map[string]error{
		"":                                  qris.ErrEmpty,
		" ":                                 qris.ErrNotEMV,
		sticker + "\n":                      qris.ErrMalformedTLV,
		" " + sticker:                       qris.ErrNotEMV,
		"hQVDUFYwMWETTwegAAAGAiAgUAdRUklT":  qris.ErrNotEMV,
		"0":                                 qris.ErrNotEMV,
		"00":                                qris.ErrFormatIndicator,
		"0002":                              qris.ErrFormatIndicator,
		"00020":                             qris.ErrFormatIndicator,
		"000202010":                         qris.ErrFormatIndicator,
		"000301001":                         qris.ErrFormatIndicator,
		"0002016":                           qris.ErrMalformedTLV,
		"000201630":                         qris.ErrMalformedTLV,
		"0002016304ABC":                     qris.ErrMalformedTLV,
		"0002016A04ABCD":                    qris.ErrIDNotNumeric,
		"000201-104ABCD":                    qris.ErrIDNotNumeric,
		"00020163+4ABCD":                    qris.ErrLengthNotNumeric,
		"00020163-1ABCD":                    qris.ErrLengthNotNumeric,
		"000201630xABCD":                    qris.ErrLengthNotNumeric,
		"0002016300":                        qris.ErrZeroLength,
		"0002015902T\xff":                   qris.ErrMalformedTLV,
		"00020126041234":                    qris.ErrMalformedTLV,
		"00020126040100":                    qris.ErrZeroLength,
		"00020126050102A":                   qris.ErrMalformedTLV,
		"00020162020A":                      qris.ErrMalformedTLV,
		"000201000201":                      qris.ErrDuplicateID,
		"0002016304ABCD5902AB5902AB":        qris.ErrCRCNotLast,
		"0002015902AB5902AB":                qris.ErrDuplicateID,
		"00020126100001A0001B":              qris.ErrDuplicateID,
		"00020164100001A0001B":              qris.ErrDuplicateID,
		"00020180100001A0001B":              qris.ErrDuplicateID,
		"000201" + strings.Repeat("8", 507): qris.ErrTooLong,
	} {
		_, err := qris.Parse(text)
		assert.ErrorIs(t, err, want, "%q", text)
		assert.NotEmpty(t, qris.Code(err))
	}
}

// Ensure that what is lenient stays readable: languages and free templates
// that hold no fields, 512 characters of several bytes, another format version.
func TestParseAllowsWhatIsSound(t *testing.T) {
	mustParse(t, "0002016404free9904text")
	long := "000201"
	for tag := 65; len([]rune(long)) < 512-103; tag++ {
		long += string([]byte{'0' + byte(tag/10), '0' + byte(tag%10)}) + "99" + strings.Repeat("語", 99)
	}
	rest := 512 - len([]rune(long)) - 4
	long += "59" + string([]byte{'0' + byte(rest/10), '0' + byte(rest%10)}) + strings.Repeat("é", rest)
	require.Len(t, []rune(long), 512)
	assert.Equal(t, long, mustParse(t, long).String())
	_, err := qris.Parse(strings.Replace(long, "59", "590", 1))
	assert.ErrorIs(t, err, qris.ErrTooLong)

	duitNow := mustParse(t, seal("000202010211"+"26240014A00000061500010102AB"+"520452005303458"+"5802MY5904KEDA6002KL"))
	assert.Equal(t, qris.DuitNow, duitNow.Scheme())
	assert.ErrorIs(t, duitNow.Convertible(), qris.ErrFormatIndicator)
}

// Ensure that a merchant is read with size class and languages.
func TestMerchant(t *testing.T) {
	p := mustParse(t, sticker)
	assert.Equal(t, qris.Merchant{
		Name: "TOKO", City: "KOTA CONTOH A", PostalCode: "10110", MCC: "8398", Criteria: "UMI",
	}, p.Merchant())
	assert.Equal(t, "ID1020900000024", p.NMID())
	assert.Equal(t, "ID", p.Country())
	assert.Equal(t, "360", p.Currency())
	assert.Equal(t, "267B", p.CRC())
	assert.True(t, p.Static())

	emv := mustParse(t, readVectors(t, "qris.jsonl")[0].Payload)
	assert.Equal(t, []qris.Language{{Code: "ZH", Name: "最佳运输", City: "北京"}}, emv.Merchant().Languages)
	assert.Empty(t, emv.Merchant().Criteria)
}

// Ensure that the size class comes from tag 51, else from an acquirer, else is
// the one that the standard says.
func TestMerchantCriteria(t *testing.T) {
	p := mustParse(t, edit(t, sticker, "0303UMI51440014ID.CO.QRIS.WWW0215ID10209000000240303UMI", "0303UMI51440014ID.CO.QRIS.WWW0215ID10209000000240303UKE"))
	assert.Equal(t, "UKE", p.Merchant().Criteria)
	p = mustParse(t, edit(t, sticker, "51440014ID.CO.QRIS.WWW0215ID10209000000240303UMI", "51370014ID.CO.QRIS.WWW0215ID1020900000024"))
	assert.Equal(t, "UMI", p.Merchant().Criteria)
	p = mustParse(t, edit(t, edit(t, sticker, "51440014ID.CO.QRIS.WWW0215ID10209000000240303UMI", ""), "266300", "040816123456"+"266300"))
	assert.Equal(t, "UMI", p.Merchant().Criteria)
	p = mustParse(t, seal("0002015802ID5303360"))
	assert.Equal(t, "URE", p.Merchant().Criteria)
}

// Ensure that accounts keep wire order and are named as far as known.
func TestAccounts(t *testing.T) {
	p := mustParse(t, edit(t, sticker, "26630014", "0404155326630014"))
	assert.Equal(t, []qris.Account{
		{Tag: "04", PAN: "1553", Institution: "Mastercard"},
		{Tag: "26", GUID: "ID.SPINPAY.WWW", PAN: "936009993074185296", MerchantID: "258147036925", Criteria: "UMI"},
		{Tag: "51", GUID: "ID.CO.QRIS.WWW", MerchantID: "ID1020900000024", Criteria: "UMI"},
	}, p.Accounts())

	networks := map[string]string{"02": "Visa", "05": "Mastercard", "08": "", "09": "Discover", "12": "American Express", "13": "JCB", "16": "UnionPay", "25": ""}
	for tag, want := range networks {
		p := mustParse(t, "000201"+tag+"0212")
		require.Len(t, p.Accounts(), 1)
		assert.Equal(t, want, p.Accounts()[0].Institution, tag)
	}
}

// Ensure that institutions are found by the first eight digits of a PAN only.
func TestInstitution(t *testing.T) {
	for pan, want := range map[string]string{
		"936000140000000001": "BCA", "93600503": "Nobu", "936001141": "Bank Jatim", "936009141234567890": "GoPay",
		"93600848": "Xendit", "936009993074185296": "", "9360001": "", "": "", "500000140000": "",
	} {
		assert.Equal(t, want, qris.Institution(pan), pan)
	}
	assert.Regexp(t, `^20\d\d-\d\d$`, qris.InstitutionsAsOf)

	codes := map[string]string{}
	for n := range 10_000 {
		code := fmt.Sprintf("%04d", n)
		if name := qris.Institution("9360" + code); name != "" {
			assert.Empty(t, codes[name], "%s has two codes", name)
			assert.Equal(t, strings.TrimSpace(name), name)
			codes[name] = code
		}
	}
	assert.Len(t, codes, 98)
}

// Ensure that foreign codes are recognised by name and never convertible.
func TestScheme(t *testing.T) {
	for _, v := range readVectors(t, "qris.jsonl") {
		p, err := qris.Parse(v.Payload)
		if err != nil {
			continue
		}
		name := v.Scheme[strings.LastIndex(v.Scheme, "/")+1:]
		if !strings.HasPrefix(name, "EMVCo") {
			assert.Equal(t, name, string(p.Scheme()), v.Payload)
		}
		if p.Scheme() != qris.QRIS {
			assert.Error(t, p.Convertible(), v.Payload)
		}
	}
	account := func(guid, country string) string {
		f := qris.Field{Tag: "26", Value: qris.Field{Tag: "00", Value: guid}.String()}
		return seal("000201" + f.String() + "5802" + country)
	}
	for want, text := range map[qris.Scheme]string{
		qris.Pix:      account("br.gov.bcb.pix", "BR"),
		qris.BharatQR: account("A000000524", "IN"),
		qris.SGQR:     account("SG.COM.NETS", "SG"),
		qris.KHQR:     account("toko@bank", "KH"),
		qris.LankaQR:  account("00280000", "LK"),
		qris.JPQR:     account("somebody", "JP"),
		qris.FonePay:  account("fonepay.com", "NP"),
		qris.EMVCo:    account("somebody", "US"),
		qris.QRIS:     "000201" + "5303360",
	} {
		assert.Equal(t, want, mustParse(t, text).Scheme(), text)
	}
	assert.Equal(t, qris.BharatQR, mustParse(t, "00020102041234"+"5802IN").Scheme())
	assert.Equal(t, qris.EMVCo, mustParse(t, "0002015303360"+"5802SG").Scheme())
}

// Ensure that amounts are read as whole rupiah or refused.
func TestAmount(t *testing.T) {
	for text, want := range map[string]int64{
		"1": 1, "1000": 1000, "1000.": 1000, "1000.0": 1000, "1000.00": 1000, "9999999999999": qris.MaxAmount,
		"0": 0, "0.00": 0, "00010000": 0, "-5": 0, "+5": 0, "1 000": 0, "1e3": 0, "1,000": 0, "1.000": 0,
		"1000,00": 0, "10000.5": 0, "10000.001": 0, ".50": 0, ".": 0, "1.0.0": 0, "１": 0, "12345678901234": 0,
	} {
		p := mustParse(t, "000201"+qris.Field{Tag: "54", Value: text}.String())
		amount, ok, err := p.Amount()
		assert.True(t, ok, text)
		assert.Equal(t, want, amount, text)
		if want == 0 {
			assert.ErrorIs(t, err, qris.ErrAmountInvalid, text)
		} else {
			assert.NoError(t, err, text)
		}
	}
	_, ok, err := mustParse(t, sticker).Amount()
	assert.False(t, ok)
	assert.NoError(t, err)
}

// Ensure that tips are read in their three kinds and otherwise not at all.
func TestTip(t *testing.T) {
	for fields, want := range map[string]qris.Tip{
		"550201":            {Kind: qris.TipPrompt},
		"5502025604500.":    {Kind: qris.TipFixed, Fixed: 500},
		"55020357041.25":    {Kind: qris.TipPercent, Percent: 125},
		"550203570512.50":   {Kind: qris.TipPercent, Percent: 1250},
		"55020357015":       {Kind: qris.TipPercent, Percent: 500},
		"55020357032.5":     {Kind: qris.TipPercent, Percent: 250},
		"":                  {},
		"550204":            {},
		"550202":            {},
		"5502025601x":       {},
		"550203":            {},
		"5502035703100":     {},
		"55020357041.2%":    {},
		"55020357050.000":   {},
		"550203570500.00":   {},
		"5502035704-1.0":    {},
		"5603500" + "57011": {},
	} {
		tip, ok := mustParse(t, "000201"+fields).Tip()
		assert.Equal(t, want, tip, fields)
		assert.Equal(t, want != qris.Tip{}, ok, fields)
	}
	kinds := []string{}
	for k := qris.NoTip; k <= qris.TipPercent; k++ {
		kinds = append(kinds, k.String())
	}
	assert.Equal(t, []string{"none", "prompt", "fixed", "percent"}, kinds)
}

// Ensure that templates can be opened at every level and say so when they
// cannot.
func TestFieldOpensTemplates(t *testing.T) {
	p := mustParse(t, edit(t, sticker, "62140103***0703C58", "62230703C585012000812345678"))
	additional, ok := p.Field("62")
	require.True(t, ok)
	inner, ok := additional.Field("50")
	require.True(t, ok)
	assert.Equal(t, []qris.Field{{Tag: "00", Value: "12345678"}}, inner.Fields())
	name, _ := p.Field("59")
	assert.Nil(t, name.Fields())
	_, ok = name.Field("01")
	assert.False(t, ok)
	_, ok = p.Field("99")
	assert.False(t, ok)
	assert.Nil(t, mustParse(t, "000201").Additional())
	assert.Equal(t, "5902北京", qris.Field{Tag: "59", Value: "北京"}.String())
}

// Ensure that the checksum agrees with its definition at every length, and
// with the known value of the algorithm.
func TestChecksum(t *testing.T) {
	assert.EqualValues(t, 0x29B1, qris.Checksum("123456789"))
	assert.EqualValues(t, 0xFFFF, qris.Checksum(""))
	text := strings.Repeat("\x00\xff0123456789北京ABC", 9)
	for n := range len(text) + 1 {
		require.Equal(t, slowCRC(text[:n]), qris.Checksum(text[:n]), n)
	}
}

// Ensure that only errors of this package have a code word here.
func TestCode(t *testing.T) {
	assert.Equal(t, "", qris.Code(nil))
	assert.Equal(t, "", qris.Code(assert.AnError))
	_, err := qris.Parse("")
	assert.Equal(t, "empty", qris.Code(err))
	assert.Equal(t, "qris: the text is empty", err.Error())
	var refusal *qris.Refusal
	require.ErrorAs(t, err, &refusal)
	assert.Equal(t, "empty", refusal.Code())
	assert.ErrorIs(t, qris.Payload{}.Convertible(), qris.ErrEmpty)
}
