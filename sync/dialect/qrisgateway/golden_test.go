package qrisgateway

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/dialect/golden"
)

// refused holds an answer to the document's envelope of errors.
func refused(t *testing.T, a golden.Answer, status int, message string) {
	t.Helper()
	assert.Equal(t, status, a.Status, "%s", a.Body)
	golden.Same(t, "testdata/error.json", a.Body)
	var said struct {
		Success bool
		Message string
	}
	require.NoError(t, json.Unmarshal(a.Body, &said))
	assert.False(t, said.Success)
	assert.Equal(t, message, said.Message)
}

// message is what an answer says.
func messageOf(t *testing.T, a golden.Answer) (text string) {
	t.Helper()
	var said message
	require.NoError(t, json.Unmarshal(a.Body, &said))
	return said.Message
}

// Ensure that logging in, asking who one is and logging out answer as the
// document's examples, and that a token is no good afterwards.
func TestAccount(t *testing.T) {
	s := open(t, 1).people(t)
	a := s.ask(t, "POST", "/api/auth/login", "", `{"email":"Staff@example.com","password":"`+password+`"}`)
	require.Equal(t, http.StatusOK, a.Status)
	golden.Same(t, "testdata/login.json", a.Body)
	in := data[struct {
		User      account `json:"user"`
		Token     string  `json:"token"`
		TokenType string  `json:"token_type"`
	}](t, a)
	assert.Equal(t, "Bearer", in.TokenType)
	assert.Regexp(t, `^1\|[A-Za-z0-9]{20,}$`, in.Token)
	assert.Equal(t, account{in.User.ID, "Sari", staffEmail}, in.User)
	assert.Positive(t, in.User.ID)

	a = s.ask(t, "GET", "/api/auth/user", in.Token, "")
	require.Equal(t, http.StatusOK, a.Status)
	golden.Same(t, "testdata/user.json", a.Body)
	assert.Equal(t, in.User, data[account](t, a))

	a = s.ask(t, "POST", "/api/auth/logout/", in.Token, "")
	require.Equal(t, http.StatusOK, a.Status)
	golden.Same(t, "testdata/logout.json", a.Body)
	assert.Equal(t, "Logged out successfully", messageOf(t, a))
	refused(t, s.ask(t, "GET", "/api/auth/user", in.Token, ""), http.StatusUnauthorized, "Unauthenticated.")
}

// Ensure that anybody learns that the API works.
func TestTestAPI(t *testing.T) {
	s := open(t, 1)
	a := s.ask(t, "GET", "/api/test-api", "", "")
	require.Equal(t, http.StatusOK, a.Status)
	golden.Same(t, "testdata/test-api.json", a.Body)
	assert.Equal(t, "QRIS Payment Gateway API is working!", messageOf(t, a))
	assert.Regexp(t, `"timestamp":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"`, string(a.Body))
}

// Ensure that a transaction is made, told and listed as in the document's
// examples, with the till's values: our dynamic code, no fee, a quarter of an
// hour, and success only once the till knows of the money.
func TestPayment(t *testing.T) {
	s := open(t, 2)
	token := s.program
	a := s.ask(t, "POST", "/api/payment/generate-qris", token, `{"amount":"100000.00","description":"Payment for order #123",
		"callback_url":"https://shop.example.com/payment/callback","distribution_strategy":"random"}`)
	require.Equal(t, http.StatusOK, a.Status, "%s", a.Body)
	golden.Same(t, "testdata/generate-qris.json", a.Body)
	m := data[made](t, a)
	o := s.order(t, m.ID)
	assert.Equal(t, made{ID: m.ID, Amount: 100000, Total: 100000, Code: o.Payload, ExpiresAt: stamp(o.Placed.Add(payFor))}, m)
	assert.Equal(t, "api:web", o.Actor)
	assert.Equal(t, "https://shop.example.com/payment/callback", o.Callback)

	a = s.ask(t, "GET", "/api/payment/transaction/"+m.ID, token, "")
	golden.Same(t, "testdata/transaction.json", a.Body, "data.paid_at")
	assert.Equal(t, "pending", data[made](t, a).Status)
	s.pay(t, m.ID)
	a = s.ask(t, "GET", "/api/payment/transaction/"+m.ID+"/", token, "")
	golden.Same(t, "testdata/transaction.json", a.Body)
	assert.Contains(t, string(a.Body), `"description":"Payment for order #123"`)
	assert.Equal(t, made{ID: m.ID, Amount: 100000, Status: "success", PaidAt: stamp(s.order(t, m.ID).PaidAt)}, data[made](t, a))

	a = s.ask(t, "GET", "/api/payment/qris-list", token, "")
	require.Equal(t, http.StatusOK, a.Status)
	golden.Same(t, "testdata/qris-list.json", a.Body)
	listed := data[[]struct {
		ID   int
		Name string
		Type string
	}](t, a)
	require.Len(t, listed, 2)
	assert.Equal(t, 1, listed[0].ID)
	assert.Equal(t, 2, listed[1].ID)
	assert.Equal(t, "WARUNG SAYUR BU TINI", listed[0].Name)
}

