package qris

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that the last look at a payload made sees every byte that is not as
// it should be, except in the checksum, which is computed over what is there.
func TestReproducesSeesEveryByte(t *testing.T) {
	body := "000201" + "010211" + "26370014ID.SPINPAY.WWW0115936009990000001" + "520453995404100." +
		"5303360" + "550201" + "5802ID" + "5904TOKO" + "6004KOTA" + "6304"
	crc := formatCRC(Checksum(body))
	given := body + string(crc[:])
	made, ok := splice(given, Options{Amount: 25_000})
	require.True(t, ok)
	require.True(t, reproduces(made, given, 25_000))

	for i := range len(made) - 4 {
		for _, b := range []byte("0159AZ-\xff") {
			if made[i] != b {
				damaged := made[:i] + string([]byte{b}) + made[i+1:]
				assert.False(t, reproduces(damaged, given, 25_000), "%d: %q", i, damaged)
			}
		}
		assert.False(t, reproduces(made[:i], given, 25_000), i)
		assert.False(t, reproduces(made[:i]+made[i+1:], given, 25_000), i)
	}
	for i := range given {
		assert.False(t, reproduces(made, given[:i], 25_000), i)
	}
	assert.False(t, reproduces(made+"5902AB", given, 25_000))
	assert.False(t, reproduces(made, given+"5902AB", 25_000))
	assert.False(t, reproduces(made, given, 25_001))
}

// Ensure that splice takes the common payload itself and leaves to the readable
// way whatever it does not understand fully.
func TestSpliceLeavesTheUnusual(t *testing.T) {
	const account = "26370014ID.SPINPAY.WWW0115936009990000001"
	sealed := func(fields string) string {
		fields += "6304"
		crc := formatCRC(Checksum(fields))
		return fields + string(crc[:])
	}
	common := "000201010211" + account + "5204539953033605802ID5904TOKO6004KOTA"
	for text, want := range map[string]bool{
		sealed(common):                          true,
		sealed(common + "6207070312A"):          true,
		sealed(common + "62070703A019907"):      false,
		sealed(common + "6404ABCD"):             false,
		sealed(common + "8004ABCD"):             false,
		sealed(common + "40080104ABCD"):         false,
		sealed("000201" + common[12:]):          false,
		sealed(common + "61" + "05é1011"):       false,
		sealed(common + "5904TOKO"):             false,
		sealed(common + "540510000"):            true,
		sealed(common + "540501000"):            false,
		sealed(common + "62160404A0010404B001"): false,
	} {
		_, ok := splice(text, Options{Amount: 1})
		assert.Equal(t, want, ok, text)
	}
	for _, o := range []Options{{}, {Amount: 1, Tip: Tip{Kind: 7}}, {Amount: 1, Additional: []Field{{"05", "A"}}}} {
		_, ok := splice(sealed(common), o)
		assert.False(t, ok, "%+v", o)
	}
}

// Ensure that the readable way, too, does not let a payload pass that does not
// read back as what was meant.
func TestConfirmSeesWhatIsNotMeant(t *testing.T) {
	want := []Field{{"00", "01"}, {"59", "TOKO"}}
	text := "0002015904TOKO6304"
	crc := formatCRC(Checksum(text))
	text += string(crc[:])
	assert.NoError(t, confirm(text, want))
	assert.ErrorIs(t, confirm(text, want[:1]), ErrChanged)
	assert.ErrorIs(t, confirm(text, []Field{{"00", "01"}, {"59", "BUKU"}}), ErrChanged)
	assert.ErrorIs(t, confirm(text[:len(text)-1]+"?", want), ErrChanged)
	assert.ErrorIs(t, confirm(text[:9], want), ErrMalformedTLV)
}
