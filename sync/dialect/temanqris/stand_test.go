package temanqris

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
	"laci/qris/symbol"
	"laci/sync/dialect/golden"
)

const ownerPIN = "274951"

// stand is a till with a key of this system and the dialect before it.
type stand struct {
	till  *pos.Till
	d     *TemanQRIS
	url   string
	shown pos.KeyShown // of the key "toko"
	ahead atomic.Int64 // nanoseconds the clock was put on
}

func (s *stand) now() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())) }

func open(t testing.TB, change ...func(*Options)) *stand {
	t.Helper()
	s := &stand{}
	s.till = golden.Till(t, pos.Options{Now: s.now})
	s.shown = s.key(t, "toko", "", pos.ScopeRead, pos.ScopeCharge, pos.ScopeSettle)
	o := Options{Till: s.till, Now: s.now, Words: func(code string, args ...any) string { return assets.Text("en", code, args...) }}
	for _, c := range change {
		c(&o)
	}
	s.d = New(o)
	s.url = golden.Serve(t, s.d.Routes())
	return s
}

// key adds a key of this system.
func (s *stand) key(t testing.TB, name, pin string, scopes ...string) pos.KeyShown {
	t.Helper()
	shown, err := s.till.AddKey(t.Context(), pos.NewKey{Name: name, Dialect: pos.DialectTemanQRIS, Scopes: scopes, PIN: pin, Actor: "test"})
	require.NoError(t, err)
	return shown
}

// setUp gives the shop an owner with a PIN.
func (s *stand) setUp(t testing.TB) {
	t.Helper()
	require.NoError(t, s.till.SetUp(t.Context(), pos.SetUp{PIN: ownerPIN, TerminalName: "Kasir A", Zone: "WIB", Actor: "owner"}))
}

// askAs sends a request with a key ("" for none).
func (s *stand) askAs(t testing.TB, key, method, path, body string) golden.Answer {
	t.Helper()
	headers := []string{"Content-Type", "application/json"}
	if key != "" {
		headers = append(headers, "X-API-Key", key)
	}
	return golden.Ask(t, method, s.url+path, body, headers...)
}

// ask sends a request with the key "toko".
func (s *stand) ask(t testing.TB, method, path, body string) golden.Answer {
	t.Helper()
	return s.askAs(t, s.shown.Key, method, path, body)
}

// good holds an answer to 200 and to the form of an example.
func good(t testing.TB, a golden.Answer, example string, loose ...string) golden.Answer {
	t.Helper()
	require.Equal(t, 200, a.Status, "%s", a.Body)
	golden.Same(t, "testdata/"+example+".json", a.Body, loose...)
	return a
}

// refused holds an answer to a status and to the form and words of an example,
// in which the id of the document's sample order stands for the one asked about.
func refused(t testing.TB, a golden.Answer, status int, example, id string) {
	t.Helper()
	assert.Equal(t, status, a.Status, "%s", a.Body)
	want, err := os.ReadFile("testdata/" + example + ".json")
	require.NoError(t, err)
	assert.JSONEq(t, strings.ReplaceAll(string(want), "INV-999", id), string(a.Body))
}

// turnedAway holds an answer to a status and an error word that the document
// leaves open, in the envelope of those it shows.
func turnedAway(t testing.TB, a golden.Answer, status int, word string) {
	t.Helper()
	assert.Equal(t, status, a.Status, "%s", a.Body)
	golden.Same(t, "testdata/order-not-found.json", a.Body)
	said := as[struct{ Error, Message string }](t, a)
	assert.Equal(t, word, said.Error)
	assert.NotEmpty(t, said.Message)
}

// as reads an answer.
func as[T any](t testing.TB, a golden.Answer) (value T) {
	t.Helper()
	require.NoError(t, json.Unmarshal(a.Body, &value), "%s", a.Body)
	return value
}

// link is a payment link of an answer.
type link struct {
	ID      uint64 `json:"id"`
	Code    string `json:"link_code"`
	OrderID string `json:"order_id"`
	URL     string `json:"url"`
}

// charge makes an order with an id of its own.
func (s *stand) charge(t testing.TB, amount, id string) link {
	t.Helper()
	a := s.ask(t, "POST", "/api/qris/payment-link", `{"amount":`+amount+`,"order_id":"`+id+`"}`)
	require.Equal(t, 200, a.Status, "%s", a.Body)
	return as[struct {
		PaymentLink link `json:"payment_link"`
	}](t, a).PaymentLink
}

// order is the till's order of an id of the key "toko".
func (s *stand) order(t testing.TB, id string) pos.Order {
	t.Helper()
	return golden.Order(t, s.till, id)
}

// word asks how an order stands.
func (s *stand) word(t testing.TB, id string) string {
	t.Helper()
	a := s.ask(t, "GET", "/api/qris/orders/"+id, "")
	require.Equal(t, 200, a.Status, "%s", a.Body)
	return as[struct{ Order struct{ Status string } }](t, a).Order.Status
}

// picture draws a text as the file that a shop would upload.
func picture(t testing.TB, text string) []byte {
	t.Helper()
	drawn, err := symbol.Draw(text, symbol.M)
	require.NoError(t, err)
	png, err := drawn.PNG(8)
	require.NoError(t, err)
	return png
}

// send uploads a file or text in a form with files.
func (s *stand) send(t testing.TB, field string, content []byte) golden.Answer {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	require.NoError(t, form.WriteField("note", "sticker"))
	part, err := form.CreateFormFile(field, "qris.png")
	require.NoError(t, err)
	_, err = part.Write(content)
	require.NoError(t, err)
	require.NoError(t, form.Close())
	return golden.Ask(t, "POST", s.url+"/api/qris/upload", body.String(), "Content-Type", form.FormDataContentType(), "X-API-Key", s.shown.Key)
}
