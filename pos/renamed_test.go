package pos

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// renamed is a static code with another shop's name of the same length, and the
// checksum that goes with it (CRC-16/CCITT-FALSE).
func renamed(t testing.TB, text, name string) string {
	t.Helper()
	text = strings.Replace(strings.TrimSpace(text), "WARUNG SAYUR BU TINI", name, 1)
	require.Contains(t, text, name)
	text = text[:len(text)-4]
	sum := uint16(0xffff)
	for _, b := range []byte(text) {
		sum ^= uint16(b) << 8
		for range 8 {
			if sum&0x8000 != 0 {
				sum = sum<<1 ^ 0x1021
			} else {
				sum <<= 1
			}
		}
	}
	return text + fmt.Sprintf("%04X", sum)
}
