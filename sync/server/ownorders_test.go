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

// orderAt asks for an order by its id.
func (h *house) orderAt(t testing.TB, id pos.ID) pos.Order {
	t.Helper()
	var order pos.Order
	h.get(t, "/api/v1/orders/"+id.String()).into(t, &order)
	return order
}

// Ensure that a program charges with all it may say, and gives up, shows again
// and extends what it charged itself, and nothing else.
func TestOwnOrders(t *testing.T) {
	h := open(t)
	counter := h.sell(t, "counter", 10000)
	var order pos.Order
	h.post(t, "/api/v1/orders", h.charge, `{"items":[{"name":"Kopi","quantity":2,"price":12000}],"external_id":"INV-7","metadata":{"meja":"4"},"return_url":"https://toko.example/selesai"}`).into(t, &order)
	assert.Equal(t, pos.Rupiah(24000), order.Amount)
	assert.Equal(t, "INV-7", order.ExternalID)
	assert.Equal(t, pos.Metadata{"meja": "4"}, order.Metadata)
	assert.Equal(t, "https://toko.example/selesai", order.Return)
	assert.NotEmpty(t, order.Code)

	path := "/api/v1/orders/" + order.ID.String()
	was := order.ShowUntil
	h.post(t, path+"/extend", h.charge, "").into(t, &order)
	assert.Equal(t, was.Add(2*time.Minute), order.ShowUntil)
	h.post(t, path+"/show", h.charge, "{}").into(t, &order)
	assert.Equal(t, pos.Pending, order.State)
	a := h.post(t, path+"/cancel", h.charge, `{"reason":"boredom"}`)
	assert.Equal(t, http.StatusUnprocessableEntity, a.status)
	assert.Equal(t, "reason_missing", a.problem(t).Code)
	h.post(t, path+"/cancel", h.charge, `{"reason":"changed_mind"}`).into(t, &order)
	assert.Equal(t, pos.Cancelled, order.State)
	a = h.post(t, path+"/show", h.charge, "")
	assert.Equal(t, http.StatusConflict, a.status)
	assert.Equal(t, "illegal_move", a.problem(t).Code)

	// Of others' orders, one that may only charge knows nothing.
	for _, do := range []string{"/cancel", "/show", "/extend", "/ask"} {
		a = h.post(t, "/api/v1/orders/"+counter.ID.String()+do, h.charge, `{"reason":"cash"}`)
		assert.Equal(t, http.StatusNotFound, a.status, do)
		both := h.post(t, "/api/v1/orders/"+counter.ID.String()+do, h.key(t, "dua"+do[1:], pos.ScopeRead, pos.ScopeCharge), `{"reason":"cash"}`)
		assert.Equal(t, http.StatusForbidden, both.status, do)
		assert.Equal(t, "scope_missing", both.problem(t).Code)
	}
	assert.Equal(t, pos.Pending, h.orderAt(t, counter.ID).State)
	get := func(id pos.ID) int { return do(t, h.ask(t, "GET", "/api/v1/orders/"+id.String(), h.charge, "")).status }
	assert.Equal(t, http.StatusOK, get(order.ID))
	assert.Equal(t, http.StatusNotFound, get(counter.ID))
	h.post(t, "/api/v1/orders/"+counter.ID.String()+"/cancel", h.key(t, "kantor", pos.ScopeAdmin), `{"reason":"cash"}`).into(t, &order)
	assert.Equal(t, pos.Cancelled, order.State)
	assert.Equal(t, "api:kantor", h.lastEntry(t).Actor)
}

// lastEntry is the newest entry of the journal.
func (h *house) lastEntry(t testing.TB) pos.Entry {
	t.Helper()
	head := h.till.Head()
	entries, err := h.till.Entries(t.Context(), pos.Cursor{Epoch: head.Epoch, Seq: head.Seq - 1}, 1)
	require.NoError(t, err)
	return entries[0]
}

