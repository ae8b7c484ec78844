package xendit

import (
	"encoding/json"
	"errors"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/dialect"
)

// Ensure that any body is read as a wish within the document's bounds or refused
// with a word of the document.
func FuzzWish(f *testing.F) {
	f.Add(example, true)
	f.Add(staticExample, true)
	f.Add(`{"external_id":"a","type":"DYNAMIC","callback_url":"https://toko.example","amount":1500,"metadata":{"a":[1],"b":"json:"}}`, false)
	f.Add(`{"amount":{"value":"1500.00"},"metadata":null}`, false)
	f.Fuzz(func(t *testing.T, body string, form bool) {
		r := httptest.NewRequest("POST", "/qr_codes", strings.NewReader(body))
		if form {
			r.Header.Set("Content-Type", formBody)
		}
		w, err := wishOf(r)
		if err == nil {
			err = w.check()
		}
		var amount pos.Rupiah
		if err == nil && w.Type == dynamic {
			amount, err = w.amount()
		}
		if own := (*refusal)(nil); err != nil {
			require.True(t, errors.As(err, &own) || refusals[pos.Code(err)] != nil, "%v", err)
			return
		}
		assert.NotEmpty(t, w.External)
		assert.True(t, w.Type == static || amount >= amountLeast && amount <= amountMost)
		raw, err := json.Marshal(w.Metadata)
		require.NoError(t, err)
		var again metadata
		require.NoError(t, json.Unmarshal(raw, &again))
		assert.Equal(t, len(w.Metadata), len(again))
	})
}

// Ensure that metadata that was read is written as the same JSON.
func FuzzMetadata(f *testing.F) {
	for _, raw := range []string{`{"a":"b"}`, `{"a":"json:1","b":1,"c":null,"d":{"e":[1.50,"\u2028"]}}`, `{"a":"json:"}`, `{"a": "json:\"x\"" }`, `null`} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		var m metadata
		if json.Unmarshal([]byte(raw), &m) != nil {
			return
		}
		written, err := dialect.JSON(m)
		require.NoError(t, err)
		if strings.TrimSpace(raw) != "null" {
			assert.JSONEq(t, raw, string(written))
		}
	})
}

// Ensure that any query of the list is read within its bounds or refused.
func FuzzSearch(f *testing.F) {
	f.Add("external_id=testing_qr&from=2021-01-04T08:09:30.000Z&to=2021-01-04T08:22:29.000Z&limit=2")
	f.Add("external_id=a&from=2021-01-04T08:09:30+07:00&limit=")
	f.Fuzz(func(t *testing.T, text string) {
		query, err := url.ParseQuery(text)
		if err != nil {
			return
		}
		s, err := searchOf(query)
		if own := (*refusal)(nil); err != nil {
			require.True(t, errors.As(err, &own))
			return
		}
		assert.NotEmpty(t, s.external)
		assert.True(t, s.limit >= 1 && s.limit <= limitMost)
		assert.True(t, s.to.IsZero() || s.from.Before(s.to))
	})
}
