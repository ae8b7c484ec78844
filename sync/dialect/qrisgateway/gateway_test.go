package qrisgateway

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/dialect"
	"laci/sync/dialect/golden"
)

var long = strings.Repeat("é", descriptionMost+1)

// Ensure that round robin spreads payments evenly over the pinned QRIS whoever
// asks at once, that each code pays the QRIS it was picked for, and that random
// meets them all.
func TestSpread(t *testing.T) {
	s := open(t, 3)
	_, err := s.till.AddQRIS(t.Context(), pos.AddQRIS{Text: golden.Sticker(9), Beside: true, Actor: "api:x"})
	require.NoError(t, err, "proposed, and never picked")
	token := s.program
	spread := func(strategy string, times int) map[string]int {
		counts, lock, all := map[string]int{}, sync.Mutex{}, sync.WaitGroup{}
		for range 5 {
			all.Go(func() {
				for range times / 5 {
					o := s.order(t, s.charge(t, token, 1000, strategy).ID)
					code, ok := s.till.Shop().PinnedCode(o.QRIS)
					assert.True(t, ok)
					assert.Equal(t, code.NMID, o.NMID)
					assert.Contains(t, o.Payload, code.NMID)
					lock.Lock()
					counts[o.QRIS]++
					lock.Unlock()
				}
			})
		}
		all.Wait()
		return counts
	}
	even := spread(`,"distribution_strategy":"round_robin"`, 30)
	assert.Len(t, even, 3)
	for id, count := range even {
		assert.Equal(t, 10, count, id)
	}
	assert.Len(t, spread("", 60), 3, "by chance one is left out once in ten thousand million runs")
	for number, code := range s.till.Shop().Codes[:3] {
		assert.Equal(t, map[string]int{code.ID: 5}, spread(`,"distribution_strategy":"specific","qris_id":`+string(rune('1'+number)), 5))
	}
	refused(t, s.ask(t, "POST", "/api/payment/generate-qris", token, `{"amount":1000,"distribution_strategy":"specific","qris_id":4}`), http.StatusNotFound, "QRIS not found")
}

// Ensure that the strategy of a request that names none can be configured.
func TestDefaultStrategy(t *testing.T) {
	s := open(t, 2, func(o *Options) { o.Strategy = roundRobin })
	token := s.program
	first := s.order(t, s.charge(t, token, 1000, "").ID)
	for range 4 {
		second := s.order(t, s.charge(t, token, 1000, "").ID)
		assert.NotEqual(t, first.QRIS, second.QRIS)
		first = second
	}
	assert.Equal(t, random, New(Options{Strategy: "specific"}).strategy)
}

// Ensure that a callback of anybody marks the order and wakes a query, that the
// transaction stays pending, and that no other word does more.
func TestCallback(t *testing.T) {
	var asked []pos.ID
	s := open(t, 1, func(o *Options) { o.Wake = func(order pos.Order) { asked = append(asked, order.ID) } })
	token := s.program
	m := s.charge(t, token, 50_000, "")
	say := func(body string) golden.Answer { return s.ask(t, "POST", "/api/payment/callback", "", body) }

	head := s.till.Head()
	for _, body := range []string{`{"transaction_id":"` + m.ID + `","status":"failed","amount":50000}`, `{"transaction_id":"` + m.ID + `","status":"paid"}`} {
		a := say(body)
		require.Equal(t, http.StatusOK, a.Status)
		golden.Same(t, "testdata/callback.json", a.Body)
	}
	refused(t, say(`{"transaction_id":"`+m.ID+`","status":"success","amount":1}`), http.StatusBadRequest, "The amount is not the transaction's.")
	refused(t, say(`{"status":"success"}`), http.StatusBadRequest, "The transaction_id and status fields are required.")
	refused(t, say(`{"transaction_id":"TRX-ABC123XYZ7","status":"success"}`), http.StatusNotFound, "Transaction not found")
	counter, err := s.till.Charge(t.Context(), pos.Charge{Key: "c", Amount: 5000, Actor: "kasir"})
	require.NoError(t, err)
	refused(t, say(`{"transaction_id":"`+transactionID(counter)+`","status":"success"}`), http.StatusNotFound, "Transaction not found")
	assert.Empty(t, asked)
	assert.NotEqual(t, head, s.till.Head(), "the counter's own order")
	head = s.till.Head()

	for range 3 {
		a := say(`{"transaction_id":"` + m.ID + `","status":"success","amount":50000,"timestamp":"2025-09-03T10:25:00.000000Z"}`)
		require.Equal(t, http.StatusOK, a.Status)
		golden.Same(t, "testdata/callback.json", a.Body)
		assert.Equal(t, "Payment processed successfully", messageOf(t, a))
	}
	entries, err := s.till.Entries(t.Context(), head, 100)
	require.NoError(t, err)
	require.Len(t, entries, 1, "three callbacks are one mark")
	assert.Equal(t, pos.KindOrderClaimed, entries[0].Kind)
	o := s.order(t, m.ID)
	assert.Equal(t, pos.Pending, o.State)
	assert.True(t, o.Has(pos.FlagClaimed))
	assert.Equal(t, "pending", s.look(t, token, m.ID).Status)
	assert.Equal(t, []pos.ID{o.ID, o.ID, o.ID}, asked)
}

