package temanqris

import (
	"errors"
	"net/http"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// payOrder finds the order of a pay page.
func (d *TemanQRIS) payOrder(r *http.Request) (pos.Order, error) {
	o, err := d.till.OrderByCode(r.Context(), r.PathValue("link_code"))
	if errors.Is(err, pos.ErrNotFound) {
		err = errLinkPublic
	}
	return o, err
}

// confirm takes the customer's word ("sudah bayar") that an order was paid: a
// mark that somebody should look, and no proof. A gateway is asked.
func (d *TemanQRIS) confirm(w http.ResponseWriter, r *http.Request) error {
	o, err := d.payOrder(r)
	if err == nil {
		err = pace(d.claims, o.Code)
	}
	if err == nil {
		o, err = d.till.Claim(r.Context(), o.ID, "page")
	}
	if err != nil {
		return err
	}
	d.wake(o)
	dialect.Reply(w, http.StatusOK, struct {
		Success bool   `json:"success"`
		Message string `json:"message"`
		OrderID string `json:"order_id"`
		Status  string `json:"status"`
	}{true, "Konfirmasi pembayaran berhasil dikirim", orderID(o), word(o)})
	return nil
}

// payStatus tells a pay page how its order stands. The document has no such
// path: the widget asks here.
func (d *TemanQRIS) payStatus(w http.ResponseWriter, r *http.Request) error {
	o, err := d.payOrder(r)
	if err != nil {
		return err
	}
	dialect.Reply(w, http.StatusOK, struct {
		Success     bool       `json:"success"`
		OrderID     string     `json:"order_id"`
		Amount      pos.Rupiah `json:"amount"`
		TotalAmount pos.Rupiah `json:"total_amount"`
		Status      string     `json:"status"`
		IsPaid      bool       `json:"is_paid"`
		IsExpired   bool       `json:"is_expired"`
		ExpiresAt   string     `json:"expires_at"`
	}{true, orderID(o), asked(o), o.Total(), word(o), word(o) == wordPaid, d.expired(o), stamp(o.ShowUntil)})
	return nil
}

// strangersWait is when somebody may ask again for whom too many orders are open.
const strangersWait = time.Minute

// keyMost bounds the key that the widget makes before it asks.
const keyMost = 64

// widgetOrder makes an order for a visitor of a page with the merchant's button.
// The document has no such path: the widget asks here, and is answered as
// generate does.
func (d *TemanQRIS) widgetOrder(w http.ResponseWriter, r *http.Request) error {
	var v struct {
		wish
		Key string `json:"key"` // made before asking: the same key is the same order
	}
	if err := decode(r, &v); err != nil {
		return err
	}
	if err := v.check(); err != nil {
		return err
	}
	if v.Key == "" || len(v.Key) > keyMost {
		return invalid("The key is required: 1 to 64 characters, made before asking.")
	}
	o, err := d.till.ChargeStranger(r.Context(), pos.Stranger{Key: v.Key, Merchant: r.PathValue("merchant"), Amount: v.Amount.Rupiah,
		Note: v.Description, Address: dialect.Remote(r), Callback: v.WebhookURL, Return: v.CallbackURL})
	switch {
	case errors.Is(err, pos.ErrKeyUnknown):
		return errMerchant
	case errors.Is(err, pos.ErrTooMany):
		return tooMany(strangersWait)
	case err != nil:
		return err
	}
	return d.generated(w, o)
}
