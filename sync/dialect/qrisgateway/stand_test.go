package qrisgateway

import (
	"encoding/json"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
	"laci/sync/dialect/golden"
)

const (
	ownerPIN   = "274951"
	password   = "sandi-rahasia-1"
	adminEmail = "admin@example.com"
	staffEmail = "staff@example.com"
)

// stand is a till with this dialect before it.
type stand struct {
	program string // the bearer key of a program
	till    *pos.Till
	gateway *Gateway
	url     string
	ahead   atomic.Int64 // nanoseconds the clock was put on
}

func (s *stand) now() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())) }

func open(t testing.TB, codes int, change ...func(*Options)) *stand {
	t.Helper()
	s := &stand{}
	s.till = golden.Till(t, pos.Options{Now: s.now})
	s.program = s.key(t, "web", "")
	if codes > 1 {
		s.setUp(t)
	}
	for number := 1; number < codes; number++ {
		_, err := s.till.AddQRIS(t.Context(), pos.AddQRIS{Text: golden.Sticker(number), Beside: true, PIN: ownerPIN, Actor: "owner"})
		require.NoError(t, err)
	}
	o := Options{Till: s.till, Now: s.now, Words: func(lang string) pos.Words {
		return func(code string, args ...any) string { return assets.Text(lang, code, args...) }
	}}
	for _, c := range change {
		c(&o)
	}
	s.gateway = New(o)
	s.url = golden.Serve(t, s.gateway.Routes())
	return s
}

// setUp gives the shop an owner with a PIN. Each PIN and password costs the time
// that makes guessing dear.
func (s *stand) setUp(t testing.TB) {
	t.Helper()
	if !s.till.Shop().HasPIN {
		require.NoError(t, s.till.SetUp(t.Context(), pos.SetUp{PIN: ownerPIN, TerminalName: "Kasir A", Zone: "WIB", Actor: "owner"}))
	}
}

// people adds an admin and a member of staff.
func (s *stand) people(t testing.TB) *stand {
	t.Helper()
	s.setUp(t)
	for _, p := range []pos.AddPerson{{Name: "Ani", Role: pos.RoleAdmin, Email: adminEmail}, {Name: "Sari", Role: pos.RoleStaff, Email: staffEmail}} {
		p.Secret, p.PIN, p.Actor = password, ownerPIN, "owner"
		require.NoError(t, s.till.AddPerson(t.Context(), p))
	}
	return s
}

// key adds a program of this system and gives its bearer key.
func (s *stand) key(t testing.TB, name, pin string, scopes ...string) string {
	t.Helper()
	shown, err := s.till.AddKey(t.Context(), pos.NewKey{Name: name, Dialect: pos.DialectGateway, Scopes: scopes, PIN: pin, Actor: "test"})
	require.NoError(t, err)
	return shown.Key
}

// token gives a bearer header of a web account, as its login would.
func (s *stand) token(t testing.TB, email string) string {
	t.Helper()
	token, err := s.till.AddToken(t.Context(), email)
	require.NoError(t, err)
	return token
}

// ask sends a request with a bearer token ("" for none).
func (s *stand) ask(t testing.TB, method, path, token, body string) golden.Answer {
	t.Helper()
	headers := []string{"Content-Type", "application/json"}
	if token != "" {
		headers = append(headers, "Authorization", "Bearer "+token)
	}
	return golden.Ask(t, method, s.url+path, body, headers...)
}

// made is the data of a transaction.
type made struct {
	ID        string `json:"transaction_id"`
	Amount    int64  `json:"amount"`
	Fee       int64  `json:"fee"`
	Total     int64  `json:"total_amount"`
	Code      string `json:"qris_code"`
	Status    string `json:"status"`
	ExpiresAt string `json:"expires_at"`
	PaidAt    string `json:"paid_at"`
}

// charge makes a transaction of the token's account.
func (s *stand) charge(t testing.TB, token string, amount int64, more string) made {
	t.Helper()
	a := s.ask(t, "POST", "/api/payment/generate-qris", token, `{"amount":`+strconv.FormatInt(amount, 10)+more+`}`)
	require.Equal(t, 200, a.Status, "%s", a.Body)
	return data[made](t, a)
}

// look asks how a transaction stands.
func (s *stand) look(t testing.TB, token, id string) made {
	t.Helper()
	a := s.ask(t, "GET", "/api/payment/transaction/"+id, token, "")
	require.Equal(t, 200, a.Status, "%s", a.Body)
	return data[made](t, a)
}

// data reads the data of an answer.
func data[T any](t testing.TB, a golden.Answer) T {
	t.Helper()
	var answer struct {
		Success bool `json:"success"`
		Data    T    `json:"data"`
	}
	require.NoError(t, json.Unmarshal(a.Body, &answer), "%s", a.Body)
	require.True(t, answer.Success)
	return answer.Data
}

// order is the till's order of a transaction.
func (s *stand) order(t testing.TB, id string) pos.Order {
	t.Helper()
	var o pos.Order
	require.NoError(t, o.ID.UnmarshalText([]byte(id[len(transactionPrefix):])))
	o, err := s.till.Order(t.Context(), o.ID)
	require.NoError(t, err)
	return o
}

// pay lets a gateway's signed word settle a transaction.
func (s *stand) pay(t testing.TB, id string) {
	t.Helper()
	o := s.order(t, id)
	outcome, err := s.till.Settle(t.Context(), pos.Report{Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: "p-" + id,
		Amount: o.Payable, OrderRef: o.ID.String()})
	require.NoError(t, err)
	require.Equal(t, pos.ResultSettled, outcome.Result)
}
