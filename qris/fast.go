package qris

import "strconv"

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

// required root tags of a payload that splice takes, all below 64.
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
	made := room[:0]
	var seen tagSet
	copied, account := 0, false
	for i := 0; i < len(text); {
		tag, size := header(text[i:])
		if size < 5 || size > len(text)-i || seen.add(tag) {
			return "", false
		}
		end := i + size
		value := text[i+4 : end]
		switch {
		case tag == 1:
			made = append(append(made, text[copied:i+4]...), "12"...)
			copied = end
		case tag == 53:
			made = append(made, text[copied:end]...)
			made = appendChange(made, o)
			copied = end
		case tag >= 54 && tag <= 57:
			made = append(made, text[copied:i]...)
			copied = end
		}
		if !common(tag, value) || tag == 63 && end != len(text) {
			return "", false
		}
		account = account || tag == 51 || tag >= 26 && tag <= 45 && panIndonesian(value)
		i = end
	}
	if seen[0]&required != required || !account || !crcFits(text) {
		return "", false
	}
	made = append(made, text[copied:len(text)-4]...)
	crc := formatCRC(update(&crcBytes, 0xFFFF, made))
	out = string(append(made, crc[:]...))
	return out, reproduces(out, text, o.Amount)
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

// common reports whether a root field is one that splice understands fully
// and finds sound.
func common(tag uint8, value string) bool {
	switch {
	case tag == 0:
		return value == "01"
	case tag == 1:
		return value == "11"
	case tag == 40 || tag == 64 || tag >= 80:
		return false
	case tag >= 26 && tag <= 51 || tag == 62:
		return wholeTemplate(value)
	case tag == 52:
		return value != "4829"
	case tag == 53:
		return value == "360"
	case tag == 54:
		_, ok := parseAmount(value)
		return ok
	case tag == 58:
		return value == "ID"
	case tag == 63:
		return len(value) == 4
	}
	return true
}

// wholeTemplate reports whether a value holds whole fields, no tag twice.
func wholeTemplate(value string) bool {
	var seen tagSet
	for value != "" {
		tag, size := header(value)
		if size < 5 || size > len(value) || seen.add(tag) {
			return false
		}
		value = value[size:]
	}
	return true
}

// panIndonesian reports whether field 01 of a whole template begins with 9360.
func panIndonesian(template string) bool {
	for template != "" {
		tag, size := header(template)
		if tag == 1 {
			return indonesian(template[4:size])
		}
		template = template[size:]
	}
	return false
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

// reproduces reads both payloads side by side and reports whether the one made
// is the one given but for the change: 01 is 12, 54 is the amount and stands
// with 55 to 57 after 53, 63 is new, and everything else is there in the same
// order.
func reproduces(made, given string, amount int64) bool {
	last := uint8(0)
	for made != "" {
		tag, size := header(made)
		if size < 5 || size > len(made) {
			return false
		}
		if tag >= 54 && tag <= 57 {
			if last < 53 || last >= tag {
				return false
			}
			if got, ok := parseAmount(made[4:size]); tag == 54 && (!ok || got != amount) {
				return false
			}
		} else {
			for isChange(given) {
				_, dropped := header(given)
				given = given[dropped:]
			}
			same := size
			if tag == 1 || tag == 63 {
				same = 4
			}
			if len(given) < size || made[:same] != given[:same] {
				return false
			}
			given = given[size:]
		}
		last, made = tag, made[size:]
	}
	return given == ""
}

// isChange reports whether a text starts with one of the tags 54 to 57.
func isChange(text string) bool {
	return len(text) > 1 && text[0] == '5' && text[1] >= '4' && text[1] <= '7'
}
