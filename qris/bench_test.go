package qris_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"laci/qris"
)

// shop is a static payload of 215 characters.
var shop = seal("00020101021126670018ID.CO.SPINPAY2.WWW011893600999307418529602122581470369250303UMI51440014ID.CO.QRIS.WWW0215ID10209000000240303UMI5204839853033605802ID5907TOKO 816013KOTA CONTOH A61051011062140103***0703C58")

var sink string

func BenchmarkDynamic(b *testing.B) {
	require.Len(b, shop, 215)
	b.ReportAllocs()
	for b.Loop() {
		sink, _ = qris.Dynamic(shop, qris.Options{Amount: 25_000})
	}
}

func BenchmarkPayloadDynamic(b *testing.B) {
	p, err := qris.Parse(shop)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		sink, _ = p.Dynamic(qris.Options{Amount: 25_000})
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		p, _ := qris.Parse(shop)
		sink = p.String()
	}
}

func BenchmarkChecksum(b *testing.B) {
	text := strings.Repeat(shop, 20)[:4096]
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		qris.Checksum(text)
	}
}

func BenchmarkChecksumPayload(b *testing.B) {
	b.SetBytes(int64(len(shop)))
	for b.Loop() {
		qris.Checksum(shop)
	}
}

func BenchmarkCheck(b *testing.B) {
	p, err := qris.Parse(shop)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		qris.Check(p)
	}
}
