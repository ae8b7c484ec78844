package qris_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"laci/qris"
)

// names that confuse a converter which cuts strings.
var names = []string{
	"TOKO", "5802ID", "TOKO 010211", "5303360", "6304ABCD", "WARUNG 5802ID 0102", "KOPI É", "茶館 最佳运输",
	"BU TINI ☕", "A", "TOKO CONTOH SEJAHTERA JAY", "5404 1000 5502", "0002010102115",
}

// generate returns a static payload with its fields in any order, odd names
// and whatever optional tags come up. It can be made dynamic.
func generate(r *rand.Rand) string {
	tlv := func(tag, value string) string { return fmt.Sprintf("%s%02d%s", tag, len([]rune(value)), value) }
	number := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte('0' + byte(r.IntN(10)))
		}
		return b.String()
	}
	maybe := func(share float64, fields ...string) []string {
		if r.Float64() < share {
			return fields
		}
		return nil
	}
	shuffle := func(fields []string) string {
		r.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
		return strings.Join(fields, "")
	}
	account := func() string {
		return shuffle([]string{
			tlv("00", "ID.CO.CONTOH.WWW"), tlv("01", "93600999"+number(10)),
			tlv("02", "010211"+number(9)), tlv("03", "UMI"),
		})
	}
	fields := []string{
		tlv("26", account()), tlv("52", "5"+number(3)), tlv("53", "360"), tlv("58", "ID"),
		tlv("59", names[r.IntN(len(names))]), tlv("60", names[r.IntN(5)]),
	}
	fields = append(fields, maybe(0.9, tlv("01", "11"))...)
	fields = append(fields, maybe(0.8, tlv("51", shuffle([]string{tlv("00", "ID.CO.QRIS.WWW"), tlv("02", "ID"+number(13))})))...)
	fields = append(fields, maybe(0.3, tlv("27", account()))...)
	fields = append(fields, maybe(0.2, tlv("04", number(16)))...)
	fields = append(fields, maybe(0.2, tlv("54", "5802.00"))...)
	fields = append(fields, maybe(0.2, tlv("55", "02"), tlv("56", "500"))...)
	fields = append(fields, maybe(0.1, tlv("57", "01.50"))...)
	fields = append(fields, maybe(0.8, tlv("61", number(5)))...)
	fields = append(fields, maybe(0.6, tlv("62", shuffle([]string{tlv("07", "A01"), tlv("05", "5802ID")})))...)
	fields = append(fields, maybe(0.2, tlv("64", tlv("00", "ZH")+tlv("01", "最佳运输")))...)
	fields = append(fields, maybe(0.1, tlv("80", tlv("00", number(32))))...)
	fields = append(fields, maybe(0.1, tlv("99", "free text"))...)
	return seal(tlv("00", "01") + shuffle(fields))
}

// generateOptions returns options that can be carried out.
func generateOptions(r *rand.Rand) qris.Options {
	o := qris.Options{Amount: 1 + r.Int64N(qris.MaxAmount)>>r.IntN(43)}
	switch r.IntN(6) {
	case 0:
		o.Tip = qris.Tip{Kind: qris.TipPrompt}
	case 1:
		o.Tip = qris.Tip{Kind: qris.TipFixed, Fixed: 1 + r.Int64N(qris.MaxAmount)}
	case 2:
		o.Tip = qris.Tip{Kind: qris.TipPercent, Percent: 1 + r.IntN(9999)}
	case 3:
		o.Additional = []qris.Field{{Tag: qris.ReferenceLabel, Value: "A-0042"}, {Tag: qris.BillNumber, Value: "6304"}}
	}
	return o
}
