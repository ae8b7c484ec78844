package voice

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"

	"laci/assets"
)

// Rate is how many samples a second every Sound has.
const Rate = 22_050

// Sound is samples for one loudspeaker, 16 bits each, Rate of them a second.
type Sound []int16

// Paid is what a customer hears when a machine told of the money: the chime,
// and "Pembayaran diterima, dua puluh lima ribu rupiah"; for practice money
// "Latihan" goes first. An amount that cannot be said is left out.
func Paid(amount int64, practice bool) Sound {
	said := Chime()
	if practice {
		said = append(append(said, speak("latihan")...), pause(0.12)...)
	}
	said = append(said, speak("pembayaran-diterima")...)
	if words := Words(amount); words != nil {
		said = append(append(said, pause(0.12)...), speak(append(words, "rupiah")...)...)
	}
	return said
}

// Other is what a cashier hears when money came for another order than the one
// on the screen: a chime of its own and the number, "A nol nol empat satu lunas".
func Other(number string) Sound {
	var words []string
	for _, c := range strings.ToLower(number) {
		switch {
		case c >= '0' && c <= '9':
			words = append(words, units[c-'0'])
		case c >= 'a' && c <= 'z':
			words = append(words, "huruf-"+string(c))
		}
	}
	return append(otherChime(), speak(append(words, "lunas")...)...)
}

// speak puts words together, a little apart.
func speak(words ...string) (said Sound) {
	for _, word := range words {
		said = append(append(said, samples(assets.Sound(word))...), pause(0.035)...)
	}
	return said
}

func pause(seconds float64) Sound { return make(Sound, int(seconds*Rate)) }

// samples reads the samples of a WAV file of one channel and 16 bits (RIFF, the
// chunk "data"); a file without any gives none.
func samples(wav []byte) Sound {
	const head = 12 // "RIFF", the length, "WAVE"
	for rest := wav[min(head, len(wav)):]; len(rest) >= 8; {
		size := int(binary.LittleEndian.Uint32(rest[4:8]))
		body := rest[8:]
		if size < 0 || size > len(body) {
			return nil
		}
		if bytes.HasPrefix(rest, []byte("data")) {
			said := make(Sound, size/2)
			for i := range said {
				said[i] = int16(binary.LittleEndian.Uint16(body[2*i:]))
			}
			return said
		}
		rest = body[min(len(body), size+size%2):]
	}
	return nil
}

// Volume gives the sound as loud as wanted, 0 to 1; 0.5 sounds about half as
// loud as 1, for the ear hears in steps.
func (s Sound) Volume(wanted float64) Sound {
	factor := math.Pow(min(1, max(0, wanted)), 2)
	quieter := make(Sound, len(s))
	for i, sample := range s {
		quieter[i] = int16(float64(sample) * factor)
	}
	return quieter
}
