package qris_test

import (
	"errors"
	"fmt"

	"laci/qris"
)

// A static code in the shape of a shop's sticker. Its account number begins
// with 93600999, which belongs to nobody, so that it cannot be paid.
const example = "00020101021126630014ID.SPINPAY.WWW011893600999307418529602122581470369250303UMI51440014ID.CO.QRIS.WWW0215ID10209000000240303UMI5204839853033605802ID5904TOKO6013KOTA CONTOH A61051011062140103***0703C586304267B"

func ExampleParse() {
	p, err := qris.Parse(example)
	if err != nil {
		fmt.Println(qris.Code(err))
		return
	}
	m := p.Merchant()
	fmt.Println(m.Name, "in", m.City, "is", p.NMID())
	for _, a := range p.Accounts() {
		fmt.Println(a.Tag, a.GUID, a.MerchantID)
	}
	// Output:
	// TOKO in KOTA CONTOH A is ID1020900000024
	// 26 ID.SPINPAY.WWW 258147036925
	// 51 ID.CO.QRIS.WWW ID1020900000024
}

func ExampleDynamic() {
	text, err := qris.Dynamic(example, qris.Options{Amount: 25_000})
	if err != nil {
		fmt.Println(qris.Code(err))
		return
	}
	fmt.Println(text)
	// Output:
	// 00020101021226630014ID.SPINPAY.WWW011893600999307418529602122581470369250303UMI51440014ID.CO.QRIS.WWW0215ID10209000000240303UMI5204839853033605405250005802ID5904TOKO6013KOTA CONTOH A61051011062140103***0703C586304697F
}

func ExampleDynamic_refused() {
	_, err := qris.Dynamic("https://example.com/pay", qris.Options{Amount: 25_000})
	fmt.Println(qris.Code(err), errors.Is(err, qris.ErrNotEMV))
	// Output: not_emv true
}

func ExampleCheck() {
	p, err := qris.Parse(example)
	if err != nil {
		fmt.Println(qris.Code(err))
		return
	}
	for _, f := range qris.Check(p) {
		fmt.Println(f.Severity, f.Tag, f.Code)
	}
	// Output: note 26.01 institution_unknown
}

func ExampleClean() {
	text, removed := qris.Clean(" \"" + example + "\"\n")
	fmt.Println(text == example, removed)
	// Output: true [{space 1} {quote 2} {line_break 1}]
}

func ExamplePayload_Fields() {
	p, err := qris.Parse(example)
	if err != nil {
		fmt.Println(qris.Code(err))
		return
	}
	for _, f := range p.Fields() {
		if f.Tag == "62" {
			fmt.Println(f.Fields())
		}
	}
	// Output: [0103*** 0703C58]
}
