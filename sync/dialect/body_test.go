package dialect

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// wish has a field of every kind the dialects read.
type wish struct {
	Name   string            `json:"name"`
	Amount Amount            `json:"amount"`
	ID     *Int              `json:"id"`
	Meta   map[string]string `json:"meta"`
}

const formType = "application/x-www-form-urlencoded; charset=utf-8"

// Ensure that the same fields as JSON and as a form are the same wish, and that
// an empty body names none.
func TestDecode(t *testing.T) {
	seven := Int(7)
	want := wish{Name: "é & [b]", Amount: Amount{Rupiah: 10000}, ID: &seven, Meta: map[string]string{"branch": "a=b"}}
	for kind, body := range map[string]string{
		"application/json": ` {"name":"é & [b]","amount":10000,"id":"7","meta":{"branch":"a=b"},"later":[1]} `,
		"":                 `{"name":"é & [b]","amount":"10000.00","id":7,"meta":{"branch":"a=b"}}`,
		formType:           url.Values{"name": {"é & [b]"}, "amount": {"10000"}, "id": {"7"}, "meta[branch]": {"a=b"}, "meta": {"x"}}.Encode(),
	} {
		var got wish
		require.NoError(t, Decode(kind, []byte(body), &got), kind)
		assert.Equal(t, want, got, kind)
	}
	var got wish
	for _, kind := range []string{"application/json", formType} {
		require.NoError(t, Decode(kind, []byte(" \n")[:len(kind)%2], &got))
		assert.Equal(t, wish{}, got)
	}
}

// Ensure that what is no object, or has a field of another kind, is refused, an
// amount by its own word.
func TestDecodeRefused(t *testing.T) {
	for _, body := range []string{`[]`, `null`, `7`, `"x"`, `{`, `{"name":1}`, `{"id":1.5}`, `{"id":"x"}`, `{"meta":[]}`, `{} {}`} {
		var got wish
		require.ErrorIs(t, Decode("application/json", []byte(body), &got), ErrBody, body)
	}
	var got wish
	for _, body := range []string{`{"amount":"1.5"}`, `{"amount":1.5}`} {
		assert.Equal(t, "amount_invalid", pos.Code(Decode("", []byte(body), &got)), body)
	}
	require.ErrorIs(t, Decode(formType, []byte(`a=%zz`), &got), ErrBody)
}

// Ensure that a body of 64 kB is read whole and one byte more is refused.
func TestBody(t *testing.T) {
	raw, err := Body(httptest.NewRequest("POST", "/", strings.NewReader(strings.Repeat("x", bodyMost))))
	require.NoError(t, err)
	assert.Len(t, raw, bodyMost)
	_, err = Body(httptest.NewRequest("POST", "/", strings.NewReader(strings.Repeat("x", bodyMost+1))))
	require.ErrorIs(t, err, ErrTooLarge)
}

// Ensure that a number of the query is held to its bounds.
func TestQueryInt(t *testing.T) {
	for text, want := range map[string]int{"": 20, "1": 1, "100": 100} {
		number, err := QueryInt(url.Values{"limit": {text}}, "limit", 20, 1, 100)
		require.NoError(t, err)
		assert.Equal(t, want, number)
	}
	for _, text := range []string{"0", "101", "-1", "x", "1.0", "1e1", "99999999999999999999"} {
		_, err := QueryInt(url.Values{"limit": {text}}, "limit", 20, 1, 100)
		require.ErrorIs(t, err, ErrQuery, text)
	}
}

// Ensure that any body is read or refused, never half, and that an amount read
// is above zero.
func FuzzDecode(f *testing.F) {
	for _, body := range []string{`{"name":"a","amount":{"value":"10000.00","currency":"IDR"},"id":"7"}`, `name=a&amount=10000&meta[b]=c&meta=d&[=&]=&a[[b]]=1`, `[]`, `{"amount":1e3}`} {
		f.Add(body, true)
		f.Add(body, false)
	}
	f.Fuzz(func(t *testing.T, body string, form bool) {
		kind := "application/json"
		if form {
			kind = formType
		}
		var got wish
		if err := Decode(kind, []byte(body), &got); err != nil {
			return
		}
		assert.GreaterOrEqual(t, got.Amount.Rupiah, pos.Rupiah(0))
		assert.LessOrEqual(t, got.Amount.Rupiah, pos.Rupiah(9_999_999_999_999))
	})
}
