package qris_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/qris"
)

// sticker is an unpayable code in the shape of a shop's.
const sticker = "00020101021126630014ID.SPINPAY.WWW011893600999307418529602122581470369250303UMI51440014ID.CO.QRIS.WWW0215ID10209000000240303UMI5204839853033605802ID5904TOKO6013KOTA CONTOH A61051011062140103***0703C586304267B"

// seal appends a checksum to the fields of a payload.
func seal(fields string) string {
	text := fields + "6304"
	const hex = "0123456789ABCDEF"
	crc := slowCRC(text)
	for shift := 12; shift >= 0; shift -= 4 {
		text += string(hex[crc>>shift&15])
	}
	return text
}

// slowCRC is the checksum by its definition, one bit at a time.
func slowCRC(text string) uint16 {
	crc := uint16(0xFFFF)
	for _, b := range []byte(text) {
		crc ^= uint16(b) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x1021
			} else {
				crc <<= 1
			}
		}
	}
	return crc
}

// edit replaces one part of a text and seals it again.
func edit(t testing.TB, text, old, replacement string) string {
	t.Helper()
	body := text[:len(text)-8]
	require.Equal(t, 1, strings.Count(body, old), "%q must occur once", old)
	return seal(strings.Replace(body, old, replacement, 1))
}

// Ensure that every vector that parses gives every byte back, and that only
// those whose structure is broken do not parse.
func TestParseKeepsEveryByte(t *testing.T) {
	for _, v := range readVectors(t, "qris.jsonl") {
		p, err := qris.Parse(v.Payload)
		if strings.Contains(v.Notes, "must be refused") {
			require.ErrorIs(t, err, qris.ErrMalformedTLV, v.Payload)
			continue
		}
		if strings.HasSuffix(v.Payload, "8000630484D1") {
			require.ErrorIs(t, err, qris.ErrZeroLength, v.Payload)
			continue
		}
		require.NoError(t, err, v.Payload)
		assert.Equal(t, v.Payload, p.String())
		var again strings.Builder
		for _, f := range p.Fields() {
			again.WriteString(f.String())
		}
		assert.Equal(t, v.Payload, again.String())
	}
}

// Ensure that the reading helpers say of every vector what is known about it.
func TestParseReadsVectors(t *testing.T) {
	known := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	for _, v := range readVectors(t, "qris.jsonl") {
		p, err := qris.Parse(v.Payload)
		if err != nil {
			continue
		}
		m := p.Merchant()
		assert.Equal(t, known(v.Name), m.Name, v.Payload)
		assert.Equal(t, known(v.City), m.City, v.Payload)
		assert.Equal(t, known(v.Currency), p.Currency(), v.Payload)
		assert.Equal(t, known(v.Country), p.Country(), v.Payload)
		if v.NMID != nil {
			assert.Equal(t, known(v.NMID), p.NMID(), v.Payload)
		}
		if v.Static != nil {
			assert.Equal(t, *v.Static, p.Static(), v.Payload)
		}
		if strings.HasPrefix(v.Scheme, "QRIS") {
			assert.Equal(t, qris.QRIS, p.Scheme(), v.Payload)
			amount, ok, err := p.Amount()
			require.NoError(t, err, v.Payload)
			assert.Equal(t, v.Amount != nil, ok, v.Payload)
			if ok {
				whole, _, _ := strings.Cut(*v.Amount, ".")
				assert.Equal(t, whole, formatInt(amount), v.Payload)
			}
		}
		assert.Equal(t, v.CRCOK, slowCRC(v.Payload[:len(v.Payload)-4]) == qris.Checksum(v.Payload[:len(v.Payload)-4]))
	}
}

func formatInt(n int64) string { return strconv.FormatInt(n, 10) }