// Ensure that orders are searched by state, amount and the caller's own name,
// page by page, without a gap or a double.
func TestSearchOrders(t *testing.T) {
	h := open(t)
	want := map[string][]pos.ID{}
	for i := range 12 {
		order := h.sell(t, "k"+strconv.Itoa(i), pos.Rupiah(10000+1000*(i%2)))
		if i%3 == 0 {
			require.Equal(t, http.StatusOK, h.deliver(t, "msg_"+strconv.Itoa(i), paidBody(order)).status)
			want["state=paid"] = append([]pos.ID{order.ID}, want["state=paid"]...)
		} else {
			want["state=pending&state=expired"] = append([]pos.ID{order.ID}, want["state=pending&state=expired"]...)
		}
		if i%2 == 1 {
			want["amount=11000"] = append([]pos.ID{order.ID}, want["amount=11000"]...)
		}
		want[""] = append([]pos.ID{order.ID}, want[""]...)
	}
	want["state=refunded"] = nil
	for search, ids := range want {
		for _, limit := range []string{"1", "3", "4", "200"} {
			var seen []pos.ID
			for next := ""; ; {
				var page struct {
					Orders []pos.Order
					Next   string
				}
				h.get(t, "/api/v1/orders?"+search+"&limit="+limit+next).into(t, &page)
				for _, order := range page.Orders {
					seen = append(seen, order.ID)
				}
				if page.Next == "" {
					break
				}
				next = "&before=" + page.Next
			}
			assert.Equal(t, ids, seen, "%s by %s", search, limit)
		}
	}
	a := h.get(t, "/api/v1/orders?state=gone")
	assert.Equal(t, "query_invalid", a.problem(t).Code)
	assert.Equal(t, "query_invalid", h.get(t, "/api/v1/orders?amount=1.5").problem(t).Code)

	h.post(t, "/api/v1/orders", h.charge, `{"amount":9000,"external_id":"INV-8"}`)
	mine := h.key(t, "saya", pos.ScopeRead)
	assert.JSONEq(t, `{"orders":[]}`, string(do(t, h.ask(t, "GET", "/api/v1/orders?external_id=INV-8", mine, "")).body), "another caller's name")
}

// Ensure that a read has an ETag, that one who has it is told so in few words,
// and that it changes with what it names.
func TestETag(t *testing.T) {
	h := open(t)
	order := h.sell(t, "k", 10000)
	path := "/api/v1/orders/" + order.ID.String()
	first := h.get(t, path)
	tag := first.header.Get("ETag")
	require.Regexp(t, `^"[\w-]{16}"$`, tag)
	for _, known := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
		a := do(t, h.ask(t, "GET", path, h.read, "", "If-None-Match", known))
		assert.Equal(t, http.StatusNotModified, a.status, known)
		assert.Empty(t, a.body)
		assert.Equal(t, tag, a.header.Get("ETag"))
	}
	for _, known := range []string{"", `"other"`, tag[1:]} {
		assert.Equal(t, first.body, do(t, h.ask(t, "GET", path, h.read, "", "If-None-Match", known)).body, known)
	}
	require.Equal(t, http.StatusOK, h.deliver(t, "msg_1", paidBody(order)).status)
	now := do(t, h.ask(t, "GET", path, h.read, "", "If-None-Match", tag))
	assert.Equal(t, http.StatusOK, now.status)
	assert.NotEqual(t, tag, now.header.Get("ETag"))
	assert.Equal(t, http.StatusUnauthorized, do(t, h.ask(t, "GET", path, "", "", "If-None-Match", "*")).status)
	assert.Empty(t, h.place(t, "k1", `{"amount":5000}`).header.Get("ETag"))
}

// Ensure that a key asks no more often than the owner allows, is told when to
// come back, and keeps nobody else out.
func TestKeyRate(t *testing.T) {
	clock := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	now := func() time.Time { return clock }
	h := openWith(t, openTillAt(t, now), nil, Options{Now: now})
	settings := h.till.Shop().Settings
	settings.KeyRate = 2
	require.NoError(t, h.till.Change(t.Context(), settings, "", "test"))
	for range 4 {
		require.Equal(t, http.StatusOK, h.get(t, "/api/v1/version").status)
	}
	a := h.get(t, "/api/v1/version")
	assert.Equal(t, http.StatusTooManyRequests, a.status)
	assert.Equal(t, "rate_exceeded", a.problem(t).Code)
	assert.Equal(t, "1", a.header.Get("Retry-After"))
	assert.Equal(t, http.StatusCreated, h.place(t, "k", `{"amount":5000}`).status, "another key")
	h.key(t, "baru", pos.ScopeRead)
	assert.Equal(t, http.StatusTooManyRequests, h.get(t, "/api/v1/version").status, "what else the owner changes forgives nothing")
	clock = clock.Add(time.Second)
	assert.Equal(t, http.StatusOK, h.get(t, "/api/v1/version").status)
}
