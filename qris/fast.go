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
		tag, end, ok := header(text, i)
		if !ok || seen.add(tag) {
			return "", false
		}
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
	return out, reproduces(out, text)
}

// header reads the tag at byte i of an ASCII text and where its value ends.
func header(text string, i int) (tag uint8, end int, ok bool) {
	if len(text)-i < 5 {
		return 0, 0, false
	}
	s := text[i : i+4]
	t1, t0, l1, l0 := s[0]-'0', s[1]-'0', s[2]-'0', s[3]-'0'
	length := int(l1)*10 + int(l0)
	end = i + 4 + length
	return t1*10 + t0, end, t1 <= 9 && t0 <= 9 && l1 <= 9 && l0 <= 9 && length > 0 && end <= len(text)
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
	for i := 0; i < len(value); {
		tag, end, ok := header(value, i)
		if !ok || seen.add(tag) {
			return false
		}
		i = end
	}
	return true
}

// panIndonesian reports whether field 01 of a whole template begins with 9360.
func panIndonesian(template string) bool {
	for i := 0; i < len(template); {
		tag, end, _ := header(template, i)
		if tag == 1 {
			return indonesian(template[i+4 : end])
		}
		i = end
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
// is the one given but for the change: 01 is 12, 54 to 57 stand after 53, 63
// is new, and everything else is there in the same order.
func reproduces(made, given string) bool {
	last := uint8(0)
	for i, j := 0, 0; ; {
		if i == len(made) {
			return j == len(given)
		}
		tag, end, ok := header(made, i)
		if !ok {
			return false
		}
		if tag >= 54 && tag <= 57 {
			if last < 53 || last >= tag {
				return false
			}
			last, i = tag, end
			continue
		}
		from, until := j, j
		for dropped := uint8(54); dropped >= 54 && dropped <= 57; {
			if from = until; from == len(given) {
				return false
			}
			dropped, until, _ = header(given, from)
		}
		if tag != 1 && tag != 63 && made[i:end] != given[from:until] {
			return false
		}
		last, i, j = tag, end, until
	}
}
