package server

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that a program with the scope settle reports money with its own name as
// the evidence, once however often it says so, and that the rest of the money
// can be read.
func TestPayments(t *testing.T) {
	h := open(t)
	settle := h.key(t, "bank", pos.ScopeSettle)
	order := h.sell(t, "k", 30000)
	body := `{"amount":30000,"order_ref":"` + order.Number + `","payment_id":"trx-1","paid_at":"` + time.Now().Format(time.RFC3339) + `","payer_name":"BUDI","note":"dari mutasi"}`
	var got receipt
	h.post(t, "/api/v1/payments", settle, body).into(t, &got)
	assert.Equal(t, "settled", got.Result)
	var again receipt
	h.post(t, "/api/v1/payments", settle, body).into(t, &again)
	assert.Equal(t, receipt{"seen", got.Order, got.Payment}, again)
	paid := h.orderAt(t, order.ID)
	assert.Equal(t, pos.Paid, paid.State)
	assert.Equal(t, pos.Evidence("api:bank"), paid.Evidence)

	var payment pos.Payment
	h.get(t, "/api/v1/payments/"+got.Payment.String()).into(t, &payment)
	assert.Equal(t, "api:bank", payment.Source)
	assert.Equal(t, "dari mutasi", payment.Note)
	assert.Equal(t, http.StatusNotFound, h.get(t, "/api/v1/payments/x").status)

	h.post(t, "/api/v1/payments", settle, `{"amount":7000,"order_ref":"Z-1","rrn":"123456789012"}`).into(t, &got)
	assert.Equal(t, "unmatched", got.Result)
	var list paymentsPage
	h.get(t, "/api/v1/unmatched").into(t, &list)
	require.Len(t, list.Payments, 1)
	assert.Equal(t, got.Payment, list.Payments[0].ID)

	h.get(t, "/api/v1/payments?limit=1").into(t, &list)
	require.Len(t, list.Payments, 1)
	newest := list.Payments[0].ID
	require.Equal(t, newest.String(), list.Next)
	next := list.Next
	list = paymentsPage{}
	h.get(t, "/api/v1/payments?limit=1&before="+next).into(t, &list)
	require.Len(t, list.Payments, 1)
	assert.NotEqual(t, newest, list.Payments[0].ID)
	assert.Empty(t, list.Next)
	early := url.QueryEscape(time.Now().Add(-time.Hour).Format(time.RFC3339))
	h.get(t, "/api/v1/payments?from="+early).into(t, &list)
	assert.Len(t, list.Payments, 2)
	assert.JSONEq(t, `{"payments":[]}`, string(h.get(t, "/api/v1/payments?to="+early).body))

	for _, odd := range []struct {
		body   string
		status int
		code   string
	}{
		{`{}`, 422, "amount_invalid"}, {`{"amount":1,"currency":"USD"}`, 422, "currency_invalid"}, {`[]`, 400, "body_invalid"},
	} {
		a := h.post(t, "/api/v1/payments", settle, odd.body)
		assert.Equal(t, odd.status, a.status, odd.body)
		assert.Equal(t, odd.code, a.problem(t).Code)
	}
	a := do(t, h.ask(t, "POST", "/api/v1/payments", settle, body))
	assert.Equal(t, "key_missing", a.problem(t).Code)
	for _, query := range []string{"from=yesterday", "to=1", "limit=0", "before=x"} {
		assert.Equal(t, "query_invalid", h.get(t, "/api/v1/payments?"+query).problem(t).Code, query)
	}
	assert.Equal(t, "not_found", h.get(t, "/api/v1/payments?before=01K8ZZZZZZZZZZZZZZZZZZZZZZ").problem(t).Code)
}

// Ensure that days and shifts are read as the till counts them.
func TestDaysAndShifts(t *testing.T) {
	h := open(t)
	require.Equal(t, http.StatusOK, h.deliver(t, "msg_1", paidBody(h.sell(t, "k1", 25000))).status)
	today := string(h.till.Day())
	var list struct {
		Days   []pos.Summary
		Shifts []pos.Z
		Next   string
	}
	h.get(t, "/api/v1/days").into(t, &list)
	require.Len(t, list.Days, 1)
	assert.Equal(t, pos.Rupiah(25000), list.Days[0].Sales.Sum)
	h.get(t, "/api/v1/days?from=2001-01-01&to=2001-12-31").into(t, &list)
	assert.Empty(t, list.Days)
	for _, query := range []string{"from=x", "to=x", "from=" + today + "&to=2001-01-01", "from=2001-01-01&to=" + today} {
		assert.Equal(t, "query_invalid", h.get(t, "/api/v1/days?"+query).problem(t).Code, query)
	}

	var shift pos.Z
	h.get(t, "/api/v1/shifts/running").into(t, &shift)
	assert.False(t, shift.Closed)
	assert.Equal(t, pos.Rupiah(25000), shift.Own.Sales.Sum)
	assert.Equal(t, http.StatusNotFound, h.get(t, "/api/v1/shifts/1").status)
	for i := range 3 {
		h.sell(t, "k"+strconv.Itoa(i+2), 1000)
		var err error
		shift, err = h.till.CloseShift(t.Context(), pos.CloseShift{Actor: "kasir"})
		require.NoError(t, err)
	}
	h.get(t, "/api/v1/shifts/2").into(t, &shift)
	assert.True(t, shift.Closed)
	h.get(t, "/api/v1/shifts?limit=2").into(t, &list)
	require.Len(t, list.Shifts, 2)
	assert.Equal(t, uint64(3), list.Shifts[0].Number)
	assert.Equal(t, "2", list.Next)
	list.Next = ""
	h.get(t, "/api/v1/shifts?limit=2&before=2").into(t, &list)
	require.Len(t, list.Shifts, 1)
	assert.Empty(t, list.Next)
	assert.Equal(t, "query_invalid", h.get(t, "/api/v1/shifts?before=x").problem(t).Code)
	assert.Equal(t, http.StatusNotFound, h.get(t, "/api/v1/shifts/x").status)
}

// Ensure that one who cannot keep a stream open reads the same journal in pages,
// and is told the head when it names a place the journal never had.
func TestEntries(t *testing.T) {
	h := open(t)
	h.sell(t, "k", 10000)
	var page struct {
		Entries []told
		Head    string
	}
	cursor, seen := "0", uint64(0)
	for {
		h.get(t, "/api/v1/entries?limit=2&after="+cursor).into(t, &page)
		if len(page.Entries) == 0 {
			break
		}
		for _, e := range page.Entries {
			seen++
			assert.Equal(t, seen, e.Seq)
			assert.Empty(t, e.Private)
			cursor = e.Cursor
		}
	}
	assert.Equal(t, h.till.Head().String(), cursor)
	assert.Equal(t, cursor, page.Head)
	for _, after := range []string{"9.1", "x", "1.9999"} {
		a := h.get(t, "/api/v1/entries?after="+after)
		assert.Equal(t, http.StatusGone, a.status, after)
		assert.Equal(t, cursor, a.problem(t).Head)
	}
	assert.Equal(t, "query_invalid", h.get(t, "/api/v1/entries?limit=x").problem(t).Code)
}
