package singapay

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/qris"
	"laci/sync/dialect"
	"laci/sync/dialect/golden"
)

// told reads what generate or show tell.
func told(t testing.TB, a golden.Answer) shown {
	t.Helper()
	require.Equal(t, http.StatusOK, a.Status, "%s", a.Body)
	var read struct{ Data shown }
	require.NoError(t, json.Unmarshal(a.Body, &read))
	return read.Data
}

// unknown are the fields that are null until something is known.
var unknown = []string{"data.merchant_reff_no", "data.settle_at", "data.acquirer_name", "data.issuer_name", "data.customer_name"}

// Ensure that a code is made as it was asked for and told in the form that is
// known, and that its order waits for its money until it expires.
func TestGenerate(t *testing.T) {
	s := open(t)
	made := s.generate(t, `{"amount":50000,"expired_at":"2025-09-24 12:25:00","merchant_reff_no":"INV-2026-001"}`)
	golden.Same(t, "testdata/show.json", made.Body, unknown...)
	c, o := told(t, made), s.order(t, "INV-2026-001")
	ref := "INV-2026-001"
	assert.Equal(t, shown{transaction: transaction{
		ID: o.Sequence, Ref: o.ID.String(), Merchant: &ref, Status: "open", Type: "mpm-dynamic", Amount: 50_000, Total: 50_000,
		Payload: o.Payload, Expires: "2025-09-24 12:25:00", Created: "2025-09-24 11:25:23",
	}, Computed: "open"}, c)
	p, err := qris.Parse(c.Payload)
	require.NoError(t, err)
	asked, _, err := p.Amount()
	require.NoError(t, err)
	assert.Equal(t, int64(50_000), asked)

	assert.Equal(t, "2025-09-24 13:00:00", told(t, s.generate(t, `{"amount":"50000.00","expired_at":"2025-09-24T06:00:00Z"}`)).Expires)
	bare := told(t, s.generate(t, `{"amount":50000}`))
	assert.Equal(t, "2025-09-24 12:25:23", bare.Expires)
	assert.Nil(t, bare.Merchant)
	assert.NotEqual(t, bare.ID, told(t, s.generate(t, `{"amount":50000}`)).ID, "each without a reference is its own")
	assert.Equal(t, bare, told(t, s.get(t, s.at("/show/"+strconv.FormatUint(bare.ID, 10)+"/"))))
}

// Ensure that a request repeated because its answer was lost makes nothing new,
// and that another one with the same reference is refused.
func TestGenerateAgain(t *testing.T) {
	s := open(t)
	for _, body := range []string{`{"amount":50000,"merchant_reff_no":"a"}`, `{"amount":50000,"merchant_reff_no":"b","expired_at":"2025-09-24 12:25:00"}`} {
		first := told(t, s.generate(t, body))
		s.clock.Add(time.Minute)
		assert.Equal(t, first, told(t, s.generate(t, body)))
		refused(t, s.generate(t, strings.Replace(body, "50000", "60000", 1)), http.StatusConflict, "SP004")
	}
	refused(t, s.generate(t, `{"amount":50000,"merchant_reff_no":"a","expired_at":"2025-09-24 13:25:00"}`), http.StatusConflict, "SP004")
	refused(t, s.generate(t, `{"amount":50000,"merchant_reff_no":"b","expired_at":"2025-09-24 12:26:00"}`), http.StatusConflict, "SP004")
	_, total, err := s.till.CallerOrders(t.Context(), "api:toko", pos.CallerSearch{})
	require.NoError(t, err)
	assert.Equal(t, 2, total)
}

// Ensure that what no transaction can be is refused and makes nothing.
func TestGenerateRefused(t *testing.T) {
	s := open(t)
	for body, want := range map[string]string{
		`{}`: "SP018", `{"amount":0}`: "SP018", `{"amount":-5}`: "SP018", `{"amount":50000.5}`: "SP018", `{"amount":"50.000"}`: "SP018", `{"amount":null}`: "SP018",
		`{"amount":50000,"expired_at":"2025-09-24 11:25:23"}`: "SP018", `{"amount":50000,"expired_at":"2025-10-25 12:25:24"}`: "SP018", `{"amount":50000,"expired_at":"besok"}`: "SP018",
		`{"amount":50000,"merchant_reff_no":"` + strings.Repeat("x", 256) + `"}`: "SP018",
	} {
		refused(t, s.generate(t, body), http.StatusUnprocessableEntity, want)
	}
	refused(t, s.generate(t, `{"amount":10000001}`), http.StatusUnprocessableEntity, "SP007")
	for _, body := range []string{`[]`, `{`, `"x"`, `{"amount":5000,"merchant_reff_no":7}`} {
		refused(t, s.generate(t, body), http.StatusBadRequest, "SP012")
	}
	_, total, err := s.till.CallerOrders(t.Context(), "api:toko", pos.CallerSearch{})
	require.NoError(t, err)
	assert.Zero(t, total)
}