// Ensure that every state of an order is one of the document's four words, and
// that success is only money that came and did not go back.
func TestStatus(t *testing.T) {
	for state, word := range map[pos.State]string{
		pos.Placed: "pending", pos.Pending: "pending", pos.Awaiting: "pending", pos.Paid: "success",
		pos.Expired: "expired", pos.Cancelled: "failed", pos.Failed: "failed", pos.Refunded: "failed", "new": "failed",
	} {
		assert.Equal(t, word, status(pos.Order{State: state}), state)
	}
}

// Ensure that a transaction whose quarter of an hour is over reads expired, and
// success when the money comes after all.
func TestExpired(t *testing.T) {
	s := open(t, 1)
	token := s.program
	m := s.charge(t, token, 1000, "")
	s.ahead.Add(int64(payFor - time.Minute))
	require.NoError(t, s.till.Tick(t.Context()))
	assert.Equal(t, "pending", s.look(t, token, m.ID).Status)
	s.ahead.Add(int64(time.Minute))
	require.NoError(t, s.till.Tick(t.Context()))
	assert.Equal(t, "expired", s.look(t, token, m.ID).Status)
	s.pay(t, m.ID)
	assert.Equal(t, "success", s.look(t, token, m.ID).Status)
}

// Ensure that an account sees its own transactions, an admin everybody's, and
// that a program with a key of this system is an account of its own, which only
// the owner ends.
func TestWhose(t *testing.T) {
	s := open(t, 1).people(t)
	admin, staff := s.token(t, adminEmail), s.token(t, staffEmail)
	native, err := s.till.AddKey(t.Context(), pos.NewKey{Name: "native", Scopes: []string{pos.ScopeCharge, pos.ScopeRead, pos.ScopeAdmin}, PIN: ownerPIN, Actor: "owner"})
	require.NoError(t, err)
	reader := s.key(t, "baca", ownerPIN, pos.ScopeRead)

	of := map[string]string{}
	for _, token := range []string{admin, staff, s.program} {
		of[token] = s.charge(t, token, 1000, "").ID
	}
	for who, ids := range map[string][]string{admin: {of[admin], of[staff], of[s.program]}, staff: {of[staff]}, s.program: {of[s.program]}} {
		for _, id := range of {
			status := s.ask(t, "GET", "/api/payment/transaction/"+id, who, "").Status
			assert.Equal(t, slices.Contains(ids, id), status == http.StatusOK, "%s %d", id, status)
		}
	}
	assert.Equal(t, account{Name: "web"}, data[account](t, s.ask(t, "GET", "/api/auth/user", s.program, "")))
	refused(t, s.ask(t, "POST", "/api/auth/logout", s.program, ""), http.StatusForbidden, "Insufficient permissions")
	refused(t, s.ask(t, "GET", "/api/admin/reports", s.program, ""), http.StatusForbidden, "Insufficient permissions")
	refused(t, s.ask(t, "GET", "/api/payment/qris-list", native.Key, ""), http.StatusUnauthorized, "Unauthenticated.")
	refused(t, s.ask(t, "POST", "/api/payment/generate-qris", reader, `{"amount":1000}`), http.StatusForbidden, "Insufficient permissions")
	assert.Equal(t, 200, s.ask(t, "GET", "/api/payment/qris-list", reader, "").Status)
}

