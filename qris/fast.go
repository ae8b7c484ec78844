package qris

import (
	"strconv"
	"strings"
)

// Dynamic returns the text of the static payload as one that asks for an
// amount. It gives the same result and the same errors as Parse followed by
// Payload.Dynamic, which say what they are.
func Dynamic(text string, o Options) (string, error) {
	if out, ok := splice(text, o); ok {
		return out, nil
	}
	p, err := Parse(text)
	if err != nil {
		return "", err
	}
	return p.Dynamic(o)
}

// maxChange is the most that splice lengthens a payload: the amount (17), the
// kind of tip (6) and its amount (17).
const maxChange = 40

// required root tags of a payload that splice takes, as bits.
const required = 1<<0 | 1<<1 | 1<<52 | 1<<53 | 1<<58 | 1<<59 | 1<<60 | 1<<63

// splice makes a sound and common payload dynamic in one pass. ok is false
// whenever anything is unusual or wrong, which is then for Payload.Dynamic to
// judge: splice itself refuses nothing.
func splice(text string, o Options) (out string, ok bool) {
	if len(text) > maxLength-maxChange || !isASCII(text) || len(o.Additional) > 0 ||
		!validAmount(o.Amount) || !o.Tip.valid() {
		return "", false
	}
	var room [maxLength]byte
	made, copied := room[:0], 0
	var seen uint64
	account := false
	for i := 0; i < len(text); {
		tag, size := header(text[i:])
		if size < 5 || size > len(text)-i || tag > 63 || seen>>tag&1 != 0 {
			return "", false
		}
		seen |= 1 << tag
		end := i + size
		value, sound := text[i+4:end], true
		switch tag {
		case 0:
			sound = value == "01"
		case 1:
			sound = value == "11"
			made = append(append(made, text[copied:i+4]...), "12"...)
			copied = end
		case 40:
			sound = false
		case 51, 62:
			sound, _ = template(value)
			account = account || tag == 51
		case 52:
			sound = value != "4829"
		case 53:
			sound = value == "360"
			made = appendChange(append(made, text[copied:end]...), o)
			copied = end
		case 54, 55, 56, 57:
			sound = tag != 54 || readable(value)
			made = append(made, text[copied:i]...)
			copied = end
		case 58:
			sound = value == "ID"
		case 63:
			sound = len(value) == 4 && end == len(text)
		default:
			if tag >= 26 && tag <= 50 {
				var payable bool
				sound, payable = template(value)
				account = account || payable && tag <= 45
			}
		}
		if !sound {
			return "", false
		}
		i = end
	}
	if seen&required != required || !account || !crcFits(text) {
		return "", false
	}
	made = append(made, text[copied:len(text)-4]...)
	crc := formatCRC(update(&crcBytes, 0xFFFF, made))
	out = string(append(made, crc[:]...))
	return out, reproduces(out, text, o.Amount)
}

// template reports whether a value holds whole fields, no tag twice and none
// above 63, and whether the account number among them is Indonesian.
func template(value string) (sound, payable bool) {
	var seen uint64
	for value != "" {
		tag, size := header(value)
		if size < 5 || size > len(value) || tag > 63 || seen>>tag&1 != 0 {
			return false, false
		}
		seen |= 1 << tag
		payable = payable || tag == 1 && indonesian(value[4:size])
		value = value[size:]
	}
	return true, payable
}

// readable reports whether an amount can be read.
func readable(amount string) bool {
	_, ok := parseAmount(amount)
	return ok
}

// header reads the tag of the field at the start of an ASCII text and its
// size, header and value together. The field is whole if size is 5 or more and
// the text is as long. The four digits are checked together: less '0', a byte
// is a digit if neither it nor it plus 0x76 has its highest bit set.
func header(text string) (tag uint8, size int) {
	if len(text) < 4 {
		return 0, 0
	}
	d := uint32(text[0]) | uint32(text[1])<<8 | uint32(text[2])<<16 | uint32(text[3])<<24
	d -= 0x30303030
	if (d|(d+0x76767676))&0x80808080 != 0 {
		return 0, 0
	}
	return uint8(d)*10 + uint8(d>>8), int(d>>16&15*10 + d>>24 + 4)
}

// appendChange appends tags 54 to 57 as the options ask.
func appendChange(made []byte, o Options) []byte {
	made = appendNumber(append(made, "54"...), o.Amount)
	switch o.Tip.Kind {
	case TipPrompt:
		made = append(made, "550201"...)
	case TipFixed:
		made = appendNumber(append(made, "55020256"...), o.Tip.Fixed)
	case TipPercent:
		made = append(append(made, "5502035705"...), formatPercent(o.Tip.Percent)...)
	}
	return made
}

// appendNumber appends the length of a number in two digits and the number.
func appendNumber(made []byte, n int64) []byte {
	start := len(made)
	made = strconv.AppendInt(append(made, "00"...), n, 10)
	length := byte(len(made) - start - 2)
	made[start], made[start+1] = '0'+length/10, '0'+length%10
	return made
}

// reproduces reads the payload made and reports whether it is the one given but
// for the change: 01 is 12, 54 is the amount and stands with 55 to 57 after 53,
// 63 is new, and everything else is there byte for byte in the same order. The
// fields of both are walked side by side, i in the one made and j in the one
// given, and compared in stretches from one change to the next.
func reproduces(made, given string, amount int64) bool {
	from, i, j := 0, 0, 0
	for last := uint8(0); i < len(made); {
		tag, size := header(made[i:])
		if size < 5 || size > len(made)-i || (last == 53) != (tag == 54) {
			return false
		}
		if tag >= 54 && tag <= 57 {
			got, ok := amount, true
			if tag == 54 {
				got, ok = parseAmount(made[i+4 : i+size])
			}
			if last < 53 || last >= tag || !ok || got != amount || !strings.HasSuffix(given[:j], made[from:i]) {
				return false
			}
			i += size
			from, last = i, tag
			continue
		}
		for isChange(given[j:]) {
			_, dropped := header(given[j:])
			if dropped < 5 || dropped > len(given)-j || !strings.HasSuffix(given[:j], made[from:i]) {
				return false
			}
			from, j = i, j+dropped
		}
		i, j, last = i+size, j+size, tag
		if j > len(given) {
			return false
		}
		if tag == 1 || tag == 63 {
			value := i - size + 4
			if !strings.HasSuffix(given[:j-size+4], made[from:value]) || tag == 1 && made[value:i] != "12" {
				return false
			}
			from = i
		}
	}
	return j == len(given) && strings.HasSuffix(given, made[from:])
}

// isChange reports whether a text starts with one of the tags 54 to 57.
func isChange(text string) bool {
	return len(text) > 1 && text[0] == '5' && text[1] >= '4' && text[1] <= '7'
}
