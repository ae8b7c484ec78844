package voice

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
)

// Ensure that amounts are said as people say them.
func TestWords(t *testing.T) {
	for n, said := range map[int64]string{
		0: "nol", 1: "satu", 10: "sepuluh", 11: "sebelas", 12: "dua belas", 19: "sembilan belas", 20: "dua puluh",
		21: "dua puluh satu", 100: "seratus", 101: "seratus satu", 111: "seratus sebelas", 199: "seratus sembilan puluh sembilan",
		200: "dua ratus", 1000: "seribu", 1001: "seribu satu", 1100: "seribu seratus", 1999: "seribu sembilan ratus sembilan puluh sembilan",
		2000: "dua ribu", 10_000: "sepuluh ribu", 11_000: "sebelas ribu", 25_000: "dua puluh lima ribu", 100_000: "seratus ribu",
		101_000: "seratus satu ribu", 1_000_000: "satu juta", 1_001_000: "satu juta seribu", 10_000_000: "sepuluh juta",
		999_999_999: "sembilan ratus sembilan puluh sembilan juta sembilan ratus sembilan puluh sembilan ribu sembilan ratus sembilan puluh sembilan",
	} {
		assert.Equal(t, said, strings.Join(Words(n), " "), n)
	}
	assert.Empty(t, Words(-1))
	assert.Empty(t, Words(Most+1))
}

// understood is what a listener takes words for: a slow, obvious reading. Ones
// are gathered until a word says what they are worth.
func understood(words []string) (total int64) {
	var small, thousands int64
	for _, word := range words {
		switch word {
		case "puluh":
			small += small % 10 * 9
		case "belas":
			small += 10
		case "ratus":
			small *= 100
		case "seratus":
			small += 100
		case "seribu":
			thousands += 1000
		case "ribu":
			thousands, small = small*1000, 0
		case "juta":
			total, small = small*1_000_000, 0
		default:
			small += int64(slices.Index(units, word))
		}
	}
	return total + thousands + small
}

// Ensure that a listener hears the number that was meant: all up to a hundred
// thousand, and many up to the most.
func TestUnderstood(t *testing.T) {
	for n := range int64(100_000) {
		require.Equal(t, n, understood(Words(n)), "%v", Words(n))
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		n := rng.Int64N(Most + 1)
		require.Equal(t, n, understood(Words(n)), "%v", Words(n))
	}
}

// Ensure that every word that can be said was recorded: the right kind of file,
// audible, and not cut off in the middle of a swing.
func TestEveryWordIsRecorded(t *testing.T) {
	words := append([]string{"pembayaran-diterima", "rupiah", "lunas", "latihan", "belas", "puluh", "ratus", "seratus", "ribu", "seribu", "juta"}, units...)
	for letter := 'a'; letter <= 'z'; letter++ {
		words = append(words, "huruf-"+string(letter))
	}
	for _, word := range words {
		wav := assets.Sound(word)
		require.NotNil(t, wav, word)
		assert.Equal(t, []uint16{1, 1}, []uint16{binary.LittleEndian.Uint16(wav[20:]), binary.LittleEndian.Uint16(wav[22:])}, word)
		assert.EqualValues(t, Rate, binary.LittleEndian.Uint32(wav[24:]), word)
		assert.EqualValues(t, 16, binary.LittleEndian.Uint16(wav[34:]), word)
		said := samples(wav)
		assert.Greater(t, len(said), Rate/10, word)
		assert.Greater(t, peak(said), 8000, word)
		assert.Less(t, max(peak(said[:8]), peak(said[len(said)-8:])), 4000, word)
	}
}

func peak(s Sound) (most int) {
	for _, sample := range s {
		most = max(most, int(math.Abs(float64(sample))))
	}
	return most
}

// Ensure that a phrase is its words, one after the other, and that the order on
// the screen and another one do not sound alike.
func TestPhrases(t *testing.T) {
	long := func(words ...string) (n int) {
		for _, word := range words {
			n += len(samples(assets.Sound(word))) + len(pause(0.035))
		}
		return n
	}
	paid := Paid(25_000, false)
	assert.Len(t, paid, len(Chime())+long("pembayaran-diterima")+len(pause(0.12))+long("dua", "puluh", "lima", "ribu", "rupiah"))
	assert.Less(t, float64(len(paid))/Rate, 5.5, "seconds")
	assert.Len(t, Paid(Most+1, false), len(Chime())+long("pembayaran-diterima"))
	assert.Len(t, Paid(25_000, true), len(paid)+long("latihan")+len(pause(0.12)))
	other := Other("A-0041")
	assert.Len(t, other, len(otherChime())+long("huruf-a", "nol", "nol", "empat", "satu", "lunas"))
	assert.NotEqual(t, paid[:Rate/2], other[:Rate/2])
	assert.Less(t, len(Click()), Rate/5)
	for _, chime := range []Sound{Chime(), otherChime(), Click()} {
		assert.Greater(t, peak(chime), 3000)
		assert.Less(t, peak(chime), math.MaxInt16)
		assert.Less(t, peak(chime[len(chime)-8:]), 600, "no crack at the end")
	}
}

// Ensure that the volume lowers every sample and 0 is silence.
func TestVolume(t *testing.T) {
	chime := Chime()
	assert.Equal(t, chime, chime.Volume(1))
	assert.Zero(t, peak(chime.Volume(0)))
	assert.InDelta(t, peak(chime)/4, peak(chime.Volume(0.5)), 2)
	assert.Equal(t, chime, chime.Volume(7))
}

// Ensure that what is no recording is silence and no panic.
func FuzzSamples(f *testing.F) {
	f.Add(assets.Sound("satu"))
	f.Add([]byte("RIFF\x04\x00\x00\x00WAVEdata\xff\xff\xff\xff"))
	f.Add([]byte("RIFF"))
	f.Fuzz(func(t *testing.T, wav []byte) {
		assert.LessOrEqual(t, 2*len(samples(wav)), len(wav))
	})
}
