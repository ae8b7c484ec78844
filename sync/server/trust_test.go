package server

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
)

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

// mailbox is a post that remembers what it was asked.
type mailbox struct{ replayed []string }

func (m *mailbox) Off(to string) (bool, error) {
	return to == "hook:kasbon" && len(m.replayed) == 0, nil
}
func (m *mailbox) Replay(to string) error { m.replayed = append(m.replayed, to); return nil }
func (m *mailbox) Deliveries(to string, limit int) ([]Delivery, error) {
	return []Delivery{{ID: "01", To: "hook:kasbon", URL: "https://kasbon.example/laci", Cursor: "1.7", Kind: pos.KindOrderExpired, Order: "A-0001", State: "failed",
		Attempts: limit, Made: time.Now(), Last: time.Now(), Status: 500, Said: "to " + to}}, nil
}

// Ensure that a program with the scope admin sees who is told and what came
// back, tells a listener again what it missed, and tells one nothing more; that
// no secret is in it, and that others may not.
func TestWebhooks(t *testing.T) {
	post := &mailbox{}
	h := openWith(t, openTill(t), nil, Options{Post: post})
	admin := h.key(t, "kantor", pos.ScopeAdmin)
	secret, err := h.till.AddHook(t.Context(), pos.NewHook{Name: "kasbon", URL: "https://kasbon.example/laci", Kinds: []pos.Kind{pos.KindOrderExpired}, Actor: "test"})
	require.NoError(t, err)
	var told struct {
		Webhooks   []hookView
		Deliveries []Delivery
	}
	a := do(t, h.ask(t, "GET", "/api/v1/webhooks", admin, ""))
	a.into(t, &told)
	require.Len(t, told.Webhooks, 1)
	assert.Equal(t, []any{"kasbon", "https://kasbon.example/laci", []pos.Kind{pos.KindOrderExpired}, true},
		[]any{told.Webhooks[0].Name, told.Webhooks[0].URL, told.Webhooks[0].Kinds, told.Webhooks[0].Off})
	assert.NotContains(t, string(a.body), strings.TrimPrefix(secret, "whsec_"))
	do(t, h.ask(t, "GET", "/api/v1/deliveries?to=hook:kasbon&limit=7", admin, "")).into(t, &told)
	require.Len(t, told.Deliveries, 1)
	assert.Equal(t, []any{7, "to hook:kasbon"}, []any{told.Deliveries[0].Attempts, told.Deliveries[0].Said})
	assert.Equal(t, "query_invalid", do(t, h.ask(t, "GET", "/api/v1/deliveries?limit=0", admin, "")).problem(t).Code)

	replay := func(to string) int { return h.post(t, "/api/v1/deliveries/replay", admin, `{"to":"`+to+`"}`).status }
	for to, want := range map[string]int{"hook:kasbon": 204, "api:kasir": 204, "hook:lain": 404, "api:lain": 404, "kasbon": 404, "": 404} {
		assert.Equal(t, want, replay(to), to)
	}
	assert.ElementsMatch(t, []string{"hook:kasbon", "api:kasir"}, post.replayed)

	for _, ask := range [][2]string{{"GET", "/api/v1/webhooks"}, {"DELETE", "/api/v1/webhooks/kasbon"}, {"GET", "/api/v1/deliveries"}, {"POST", "/api/v1/deliveries/replay"}} {
		assert.Equal(t, "scope_missing", do(t, h.ask(t, ask[0], ask[1], h.charge, `{"to":"hook:kasbon"}`)).problem(t).Code, ask)
	}
	drop := func() int { return do(t, h.ask(t, "DELETE", "/api/v1/webhooks/kasbon", admin, "")).status }
	assert.Equal(t, http.StatusNoContent, drop())
	assert.Equal(t, http.StatusNotFound, drop())
	assert.Empty(t, h.till.Hooks())
}