// Ensure that the words of a description longer than a note are all kept.
func TestDescription(t *testing.T) {
	s := open(t, 1)
	token := s.program
	words := strings.Repeat("é", descriptionMost)
	m := s.charge(t, token, 1000, `,"description":"`+words+`"`)
	a := s.ask(t, "GET", "/api/payment/transaction/"+m.ID, token, "")
	assert.Contains(t, string(a.Body), `"description":"`+words+`"`)
}

// Ensure that whoever asks too often, guesses tokens or passwords is told to
// wait, while others and the right token are not.
func TestRateLimits(t *testing.T) {
	now := time.Now()
	s := open(t, 1, func(o *Options) { o.Now = func() time.Time { return now } }).people(t)
	staff, admin := s.token(t, staffEmail), s.token(t, adminEmail)
	late := func(a golden.Answer) {
		t.Helper()
		refused(t, a, http.StatusTooManyRequests, "Too many attempts")
		assert.Regexp(t, `^[1-9]\d*$`, a.Header.Get("Retry-After"))
	}
	for range callsBurst {
		require.Equal(t, 200, s.ask(t, "GET", "/api/auth/user", staff, "").Status)
	}
	late(s.ask(t, "GET", "/api/auth/user", staff, ""))
	assert.Equal(t, 200, s.ask(t, "GET", "/api/auth/user", admin, "").Status)

	for range loginBurst {
		refused(t, s.ask(t, "GET", "/api/auth/user", "1|guess", ""), http.StatusUnauthorized, "Unauthenticated.")
	}
	late(s.ask(t, "GET", "/api/auth/user", "1|guess", ""))
	assert.Equal(t, 200, s.ask(t, "GET", "/api/auth/user", admin, "").Status)

	for range loginBurst {
		require.Contains(t, []int{401, 429}, s.ask(t, "POST", "/api/auth/login", "", `{"email":"staff@example.com","password":"guess"}`).Status)
	}
	late(s.ask(t, "POST", "/api/auth/login", "", `{"email":"admin@example.com","password":"guess"}`))
	now = now.Add(loginRest)
	assert.Equal(t, 200, s.ask(t, "POST", "/api/auth/login", "", `{"email":"admin@example.com","password":"`+password+`"}`).Status)
}

// Ensure that a program written from the document alone logs in, asks for a
// code and sees the money, as its user's code would.
func TestClient(t *testing.T) {
	s := open(t, 2).people(t)
	token := ""
	call := func(method, path string, in map[string]any) map[string]any {
		body, _ := json.Marshal(in)
		request, _ := http.NewRequest(method, s.url+path, bytes.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Authorization", "Bearer "+token)
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		defer func() { _ = response.Body.Close() }()
		var out struct{ Data map[string]any }
		require.NoError(t, json.NewDecoder(response.Body).Decode(&out))
		return out.Data
	}
	token, _ = call("POST", "/api/auth/login", map[string]any{"email": staffEmail, "password": password})["token"].(string)
	id, _ := call("POST", "/api/payment/generate-qris", map[string]any{"amount": 50000, "description": "Product purchase", "callback_url": "https://yourapp.example/webhook"})["transaction_id"].(string)
	assert.Equal(t, "pending", call("GET", "/api/payment/transaction/"+id, nil)["status"])
	s.pay(t, id)
	assert.Equal(t, "success", call("GET", "/api/payment/transaction/"+id, nil)["status"])
}

// Ensure that no body makes more of a wish than the document allows.
func FuzzPayment(f *testing.F) {
	for _, body := range []string{`{"amount":100000,"description":"x","callback_url":"https://a.example","distribution_strategy":"specific","qris_id":1}`,
		`{"amount":"999"}`, `{"amount":{"value":"1500.00"}}`, `{"qris_id":"1","amount":1e9}`} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		var wish payment
		if dialect.Decode("application/json", []byte(body), &wish) != nil || wish.check() != nil {
			return
		}
		assert.GreaterOrEqual(t, wish.Amount.Rupiah, pos.Rupiah(amountLeast))
		assert.LessOrEqual(t, len([]rune(wish.Description)), descriptionMost)
	})
}