// Ensure that reports and their files are real, under the message that is all
// the document shows, and that only an admin reads them.
func TestReports(t *testing.T) {
	s := open(t, 1).people(t)
	admin, staff := s.token(t, adminEmail), s.token(t, staffEmail)
	s.pay(t, s.charge(t, staff, 25_000, "").ID)

	a := s.ask(t, "GET", "/api/admin/reports", admin, "")
	require.Equal(t, http.StatusOK, a.Status)
	var report struct {
		Message string        `json:"message"`
		Data    *pos.Overview `json:"data,omitempty"`
	}
	require.NoError(t, json.Unmarshal(a.Body, &report))
	assert.Equal(t, pos.Tally{Count: 1, Sum: 25_000}, report.Data.Total.Sales)
	report.Data = nil
	without, err := json.Marshal(report)
	require.NoError(t, err)
	golden.Same(t, "testdata/reports.json", without)
	assert.Equal(t, "Reports page", report.Message)

	a = s.ask(t, "GET", "/api/admin/reports/export", admin, "")
	require.Equal(t, http.StatusOK, a.Status)
	var exported struct {
		Message string            `json:"message"`
		Data    map[string]string `json:"data,omitempty"`
	}
	require.NoError(t, json.Unmarshal(a.Body, &exported))
	files := exported.Data
	exported.Data = nil
	without, err = json.Marshal(exported)
	require.NoError(t, err)
	golden.Same(t, "testdata/export.json", without)
	assert.Equal(t, "Export reports", exported.Message)
	require.Len(t, files, 4)
	for format, start := range map[string]string{"csv": "", "xlsx": "PK", "pdf": "%PDF-", "text": ""} {
		a = s.ask(t, "GET", files[format], admin, "")
		require.Equal(t, http.StatusOK, a.Status, "%s: %s", format, a.Body)
		assert.Contains(t, string(a.Body[:min(8, len(a.Body))]), start, format)
		assert.Regexp(t, `^attachment; filename=laci-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.`, a.Header.Get("Content-Disposition"))
	}
	assert.Contains(t, string(s.ask(t, "GET", files["csv"], admin, "").Body), "A-0001", "the sale stands in the file")

	for _, path := range []string{"/api/admin/reports", "/api/admin/reports/export", "/api/admin/reports/export?format=csv"} {
		refused(t, s.ask(t, "GET", path, staff, ""), http.StatusForbidden, "Insufficient permissions")
		refused(t, s.ask(t, "GET", path, "", ""), http.StatusUnauthorized, "Unauthenticated.")
	}
	for _, query := range []string{"?from=x", "/export?from=2026-02-01&to=2026-01-01", "/export?format=doc"} {
		assert.Equal(t, http.StatusBadRequest, s.ask(t, "GET", "/api/admin/reports"+query, admin, "").Status, query)
	}
}

// Ensure that each status of the document's list is answered in its envelope.
func TestRefusals(t *testing.T) {
	s := open(t, 1).people(t)
	token := s.token(t, staffEmail)
	for body, message := range map[string]string{
		`{`:              "The body cannot be read. Check the JSON and send it again.",
		`{}`:             "The amount must be at least 1000.",
		`{"amount":999}`: "The amount must be at least 1000.",
		`{"amount":1500,"description":"` + long + `"}`:       "The description may not be greater than 255 characters.",
		`{"amount":1500,"distribution_strategy":"manual"}`:   "The distribution_strategy must be random, round_robin or specific.",
		`{"amount":1500,"distribution_strategy":"specific"}`: "The qris_id field is required when distribution_strategy is specific.",
	} {
		refused(t, s.ask(t, "POST", "/api/payment/generate-qris", token, body), http.StatusBadRequest, message)
	}
	for _, body := range []string{`{"amount":1500.5}`, `{"amount":"Rp1500"}`, `{"amount":-1500}`, `{"amount":99999999999}`, `{"amount":1500,"callback_url":"javascript:alert(1)"}`,
		`{"amount":1500,"description":7}`, `{"amount":1500,"qris_id":"x"}`, `[1500]`} {
		a := s.ask(t, "POST", "/api/payment/generate-qris", token, body)
		refused(t, a, http.StatusBadRequest, messageOf(t, a))
	}
	refused(t, s.ask(t, "POST", "/api/payment/generate-qris", token, `{"amount":1500,"distribution_strategy":"specific","qris_id":7}`), http.StatusNotFound, "QRIS not found")
	refused(t, s.ask(t, "POST", "/api/payment/generate-qris", "", `{"amount":1500}`), http.StatusUnauthorized, "Unauthenticated.")
	refused(t, s.ask(t, "GET", "/api/payment/transaction/TRX-ABC123XYZ7", token, ""), http.StatusNotFound, "Transaction not found")
	refused(t, s.ask(t, "GET", "/api/payment/transaction/TRX-01K8ZZZZZZZZZZZZZZZZZZZZZZ", token, ""), http.StatusNotFound, "Transaction not found")

	for _, body := range []string{`{}`, `{"email":"staff@example.com"}`, `{"password":"x"}`} {
		refused(t, s.ask(t, "POST", "/api/auth/login", "", body), http.StatusBadRequest, "The email and password fields are required.")
	}
	for _, email := range []string{staffEmail, "nobody@example.com"} {
		refused(t, s.ask(t, "POST", "/api/auth/login", "", `{"email":"`+email+`","password":"wrong-wrong"}`), http.StatusUnauthorized, "Invalid credentials")
	}
	require.NoError(t, s.till.Close())
	refused(t, s.ask(t, "POST", "/api/payment/generate-qris", token, `{"amount":1500}`), http.StatusInternalServerError, "Internal server error")
}
