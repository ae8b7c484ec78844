package qris

// polynomial of CRC-16/CCITT-FALSE: initial value FFFF, no reflection, no
// final xor.
const polynomial = 0x1021

// A crcTable holds, for k = 0 to 15, what a byte does to the checksum when k
// more bytes follow it.
type crcTable [16][256]uint16

// crcBytes is never written after start.
var crcBytes = makeCRCTable()

func makeCRCTable() (t crcTable) {
	for b := range t[0] {
		crc := uint16(b) << 8
		for range 8 {
			carry := crc&0x8000 != 0
			crc <<= 1
			if carry {
				crc ^= polynomial
			}
		}
		t[0][b] = crc
	}
	for k := 1; k < len(t); k++ {
		for b, crc := range t[k-1] {
			t[k][b] = crc<<8 ^ t[0][crc>>8]
		}
	}
	return t
}

// Checksum returns the CRC-16/CCITT-FALSE of the bytes of the text. The
// checksum of a payload covers everything up to and including "6304".
func Checksum(text string) uint16 { return update(&crcBytes, 0xFFFF, text) }

// update continues a checksum over more text, sixteen bytes a step and then
// four: the lookups of a step do not wait for each other, and only two of them
// wait for the step before. The table is a parameter because the compiler
// otherwise computes its address anew for every lookup, which costs a third of
// the speed.
func update[T string | []byte](t *crcTable, crc uint16, text T) uint16 {
	i := 0
	for ; i+16 <= len(text); i += 16 {
		s := text[i : i+16]
		a := t[13][s[2]] ^ t[12][s[3]] ^ t[11][s[4]] ^ t[10][s[5]]
		b := t[9][s[6]] ^ t[8][s[7]] ^ t[7][s[8]] ^ t[6][s[9]]
		c := t[5][s[10]] ^ t[4][s[11]] ^ t[3][s[12]] ^ t[2][s[13]]
		d := t[1][s[14]] ^ t[0][s[15]]
		crc = a ^ b ^ c ^ d ^ (t[15][s[0]^byte(crc>>8)] ^ t[14][s[1]^byte(crc)])
	}
	for ; i+4 <= len(text); i += 4 {
		s := text[i : i+4]
		crc = t[1][s[2]] ^ t[0][s[3]] ^ (t[3][s[0]^byte(crc>>8)] ^ t[2][s[1]^byte(crc)])
	}
	for ; i < len(text); i++ {
		crc = crc<<8 ^ t[0][byte(crc>>8)^text[i]]
	}
	return crc
}

// formatCRC writes a checksum as four upper-case hexadecimal digits.
func formatCRC(crc uint16) [4]byte {
	const digits = "0123456789ABCDEF"
	return [4]byte{digits[crc>>12], digits[crc>>8&15], digits[crc>>4&15], digits[crc&15]}
}

// parseCRC reads four hexadecimal digits of either case.
func parseCRC(text string) (crc uint16, ok bool) {
	if len(text) != 4 {
		return 0, false
	}
	for i := range 4 {
		digit := text[i]
		switch {
		case digit >= '0' && digit <= '9':
			digit -= '0'
		case digit >= 'A' && digit <= 'F':
			digit -= 'A' - 10
		case digit >= 'a' && digit <= 'f':
			digit -= 'a' - 10
		default:
			return 0, false
		}
		crc = crc<<4 | uint16(digit)
	}
	return crc, true
}

// crcFits reports whether the text ends in a checksum field that belongs to it.
func crcFits(text string) bool {
	end := len(text) - 4
	if end < 4 || text[end-4:end] != "6304" {
		return false
	}
	crc, ok := parseCRC(text[end:])
	return ok && crc == Checksum(text[:end])
}
