package server

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// place charges by the API.
func (h *house) place(t testing.TB, key, body string) answered {
	t.Helper()
	return do(t, h.ask(t, "POST", "/api/v1/orders", h.charge, body, "Idempotency-Key", key))
}

// Ensure that a program can charge, that the same key is the same order, and
// that another request under it is refused.
func TestPlaceOrder(t *testing.T) {
	h := open(t)
	a := h.place(t, "k1", `{"amount":25000,"note":"meja 4"}`)
	require.Equal(t, http.StatusCreated, a.status, "%s", a.body)
	var first, again pos.Order
	a.into(t, &first)
	assert.Equal(t, pos.Rupiah(25000), first.Amount)
	assert.Equal(t, pos.Pending, first.State)
	assert.Contains(t, first.Payload, "540525000")
	assert.Equal(t, "/api/v1/orders/"+first.ID.String(), a.header.Get("Location"))
	assert.Equal(t, "api:kasir", first.Actor)

	h.place(t, "k1", `{"amount":"25000.00","note":"meja 4"}`).into(t, &again)
	assert.Equal(t, first.ID, again.ID)
	a = h.place(t, "k1", `{"amount":26000}`)
	assert.Equal(t, http.StatusConflict, a.status)
	assert.Equal(t, "key_reused", a.problem(t).Code)

	a = h.get(t, "/api/v1/orders/"+first.ID.String())
	var got pos.Order
	a.into(t, &got)
	assert.Equal(t, first.Number, got.Number)
}

// Ensure that each odd wish is refused by its own code word and makes no order.
func TestPlaceOrderRefused(t *testing.T) {
	h := open(t)
	head := h.till.Head()
	for _, odd := range []struct {
		key, body string
		status    int
		code      string
	}{
		{"", `{"amount":25000}`, 400, "key_missing"},
		{"k", ``, 422, "amount_invalid"},
		{"k", `[]`, 400, "body_invalid"},
		{"k", `{"amount":25000,"note":1}`, 400, "body_invalid"},
		{"k", `null`, 400, "body_invalid"},
		{"k", `{}`, 422, "amount_invalid"},
		{"k", `{"amount":0}`, 422, "amount_invalid"},
		{"k", `{"amount":-1}`, 422, "amount_invalid"},
		{"k", `{"amount":2500.5}`, 422, "amount_invalid"},
		{"k", `{"amount":{"value":1000,"currency":"USD"}}`, 422, "currency_invalid"},
		{"k", `{"amount":10000001}`, 422, "amount_too_large"},
	} {
		a := h.place(t, odd.key, odd.body)
		assert.Equal(t, odd.status, a.status, odd.body)
		assert.Equal(t, odd.code, a.problem(t).Code, odd.body)
	}
	assert.Equal(t, head, h.till.Head())
}

// Ensure that orders are found by id, number, being open and day, page by page
// as the till lists them, without a gap or a double.
func TestListOrders(t *testing.T) {
	h := open(t)
	for i := range 5 {
		h.sell(t, "k"+strconv.Itoa(i), 10000)
	}
	today, err := h.till.DayOrders(t.Context(), h.till.Shop().Calendar().Day(time.Now()), pos.ID{}, 100)
	require.NoError(t, err)
	require.Len(t, today, 5)
	var ids []pos.ID
	for _, order := range today {
		ids = append(ids, order.ID)
	}
	var page ordersPage
	var seen []pos.ID
	for path := "/api/v1/orders?limit=2"; path != ""; {
		page = ordersPage{}
		h.get(t, path).into(t, &page)
		require.LessOrEqual(t, len(page.Orders), 2)
		for _, order := range page.Orders {
			seen = append(seen, order.ID)
		}
		path = ""
		if page.Next != "" {
			path = "/api/v1/orders?limit=2&day=today&before=" + page.Next
		}
	}
	assert.Equal(t, ids, seen)

	h.get(t, "/api/v1/orders?number="+page.Orders[0].Number).into(t, &page)
	require.Len(t, page.Orders, 1)
	assert.Equal(t, ids[4], page.Orders[0].ID)
	page = ordersPage{}
	h.get(t, "/api/v1/orders?open=true").into(t, &page)
	assert.Len(t, page.Orders, 5)
	assert.JSONEq(t, `{"orders":[]}`, string(h.get(t, "/api/v1/orders?number=Z-1").body))
	assert.JSONEq(t, `{"orders":[]}`, string(h.get(t, "/api/v1/orders?day=2001-01-01").body))
	assert.JSONEq(t, `{"orders":[]}`, string(h.get(t, "/api/v1/orders?external_id=x").body))

	for _, query := range []string{"day=yesterday", "day=2026-13-01", "before=x", "limit=0", "limit=201", "limit=x"} {
		a := h.get(t, "/api/v1/orders?"+query)
		assert.Equal(t, http.StatusBadRequest, a.status, query)
		assert.Equal(t, "query_invalid", a.problem(t).Code, query)
	}
	for _, id := range []string{"x", ids[0].String() + "0", "01K8ZZZZZZZZZZZZZZZZZZZZZZ"} {
		a := h.get(t, "/api/v1/orders/"+id)
		assert.Equal(t, http.StatusNotFound, a.status, id)
		assert.Equal(t, "not_found", a.problem(t).Code, id)
	}
}

// Ensure that the totals of a day are the till's own.
func TestDay(t *testing.T) {
	h := open(t)
	require.Equal(t, http.StatusOK, h.deliver(t, "msg_1", paidBody(h.sell(t, "k1", 25000))).status)
	var today pos.Summary
	h.get(t, "/api/v1/days/today").into(t, &today)
	assert.Equal(t, pos.Tally{Count: 1, Sum: 25000}, today.Sales)
	assert.Equal(t, h.till.Shop().Calendar().Day(time.Now()), today.Day)
	var same pos.Summary
	h.get(t, "/api/v1/days/"+string(today.Day)).into(t, &same)
	assert.Equal(t, today, same)
	assert.Equal(t, http.StatusBadRequest, h.get(t, "/api/v1/days/never").status)
}
