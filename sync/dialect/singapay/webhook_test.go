package singapay

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that the signature is the one of a known answer.
func TestSignBody(t *testing.T) {
	const canonical = `{"data":{"customer":{"name":"Siti & Budi é"},"list":[3,1,{"a":2,"b":1}],"payment":{"url":"https://x/y"},"transaction":{"amount":{"currency":"IDR","value":75000},"merchant_reff_no":"INV-1","reff_no":"6601K5","status":"paid"}},"event":"qris-acquirer-transaction","status":200,"success":true,"timestamp":"26 Dec 2025 13:31:59"}`
	assert.Equal(t, "c750cc13a88023a9271cc141083c0f21b010678132f8f7fc2c6b2a92795e0effb892a844cda78357519d3c195a9a6ae452b2e3289523507899c98643cd569b1a",
		signBody([]byte("sp-secret"), "/cb/singapay?t=1", "randomtoken123", []byte(canonical), "1766730719"))
}

// Ensure that a caller is told of its money in the form that is known, in a body
// that is canonical as it is sent, signed with its secret over the path it gave.
func TestCallback(t *testing.T) {
	s := open(t)
	require.Equal(t, http.StatusOK, s.generate(t, `{"amount":50000,"merchant_reff_no":"INV-1"}`).Status)
	s.pay(t, s.order(t, "INV-1"))
	o := s.order(t, "INV-1")
	p, err := s.till.Payment(t.Context(), o.Payments[0])
	require.NoError(t, err)
	body, header, err := Callback(o, p, Caller{Client: s.client, Secret: []byte(s.secret)}, "https://toko.example/cb/singapay?t=1", s.clock.now())
	require.NoError(t, err)

	var told struct {
		Status           int
		Success          bool
		Event, Timestamp string
		Data             struct {
			Transaction struct {
				Ref      string `json:"reff_no"`
				Merchant string `json:"merchant_reff_no"`
				Status   string
				Amount   struct {
					Value    int64
					Currency string
				}
			}
			Customer struct{ Name string }
		}
	}
	require.NoError(t, json.Unmarshal(body, &told))
	assert.Equal(t, []any{200, true, "qris-acquirer-transaction", "24 Sep 2025 11:25:23"}, []any{told.Status, told.Success, told.Event, told.Timestamp})
	assert.Equal(t, []any{o.ID.String(), "INV-1", "paid", int64(50_000), "IDR", "SITI & BUDI é"},
		[]any{told.Data.Transaction.Ref, told.Data.Transaction.Merchant, told.Data.Transaction.Status, told.Data.Transaction.Amount.Value, told.Data.Transaction.Amount.Currency, told.Data.Customer.Name})
	assert.Contains(t, string(body), "SITI & BUDI é", "nothing is escaped")
	var compact bytes.Buffer
	require.NoError(t, json.Compact(&compact, body))
	assert.Equal(t, compact.String(), string(body))
	assert.Less(t, strings.Index(string(body), `"data"`), strings.Index(string(body), `"event"`), "keys are sorted")

	token, ok := strings.CutPrefix(header.Get("Authorization"), "Bearer ")
	require.True(t, ok)
	assert.Equal(t, []string{s.client, "1758687923"}, []string{header.Get("X-PARTNER-ID"), header.Get("X-Timestamp")})
	assert.Equal(t, signBody([]byte(s.secret), "/cb/singapay?t=1", token, body, "1758687923"), header.Get("X-Signature"))
	again, other, err := Callback(o, p, Caller{Client: s.client, Secret: []byte(s.secret)}, "https://toko.example/cb/singapay?t=1", s.clock.now())
	require.NoError(t, err)
	assert.Equal(t, body, again)
	assert.NotEqual(t, header.Get("Authorization"), other.Get("Authorization"), "a token is used once")
	_, _, err = Callback(o, p, Caller{}, "://", s.clock.now())
	require.Error(t, err)
}
