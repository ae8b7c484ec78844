package sengo

import (
	"encoding/hex"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that the signature is the one of known answers: of a body, of the same
// as PHP writes it, and of no body.
func TestSign(t *testing.T) {
	const body = `{"reference":"REFF012","amount":10000,"expiryMinutes":30,"viewName":"Toko Uji","additionalInfo":{"callback":"https://pos.example/cb/sengo/x"}}`
	for text, want := range map[string]string{
		body:                      "3e2d46c709c77100355f68f8f519490feb23a91474af6bb46b07d9742a3bff9f3ba6818cfb9279b1898841b4acebab76c618a22c8e84f471b6337237b5f723cf",
		string(php([]byte(body))): "6f680fa3401f4c7b28315339ecb6eaebb11818a203f45c6cbb8a79aa0791a31c1f57d2c8d733506ac745041a69be5b3908d52e04cd315b6b274fb3fc83b8d693",
		"":                        "95d25098b98f7fc25ad0747cab0fa578fbe0ad09b90af7ae85af51188fd1485ee302287dbe6a529d64b159da6a6301c82eb5953768c4ffc65b8f031d245f7479",
	} {
		assert.Equal(t, want, hex.EncodeToString(sign("sg-key", []byte("sg-token"), []byte(text))), text)
		assert.True(t, signed("sg-key", []byte("sg-token"), []byte(body), want) == (text != ""), text)
	}
}

// Ensure that json_encode is written as PHP writes it.
func TestPHP(t *testing.T) {
	for compact, want := range map[string]string{
		`{"a":"https://x/y","b":[1.50,true,null]}`: `{"a":"https:\/\/x\/y","b":[1.50,true,null]}`,
		`{"é":"…𝄞"}`:                               `{"\u00e9":"\u2026\ud834\udd1e"}`,
		`{"a":"\/ \\/ \" \n \u00e9 <&>"}`:          `{"a":"\/ \\\/ \" \n \u00e9 <&>"}`,
	} {
		assert.Equal(t, want, string(php([]byte(compact))))
	}
}

// Ensure that a request is taken whichever form of its body was signed: the
// bytes sent, the body without white space, or PHP's; and no other body's.
func TestSignedForms(t *testing.T) {
	const body = `{ "reference": "é/1", "amount": 10000, "viewName": "Toko", "additionalInfo": {"callback": "https://toko.example/cb"} }`
	const compact = `{"reference":"é/1","amount":10000,"viewName":"Toko","additionalInfo":{"callback":"https://toko.example/cb"}}`
	s := open(t)
	for _, form := range []string{body, compact, string(php([]byte(compact)))} {
		assert.Equal(t, http.StatusOK, s.ask(t, "POST", "/qris", body, form).Status, form)
	}
	for _, other := range []string{"", "{}", compact[:len(compact)-1], `{"amount":10000,"reference":"é/1","viewName":"Toko","additionalInfo":{"callback":"https://toko.example/cb"}}`} {
		refused(t, s.ask(t, "POST", "/qris", body, other), http.StatusUnauthorized, "UNAUTHORIZED")
	}
}

// Ensure that PHP's form of any JSON is plain ASCII without a bare slash and
// says the same.
func FuzzPHP(f *testing.F) {
	for _, raw := range []string{example, `{"a":"https:\/\/x/y\\/"}`, `"\\"`, `["𝄞\u2028\ud834"]`, `{"a":1e3}`} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		written := forms(raw)
		assert.Equal(t, raw, written[0])
		if len(written) == 1 {
			assert.False(t, json.Valid(raw))
			return
		}
		for i, c := range written[2] {
			require.Less(t, c, byte(0x80))
			require.True(t, c != '/' || written[2][i-1] == '\\')
		}
		assert.JSONEq(t, string(raw), string(written[2]))
	})
}
