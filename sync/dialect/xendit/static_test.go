package xendit

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
	"laci/sync/dialect/golden"
)

const staticExample = "external_id=meja-7&type=STATIC&callback_url=https://toko.example/callback&metadata[branch_code]=cabang_372"

// Ensure that a STATIC code is the shop's own code without an amount, whatever
// amount was sent, and stays ACTIVE.
func TestStaticCode(t *testing.T) {
	s := open(t, true)
	for i, amount := range []string{"", "&amount=1500", "&amount=1", "&amount=x"} {
		external := "meja-" + strconv.Itoa(i)
		made := s.form(t, "/qr_codes", strings.Replace(staticExample, "meja-7", external, 1)+amount)
		golden.Same(t, "testdata/create.json", made.Body, "amount")
		c := told(t, made)
		assert.Contains(t, c, "amount")
		assert.Nil(t, c["amount"])
		assert.Equal(t, assets.Sticker(), c["qr_string"])
		assert.Equal(t, "STATIC", c["type"])
		assert.Equal(t, "ACTIVE", c["status"])
		assert.Equal(t, c, told(t, s.get(t, "/qr_codes/"+external)))
	}
	require.Equal(t, http.StatusOK, s.post(t, "/qr_codes", `{"external_id":"n","type":"STATIC","callback_url":"https://toko.example","amount":null}`).Status)
	refused(t, s.form(t, "/qr_codes", strings.Replace(staticExample, "meja-7", "meja-0", 1)), http.StatusConflict, "DUPLICATE_ERROR")
	refused(t, s.form(t, "/qr_codes", strings.Replace(example, "testing_id_123", "meja-0", 1)), http.StatusConflict, "DUPLICATE_ERROR")
	refused(t, openBare(t).form(t, "/qr_codes", staticExample), http.StatusConflict, "DATA_NOT_FOUND")
}

// Ensure that a STATIC code is paid any number of times, and that the newest
// payments are told, oldest first, across pages of sales.
func TestStaticPayments(t *testing.T) {
	s := open(t, true)
	require.Equal(t, http.StatusOK, s.form(t, "/qr_codes", staticExample).Status)
	refused(t, s.form(t, "/qr_codes/meja-7/payments/simulate", ""), http.StatusBadRequest, "API_VALIDATION_ERROR")
	for i := range salesRead + 5 {
		paid := s.form(t, "/qr_codes/meja-7/payments/simulate", "amount="+strconv.Itoa(2000+i))
		golden.Same(t, "testdata/simulate.json", paid.Body)
	}
	amounts := func(query string) (found []float64) {
		for _, p := range listed(t, s.get(t, "/qr_codes/payments?external_id=meja-7"+query)) {
			found = append(found, p["amount"].(float64))
		}
		return found
	}
	assert.Equal(t, []float64{2103, 2104}, amounts("&limit=2"))
	assert.Len(t, amounts(""), 10)
	all := amounts("&limit=1000")
	require.Len(t, all, salesRead+5)
	assert.IsIncreasing(t, all)
	assert.Empty(t, amounts("&to=2021-01-04T08:09:30.000Z"))
	assert.Equal(t, "ACTIVE", told(t, s.get(t, "/qr_codes/meja-7"))["status"])
}

// Ensure that on a live till money which names the code is its payment, that a
// caller is told of it as of the code's, and that nobody can pretend.
func TestStaticLive(t *testing.T) {
	s := open(t, false)
	id := strings.TrimPrefix(told(t, s.form(t, "/qr_codes", staticExample))["id"].(string), "qr_")
	refused(t, s.form(t, "/qr_codes/meja-7/payments/simulate", "amount=1500"), http.StatusForbidden, "REQUEST_FORBIDDEN_ERROR")
	s.pay(t, "", "000", 25_000, time.Now())
	s.pay(t, id, "120318666", 25_000, time.Now())
	s.pay(t, id, "000111666", 7_500, time.Now())
	list := s.get(t, "/qr_codes/payments?external_id=meja-7")
	golden.Same(t, "testdata/payments.json", list.Body)
	assert.Len(t, listed(t, list), 2)

	orders, _, err := s.till.CallerOrders(t.Context(), "api:toko", pos.CallerSearch{})
	require.NoError(t, err)
	p, err := s.till.Payment(t.Context(), orders[0].Payments[0])
	require.NoError(t, err)
	body, err := Callback(orders[0], p)
	require.NoError(t, err)
	golden.Same(t, "testdata/callback.json", body)
	assert.Contains(t, string(body), `"qr_code":{"id":"qr_`+id+`","external_id":"meja-7","qr_string":"`+assets.Sticker()+`","type":"STATIC"`)
}
