package pos

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that every way to write the same amount reads as the same rupiah, and
// that anything that is not whole rupiah above zero is refused.
func TestAmount(t *testing.T) {
	for _, same := range []string{`10000`, `"10000"`, `10000.0`, `"10000.00"`, `{"value":"10000.00"}`, `{"value":10000}`, ` {"currency":"IDR","value":"10000"} `} {
		var a Amount
		require.NoError(t, json.Unmarshal([]byte(same), &a), same)
		assert.Equal(t, Rupiah(10000), a.Rupiah, same)
	}
	for _, refused := range []string{
		`10000.50`, `"10000.5"`, `{"value":"10000.01"}`, `"10.000"`, `10.000`, `"10,000"`, `"Rp10000"`, `1e4`, `-1`, `"+1"`, `0`, `"0.00"`, `""`, `"."`, `".00"`, `"1."`,
		`"١٢٣"`, `" 1"`, `99999999999999`, `"123456789012345678901234567890"`, `true`, `[]`, `[1]`, `{}`, `{"value":null}`, `{"value":{"value":1}}`, `{"value":[]}`,
	} {
		var a Amount
		assert.ErrorIs(t, json.Unmarshal([]byte(refused), &a), ErrAmount, refused)
	}
}
