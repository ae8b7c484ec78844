package sengo

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// sign is the document's signature: HMAC-SHA512, in hex, of the client key
// followed by the body, with the client token.
func sign(client string, token, body []byte) []byte {
	mac := hmac.New(sha512.New, token)
	mac.Write([]byte(client))
	mac.Write(body)
	return mac.Sum(nil)
}

// signed tells whether the signature is one of the body. The document leaves
// open which bytes are signed, those sent or those of PHP's json_encode: both
// are taken, and the body without its white space.
func signed(client string, token, body []byte, signature string) bool {
	given, err := hex.DecodeString(signature)
	if err != nil {
		return false
	}
	for _, form := range forms(body) {
		if hmac.Equal(given, sign(client, token, form)) {
			return true
		}
	}
	return false
}

// forms are the ways to write a body that a client may have signed.
func forms(body []byte) [][]byte {
	var compact bytes.Buffer
	if json.Compact(&compact, body) != nil {
		return [][]byte{body}
	}
	return [][]byte{body, compact.Bytes(), php(compact.Bytes())}
}

// php writes compact JSON as PHP's json_encode does: slashes are escaped, and
// everything beyond ASCII. Outside strings JSON has neither.
func php(compact []byte) []byte {
	out := make([]byte, 0, len(compact)+16)
	for i := 0; i < len(compact); {
		r, size := utf8.DecodeRune(compact[i:])
		switch {
		case r == '\\' && i+1 < len(compact):
			out, size = append(out, compact[i:i+2]...), 2
		case r == '/':
			out = append(out, `\/`...)
		case r < utf8.RuneSelf:
			out = append(out, byte(r))
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		i += size
	}
	return out
}
