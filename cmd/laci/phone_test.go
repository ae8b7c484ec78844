//go:build linux

package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/pos"
)

// phone is the one that hears the money come in and tells the till, signed.
type phone struct{ secret []byte }

// newPhone pairs a phone with a till that nobody has set up yet.
func newPhone(t *testing.T, data string) phone {
	t.Helper()
	answer, err := house.Do(t.Context(), data, "source add", house.Args{Name: "hp"})
	require.NoError(t, err)
	return phone{unwrap(t, answer.Secret)}
}

func unwrap(t *testing.T, secret string) []byte {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	require.NoError(t, err)
	return raw
}

// receipt is what the till made of a report.
type receipt struct {
	Result  string
	Order   pos.ID
	Payment pos.ID
}

// tells reports money; ref names the order, or is empty. It gives the status of
// the answer and the receipt, or why there was no answer.
func (p phone) tells(address string, amount pos.Rupiah, ref string) (int, receipt, error) {
	now := time.Now()
	data := map[string]any{
		"amount": amount, "currency": "IDR", "paid_at": now.Format(time.RFC3339Nano), "source_app": "id.contoh",
		"payer_name": "Budi", "issuer": "GoPay", "rrn": strconv.FormatInt(now.UnixNano()%1e12, 10), "device_id": "hp-1",
	}
	if ref != "" {
		data["order_ref"] = ref
	}
	body, err := json.Marshal(map[string]any{"type": "payment.detected", "timestamp": now.Format(time.RFC3339Nano), "data": data})
	if err != nil {
		return 0, receipt{}, err
	}
	return p.post(address, ulid.Make().String(), body)
}

// post signs a body and delivers it.
func (p phone) post(address, id string, body []byte) (status int, got receipt, err error) {
	request, err := http.NewRequest(http.MethodPost, address+"/api/v1/callbacks/hp", strings.NewReader(string(body)))
	if err != nil {
		return 0, got, err
	}
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, p.secret)
	fmt.Fprintf(mac, "%s.%s.%s", id, stamp, body)
	request.Header.Set("webhook-id", id)
	request.Header.Set("webhook-timestamp", stamp)
	request.Header.Set("webhook-signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	client := &http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil {
		return 0, got, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode == http.StatusOK {
		err = json.Unmarshal(answer, &got)
	}
	return response.StatusCode, got, err
}

// reports tells the kiosk on the desk of money, which must be taken.
func (d *desk) reports(p phone, amount pos.Rupiah, ref, result string) receipt {
	d.t.Helper()
	status, got, err := p.tells(d.address(), amount, ref)
	require.NoError(d.t, err)
	require.Equal(d.t, http.StatusOK, status)
	require.Equal(d.t, result, got.Result)
	return got
}

// clock is a till's clock that a test can set.
type clock struct{ nanos atomic.Int64 }

func (c *clock) now() time.Time   { return time.Unix(0, c.nanos.Load()) }
func (c *clock) set(at time.Time) { c.nanos.Store(at.UnixNano()) }

// newTill makes a till that was set up this morning, with a phone, and lets past
// do what happened since.
func newTill(t *testing.T, data string, settings func(*pos.Settings), past func(*pos.Till, *clock)) phone {
	t.Helper()
	var c clock
	c.set(time.Now().Add(-11 * time.Hour))
	h, err := house.Open(t.Context(), house.Options{Dir: data, Program: "test", Listen: "127.0.0.1:0", Now: c.now})
	require.NoError(t, err)
	require.NoError(t, h.Till.SetUp(t.Context(), pos.SetUp{QRIS: assets.Sticker(), Sticker: true, PIN: ownerPIN,
		TerminalName: "Kasir A", Zone: "WIB", Facing: pos.FacingCashier, Actor: "owner"}))
	s := h.Till.Shop().Settings
	settings(&s)
	require.NoError(t, h.Till.Change(t.Context(), s, ownerPIN, "owner"))
	secret, err := h.Till.AddSource(t.Context(), "hp", ownerPIN, "owner")
	require.NoError(t, err)
	past(h.Till, &c)
	require.NoError(t, h.Close())
	return phone{unwrap(t, secret)}
}

// sold is a sale of the past: charged at the clock, paid half a minute later.
func sold(t *testing.T, till *pos.Till, c *clock, at time.Time, amount pos.Rupiah, byHand bool) {
	t.Helper()
	c.set(at)
	o, err := till.Charge(t.Context(), pos.Charge{Key: ulid.Make().String(), Amount: amount, Actor: "Kasir A"})
	require.NoError(t, err)
	c.set(at.Add(30 * time.Second))
	if byHand {
		_, err = till.Confirm(t.Context(), o.ID, pos.Confirmation{Actor: "Kasir A", SeenAt: "merchant_app"})
	} else {
		_, err = till.Settle(t.Context(), pos.Report{Source: "hp", Evidence: pos.ForwarderMatched, Amount: amount,
			PaidAt: c.now(), OrderRef: o.Number, RRN: o.ID.String()[16:], Issuer: "GoPay", DeliveryID: o.ID.String()})
	}
	require.NoError(t, err)
}
