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

// phone is a phone that was paired over HTTP.
type phone struct{ Name, Secret, Callback string }

// tell sends a callback of the phone, signed now.
func (p phone) tell(t testing.TB, h *house, id, body string) (got receipt) {
	t.Helper()
	now := time.Now()
	do(t, h.ask(t, "POST", p.Callback, "", body, headerID, id,
		headerTimestamp, strconv.FormatInt(now.Unix(), 10), headerSignature, sign(t, p.Secret, id, now, body))).into(t, &got)
	return got
}

// pairPhone pairs a phone by the code at the till.
func (h *house) pairPhone(t testing.TB, name string) (p phone) {
	t.Helper()
	code, _, err := h.till.PairingSource(t.Context(), name, "", "test")
	require.NoError(t, err)
	a := do(t, h.ask(t, "POST", "/api/v1/sources/pair", "", `{"code":"`+code+`"}`))
	require.Equal(t, http.StatusCreated, a.status, "%s", a.body)
	a.into(t, &p)
	return p
}

// Ensure that a phone fetches its name, secret and path by the code at the till,
// once; that guessing is slowed down; and that its heartbeat is heard.
func TestPairPhone(t *testing.T) {
	h := open(t)
	code, _, err := h.till.PairingSource(t.Context(), "hp9", "", "test")
	require.NoError(t, err)
	pair := func(code string) answered {
		return do(t, h.ask(t, "POST", "/api/v1/sources/pair", "", `{"code":"`+code+`"}`))
	}
	a := pair("00000000x")
	assert.Equal(t, http.StatusUnauthorized, a.status)
	assert.Equal(t, "pairing_code_wrong", a.problem(t).Code)
	a = pair(code)
	require.Equal(t, http.StatusCreated, a.status, "%s", a.body)
	var p phone
	a.into(t, &p)
	assert.Equal(t, "hp9", p.Name)
	assert.Equal(t, "/api/v1/callbacks/hp9", p.Callback)
	assert.Equal(t, http.StatusUnauthorized, pair(code).status)

	listed := func() sourceView {
		var list struct{ Sources []sourceView }
		h.get(t, "/api/v1/sources").into(t, &list)
		require.Len(t, list.Sources, 2)
		return list.Sources[1]
	}
	assert.Zero(t, listed().Heard)
	assert.Equal(t, receipt{Result: "heard"}, p.tell(t, h, "msg_1", `{"type":"heartbeat","timestamp":"2026-11-20T06:00:00Z"}`))
	got := listed()
	assert.NotZero(t, got.Heard)
	assert.Equal(t, []string{"paired", "suggest"}, []string{got.Made, got.Trust})
	for range strikesAllowed {
		a = pair(code)
	}
	assert.Equal(t, http.StatusTooManyRequests, a.status)
}

// Ensure that a notification's words are enough: read by the app's templates
// they are money, at the notification's own time; what is no money is
// acknowledged and written nowhere.
func TestCallbackTexts(t *testing.T) {
	h := open(t)
	p := h.pairPhone(t, "hp9")
	require.NoError(t, h.till.AddTemplate(t.Context(), pos.Template{App: "id.example.merchant"}, "", "test"))
	require.NoError(t, h.till.TrustSource(t.Context(), pos.SourceTrust{Name: "hp9", Trust: pos.TrustAuto, Most: 50_000, Actor: "test"}))
	order := h.sell(t, "k1", 25_000)
	posted := time.Now().UTC().Truncate(time.Second)
	body := func(text string) string {
		return `{"type":"payment.detected","data":{"raw_text":"` + text + `","source_app":"id.example.merchant","paid_at":"` + posted.Format(time.RFC3339) + `"}}`
	}
	head := h.till.Head()
	assert.Equal(t, receipt{Result: "unread"}, p.tell(t, h, "msg_1", body("Cashback "+order.Payable.String()+" untuk kamu")))
	assert.Equal(t, receipt{Result: "unread"}, p.tell(t, h, "msg_2", body("Halo")))
	assert.Equal(t, head, h.till.Head())
	got := p.tell(t, h, "msg_3", body("Pembayaran QRIS diterima "+order.Payable.String()+" dari BUDI"))
	assert.Equal(t, "settled", got.Result)
	payment, err := h.till.Payment(t.Context(), got.Payment)
	require.NoError(t, err)
	assert.Equal(t, []any{order.Payable, "BUDI", posted}, []any{payment.Amount, payment.Payer, payment.Reported})

	for _, data := range []string{`{"raw_text":"Uang masuk Rp5.000"}`, `{"source_app":"id.example.merchant"}`, `{"amount":0,"raw_text":"Uang masuk Rp5.000","source_app":"id.example.merchant"}`} {
		a := h.deliver(t, "msg_4", `{"type":"payment.detected","data":`+data+`}`)
		assert.Equal(t, "amount_invalid", a.problem(t).Code, data)
	}
}

// Ensure that a phone whose app signs nothing is heard by the secret that was
// typed into it, which opens nothing else: no other source, and none that may do
// more than suggest.
func TestTypedSecret(t *testing.T) {
	h := open(t)
	secret, err := h.till.AddPhone(t.Context(), "hp2", "", "test")
	require.NoError(t, err)
	p := h.pairPhone(t, "hp9")
	order := h.sell(t, "k1", 25_000)
	tell := func(source, secret string) answered {
		return do(t, h.ask(t, "POST", "/api/v1/callbacks/"+source, "", paidBody(order), "Authorization", "Bearer "+secret))
	}
	for source, secret := range map[string]string{"hp2": h.secret, "hp9": p.Secret, "hp-kasir": h.secret, "nobody": secret} {
		a := tell(source, secret)
		assert.Equal(t, http.StatusUnauthorized, a.status, source)
		assert.Equal(t, "signature_wrong", a.problem(t).Code, source)
	}
	require.NoError(t, h.till.AddTemplate(t.Context(), pos.Template{App: "id.example.merchant", Pattern: "Pembayaran {any} senilai {amount}"}, "", "test"))
	var got receipt
	tell("hp2", secret).into(t, &got)
	assert.Equal(t, "unread", got.Result, "the words of it tell no amount")
	body := `{"type":"payment.detected","data":{"amount":25000,"order_ref":"` + order.Number + `"}}`
	do(t, h.ask(t, "POST", "/api/v1/callbacks/hp2", "", body, "Authorization", "Bearer "+secret)).into(t, &got)
	assert.Equal(t, "suggested", got.Result)
	o, err := h.till.Order(t.Context(), order.ID)
	require.NoError(t, err)
	assert.Equal(t, pos.Awaiting, o.State)
}