// Ensure that show tells what became of a transaction, who paid it, and nothing
// of other orders.
func TestShow(t *testing.T) {
	s := open(t)
	made := told(t, s.generate(t, `{"amount":50000,"merchant_reff_no":"a"}`))
	path := s.at("/show/" + strconv.FormatUint(made.ID, 10))
	s.clock.Add(2 * time.Minute)
	s.pay(t, s.order(t, "a"))
	golden.Same(t, "testdata/show.json", s.get(t, path).Body, "data.acquirer_name")
	c := told(t, s.get(t, path))
	assert.Equal(t, []any{"paid", "paid", false, true}, []any{c.Status, c.Computed, c.Expired, c.Settled})
	assert.Equal(t, []string{"2025-09-24 11:27:23", "DOMPET", "SITI & BUDI é"}, []string{*c.SettleAt, *c.Issuer, *c.Customer})

	_, err := s.till.Refund(t.Context(), s.order(t, "a").ID, pos.GiveBack{Amount: 50_000, How: pos.BackInCash, Why: "salah", Actor: "owner"})
	require.NoError(t, err)
	c = told(t, s.get(t, path))
	assert.Equal(t, []any{"refunded", false}, []any{c.Status, c.Settled})
	assert.Nil(t, c.SettleAt)

	late := told(t, s.generate(t, `{"amount":50000,"merchant_reff_no":"b"}`))
	s.clock.Add(time.Hour)
	require.NoError(t, s.till.Tick(t.Context()))
	c = told(t, s.get(t, s.at("/show/"+strconv.FormatUint(late.ID, 10))))
	assert.Equal(t, []any{"expired", "expired", true}, []any{c.Status, c.Computed, c.Expired})

	counter, err := s.till.Charge(t.Context(), pos.Charge{Key: "k", Amount: 5000, Actor: "kasir"})
	require.NoError(t, err)
	for _, id := range []string{strconv.FormatUint(counter.Sequence, 10), "0", "99", "-1", "x", "18446744073709551616"} {
		refused(t, s.get(t, s.at("/show/"+id)), http.StatusNotFound, "SP009")
	}
}

// Ensure that every state of an order has a word.
func TestStatus(t *testing.T) {
	for _, state := range []pos.State{pos.Placed, pos.Pending, pos.Awaiting, pos.Paid, pos.Expired, pos.Cancelled, pos.Failed, pos.Refunded} {
		assert.NotEmpty(t, statusOf(state), state)
	}
	s := open(t)
	id := told(t, s.generate(t, `{"amount":50000,"merchant_reff_no":"a"}`)).ID
	_, err := s.till.Cancel(t.Context(), s.order(t, "a").ID, pos.ReasonChangedMind, "kasir")
	require.NoError(t, err)
	assert.Equal(t, "canceled", told(t, s.get(t, s.at("/show/"+strconv.FormatUint(id, 10)))).Status)
}

// Ensure that any body is read as a wish with an expiry to come or refused.
func FuzzWish(f *testing.F) {
	f.Add(`{"amount":50000,"expired_at":"2025-08-30 12:00:00","merchant_reff_no":"INV-2026-001"}`)
	f.Add(`{"amount":{"value":"1"},"expired_at":"2025-08-30T12:00:00+07:00"}`)
	now := time.Date(2025, 8, 29, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, body string) {
		var w wish
		if dialect.Decode("application/json", []byte(body), &w) != nil {
			return
		}
		until, err := w.until(now)
		if err != nil {
			return
		}
		assert.True(t, until.IsZero() == (w.Expires == ""))
		assert.True(t, until.IsZero() || until.After(now) && until.Sub(now) <= lifeMost)
	})
}
