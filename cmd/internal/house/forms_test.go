package house

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that programs which made codes at the running till are told of their
// money at the address they named, each in its document's words and with its
// own token or signature: Xendit's of each payment, a static code's too, and
// SenGo's of where its order stands.
func TestCallersAreTold(t *testing.T) {
	service := listen(t)
	h := service.calls()
	xnd, err := h.Till.AddKey(t.Context(), pos.NewKey{Name: "toko", Dialect: pos.DialectXendit, Actor: "owner"})
	require.NoError(t, err)
	sell := func(external, kind string) (code struct{ ID string }) {
		t.Helper()
		form := url.Values{"external_id": {external}, "type": {kind}, "callback_url": {service.url + "/" + external}, "amount": {"25000"}}
		request, err := http.NewRequestWithContext(t.Context(), "POST", "http://"+h.Address()+"/qr_codes/", strings.NewReader(form.Encode()))
		require.NoError(t, err)
		request.SetBasicAuth(xnd.Key, "")
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		defer response.Body.Close()
		require.Equal(t, http.StatusOK, response.StatusCode)
		require.NoError(t, json.NewDecoder(response.Body).Decode(&code))
		return code
	}
	pay := func(id, ref string, amount pos.Rupiah) {
		t.Helper()
		_, err := h.Till.Settle(t.Context(), pos.Report{Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: id, RRN: "0001" + id, Amount: amount,
			PaidAt: time.Now(), OrderRef: ref, Issuer: "DOMPET", Actor: "source:hp"})
		require.NoError(t, err)
	}

	once := sell("sekali", "DYNAMIC")
	pay("1", strings.TrimPrefix(once.ID, "qr_"), 25_000)
	got := service.hear("/sekali")
	assert.Equal(t, xnd.Signing, got.header.Get("x-callback-token"))
	var told struct {
		Event, Status string
		Code          struct{ ID, Type string } `json:"qr_code"`
		Detail        struct {
			Receipt string `json:"receipt_id"`
		} `json:"payment_detail"`
	}
	require.NoError(t, json.Unmarshal(got.body, &told))
	assert.Equal(t, []string{"qr.payment", "COMPLETED", once.ID, "DYNAMIC", "00011"}, []string{told.Event, told.Status, told.Code.ID, told.Code.Type, told.Detail.Receipt})

	often := sell("meja", "STATIC")
	pay("2", strings.TrimPrefix(often.ID, "qr_"), 7_500)
	require.NoError(t, json.Unmarshal(service.hear("/meja").body, &told))
	assert.Equal(t, []string{often.ID, "STATIC", "00012"}, []string{told.Code.ID, told.Code.Type, told.Detail.Receipt})
	pay("3", strings.TrimPrefix(often.ID, "qr_"), 7_500)
	require.NoError(t, json.Unmarshal(service.hear("/meja").body, &told))
	assert.Equal(t, "00013", told.Detail.Receipt)

	snd, err := h.Till.AddKey(t.Context(), pos.NewKey{Name: "kios", Dialect: pos.DialectSenGo, Actor: "owner"})
	require.NoError(t, err)
	o, err := h.Till.Charge(t.Context(), pos.Charge{Key: "R1", ExternalID: "R1", Amount: 10_000, Actor: "api:kios", Callback: service.url + "/kios"})
	require.NoError(t, err)
	pay("4", o.Number, 10_000)
	got = service.hear("/kios")
	assert.Equal(t, snd.Client, got.header.Get("X-Client-Key"))
	mac := hmac.New(sha512.New, []byte(snd.Secret))
	mac.Write([]byte(snd.Client + string(got.body)))
	assert.Equal(t, hex.EncodeToString(mac.Sum(nil)), got.header.Get("X-Signature"))
	assert.Contains(t, string(got.body), `"merchantRef":"R1","status":"success"`)
	assert.Empty(t, service.heard, "each was told once")
}
