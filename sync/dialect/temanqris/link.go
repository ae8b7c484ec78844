package temanqris

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"laci/pos"
	"laci/sync/dialect"
)

// paymentLink makes an order and gives the address of its pay page.
func (d *TemanQRIS) paymentLink(w http.ResponseWriter, r *http.Request, key pos.APIKey) error {
	o, err := d.charge(r, key)
	if err != nil {
		return err
	}
	type link struct {
		ID          uint64     `json:"id"`
		LinkCode    string     `json:"link_code"`
		OrderID     string     `json:"order_id"`
		URL         string     `json:"url"`
		Amount      pos.Rupiah `json:"amount"`
		Description string     `json:"description"`
		WebhookURL  *string    `json:"webhook_url"`
		CallbackURL *string    `json:"callback_url"`
		ExpiresAt   string     `json:"expires_at"`
	}
	dialect.Reply(w, http.StatusOK, struct {
		Success     bool `json:"success"`
		PaymentLink link `json:"payment_link"`
	}{true, link{linkID(o), o.Code, orderID(o), linkURL(o), asked(o), o.Note, textOrNull(o.Callback), textOrNull(o.Return), stamp(o.ShowUntil)}})
	return nil
}

// linksMost are the newest links that the list, which has no pages, gives.
const linksMost = 500

// paymentLinks lists the caller's links, newest first.
func (d *TemanQRIS) paymentLinks(w http.ResponseWriter, r *http.Request, key pos.APIKey) error {
	orders, _, err := d.till.CallerOrders(r.Context(), key.Actor(), pos.CallerSearch{Limit: linksMost})
	if err != nil {
		return err
	}
	type link struct {
		ID           uint64     `json:"id"`
		LinkCode     string     `json:"link_code"`
		URL          string     `json:"url"`
		Amount       pos.Rupiah `json:"amount"`
		Description  string     `json:"description"`
		MerchantName string     `json:"merchant_name"`
		IsActive     bool       `json:"is_active"`
		ViewCount    int        `json:"view_count"`
		ExpiresAt    string     `json:"expires_at"`
		CreatedAt    string     `json:"created_at"`
		IsExpired    bool       `json:"is_expired"`
	}
	links := []link{}
	for _, o := range orders {
		links = append(links, link{linkID(o), o.Code, linkURL(o), asked(o), o.Note, o.Name, d.active(o), 0, stamp(o.ShowUntil), stamp(o.Placed), d.expired(o)})
	}
	dialect.Reply(w, http.StatusOK, struct {
		PaymentLinks []link `json:"payment_links"`
	}{links})
	return nil
}

// active tells whether a link can be paid.
func (d *TemanQRIS) active(o pos.Order) bool {
	return (word(o) == wordPending || word(o) == wordAwaiting) && !d.expired(o)
}

// expired tells whether a link's time is over and it was not paid.
func (d *TemanQRIS) expired(o pos.Order) bool {
	return word(o) != wordPaid && word(o) != wordCancelled && !d.now().Before(o.ShowUntil)
}

// deleteLink takes a link out of use. One that is paid, or was taken out before,
// is out of use already.
func (d *TemanQRIS) deleteLink(w http.ResponseWriter, r *http.Request, key pos.APIKey) error {
	o, err := d.linkOf(r, key)
	if err != nil {
		return err
	}
	if word(o) != wordPaid && word(o) != wordCancelled {
		if _, err := d.till.Cancel(r.Context(), o.ID, cancelReason, key.Actor()); err != nil && !errors.Is(err, pos.ErrMove) {
			return err
		}
	}
	dialect.Reply(w, http.StatusOK, struct {
		Message string `json:"message"`
	}{"Payment link deleted successfully"})
	return nil
}

// strangersFrom is where the numbers of strangers' links begin: their orders have
// a count and letter of their own.
const (
	strangersFrom   = 1_000_000_000
	strangersLetter = "W"
)

// linkID is an order's number in this system: its place in the till's count.
func linkID(o pos.Order) uint64 {
	if o.Stranger {
		return strangersFrom + o.Sequence
	}
	return o.Sequence
}

// linkOf finds the caller's order of a link's number.
func (d *TemanQRIS) linkOf(r *http.Request, key pos.APIKey) (pos.Order, error) {
	id, err := strconv.ParseUint(r.PathValue("id"), 10, 32)
	if err != nil {
		return pos.Order{}, errLink
	}
	letter := d.till.Shop().Terminal
	if id >= strangersFrom {
		letter, id = strangersLetter, id-strangersFrom
	}
	o, err := d.till.OrderByNumber(r.Context(), fmt.Sprintf("%s-%04d", letter, id))
	if errors.Is(err, pos.ErrNotFound) || err == nil && o.Caller() != key.Actor() {
		err = errLink
	}
	return o, err
}
