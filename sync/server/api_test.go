package server

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
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

// Ensure that a code that comes by the API is used by nothing until the owner
// says so, and that what is no static QRIS is refused by its own fault.
func TestProposeQRIS(t *testing.T) {
	h := open(t)
	admin := h.key(t, "kantor", pos.ScopeAdmin)
	require.NoError(t, h.till.SetUp(t.Context(), pos.SetUp{PIN: "274951", TerminalName: "Kasir A", Zone: "WIB", Actor: "test"}))
	var code pos.QRIS
	a := h.post(t, "/api/v1/qris", admin, `{"text":"`+assets.Sticker()+`","sticker":false}`)
	assert.Equal(t, http.StatusCreated, a.status, "%s", a.body)
	a.into(t, &code)
	assert.False(t, code.Pinned)
	assert.False(t, code.Sticker)
	assert.True(t, code.SecondTill)
	was, _ := h.till.Shop().Pinned()
	assert.Equal(t, sticker, was.Text)
	var list struct{ QRIS []pos.QRIS }
	h.get(t, "/api/v1/qris").into(t, &list)
	assert.Len(t, list.QRIS, 2)
	for body, want := range map[string]struct {
		status int
		code   string
	}{
		`{"text":"` + assets.Sticker() + `"}`:                            {409, "qris_known"},
		`{"text":"` + assets.Sticker()[:len(assets.Sticker())-1] + `0"}`: {422, "crc_mismatch"},
		`{"text":"https://toko.example"}`:                                {422, "not_emv"},
		`{}`:                                                             {422, "empty"},
	} {
		a := h.post(t, "/api/v1/qris", admin, body)
		assert.Equal(t, want.status, a.status, body)
		assert.Equal(t, want.code, a.problem(t).Code, body)
	}
}

// Ensure that whom the till trusts can be listed without a secret, and that a
// program with the scope admin shuts others out, for whom it is over at once.
func TestTrust(t *testing.T) {
	h := open(t)
	admin := h.key(t, "kantor", pos.ScopeAdmin)
	phone := h.device(t, "HP Bu Sari", pos.ScopeOwnerRead)
	assert.Equal(t, http.StatusOK, do(t, h.ask(t, "GET", "/api/v1/days/today", phone, "")).status)
	get := func(path string) answered { return do(t, h.ask(t, "GET", path, admin, "")) }
	var list struct {
		Sources []sourceView
		Keys    []pos.APIKey
		Devices []pos.Device
	}
	require.Equal(t, http.StatusOK, h.deliver(t, "msg_1", `{"type":"source.heartbeat"}`).status)
	for _, path := range []string{"/api/v1/sources", "/api/v1/keys", "/api/v1/devices"} {
		a := get(path)
		a.into(t, &list)
		for _, secret := range []string{"hash", "sealed", h.read, phone} {
			assert.NotContains(t, string(a.body), secret, path)
		}
	}
	require.Len(t, list.Sources, 1)
	assert.NotZero(t, list.Sources[0].Heard)
	assert.Len(t, list.Keys, 3)
	require.Len(t, list.Devices, 1)
	assert.NotZero(t, list.Devices[0].LastSeen)

	drop := func(path string) int { return do(t, h.ask(t, "DELETE", path, admin, "")).status }
	assert.Equal(t, http.StatusNoContent, drop("/api/v1/devices/HP%20Bu%20Sari"))
	assert.Equal(t, http.StatusUnauthorized, do(t, h.ask(t, "GET", "/api/v1/days/today", phone, "")).status)
	assert.Equal(t, http.StatusNotFound, drop("/api/v1/devices/HP%20Bu%20Sari"))
	assert.Equal(t, http.StatusNoContent, drop("/api/v1/keys/papan"))
	assert.Equal(t, http.StatusUnauthorized, h.get(t, "/api/v1/version").status)
	assert.Equal(t, http.StatusNotFound, drop("/api/v1/keys/papan"))
	assert.Equal(t, http.StatusNoContent, drop("/api/v1/keys/kantor"), "itself too")
	assert.Equal(t, http.StatusUnauthorized, get("/api/v1/keys").status)
}

// Ensure that a phone pairs by the code at the till, that guessing is slowed
// down, and that the owner's answer to what the cashier asks pays the order.
func TestOwnersPhone(t *testing.T) {
	h := open(t)
	code, _, err := h.till.PairingCode(t.Context(), pos.ScopeOwnerConfirm, "", "test")
	require.NoError(t, err)
	pair := func(code string) answered {
		return do(t, h.ask(t, "POST", "/api/v1/devices", "", `{"code":"`+code+`","name":"HP Bu Sari"}`))
	}
	a := pair("00000000x")
	assert.Equal(t, http.StatusUnauthorized, a.status)
	assert.Equal(t, "pairing_code_wrong", a.problem(t).Code)
	a = pair(code)
	require.Equal(t, http.StatusCreated, a.status, "%s", a.body)
	var told struct{ Token, Name, Scope string }
	a.into(t, &told)
	assert.Equal(t, "HP Bu Sari", told.Name)
	assert.Equal(t, pos.ScopeOwnerConfirm, told.Scope)
	assert.Equal(t, http.StatusUnauthorized, pair(code).status)
	for range strikesAllowed {
		a = pair(code)
	}
	assert.Equal(t, http.StatusTooManyRequests, a.status)

	var order pos.Order
	h.place(t, "k", `{"amount":80000}`).into(t, &order)
	path := "/api/v1/orders/" + order.ID.String()
	h.post(t, path+"/ask", h.charge, "").into(t, &order)
	assert.Equal(t, pos.Awaiting, order.State)
	assert.True(t, order.AsksOwner())
	assert.Equal(t, "body_invalid", h.post(t, path+"/answer", told.Token, `{}`).problem(t).Code)
	assert.Equal(t, http.StatusForbidden, h.post(t, path+"/answer", h.charge, `{"yes":true}`).status)
	h.post(t, path+"/answer", told.Token, `{"yes":true}`).into(t, &order)
	assert.Equal(t, pos.Paid, order.State)
	assert.Equal(t, pos.OwnerConfirmed, order.Evidence)
	assert.Equal(t, "device:HP Bu Sari", order.Owner.Who)
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
