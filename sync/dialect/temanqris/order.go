package temanqris

import (
	"errors"
	"net/http"
	"slices"

	"laci/pos"
	"laci/sync/dialect"
)

// The document's words for where an order stands.
const (
	wordPending   = "pending"
	wordAwaiting  = "awaiting_confirmation"
	wordPaid      = "paid"
	wordExpired   = "expired"
	wordCancelled = "cancelled"
)

// states are the till's states by the document's words. Money that went back,
// and a code that was never shown, are no order to deliver for: cancelled.
var states = map[string][]pos.State{
	wordPending:   {pos.Placed, pos.Pending},
	wordAwaiting:  {pos.Awaiting},
	wordPaid:      {pos.Paid},
	wordExpired:   {pos.Expired},
	wordCancelled: {pos.Cancelled, pos.Failed, pos.Refunded},
}

// word says where an order stands: a pending one that the customer says is paid
// awaits confirmation.
func word(o pos.Order) string {
	for word, in := range states {
		if slices.Contains(in, o.State) {
			if word == wordPending && !o.Claimed.IsZero() {
				return wordAwaiting
			}
			return word
		}
	}
	return wordCancelled
}

// orderOf finds the order of the caller, or of a stranger who named the caller's
// merchant id, that a request names.
func (d *TemanQRIS) orderOf(r *http.Request, key pos.APIKey) (pos.Order, error) {
	id := r.PathValue("orderId")
	for _, find := range []func() (pos.Order, error){
		func() (pos.Order, error) { return d.till.OrderByExternalID(r.Context(), key.Actor(), id) },
		func() (pos.Order, error) { return d.till.OrderByNumber(r.Context(), id) },
	} {
		o, err := find()
		if errors.Is(err, pos.ErrNotFound) || err == nil && o.Caller() != key.Actor() {
			continue
		}
		return o, err
	}
	return pos.Order{}, errOrder(id)
}

// oneOrder tells how an order stands.
func (d *TemanQRIS) oneOrder(w http.ResponseWriter, r *http.Request, key pos.APIKey) error {
	o, err := d.orderOf(r, key)
	if err != nil {
		return err
	}
	type order struct {
		OrderID     string     `json:"order_id"`
		Title       string     `json:"title"`
		Amount      pos.Rupiah `json:"amount"`
		TotalAmount pos.Rupiah `json:"total_amount"`
		Status      string     `json:"status"`
		IsPaid      bool       `json:"is_paid"`
		IsExpired   bool       `json:"is_expired"`
		CreatedAt   string     `json:"created_at"`
		PaidAt      *string    `json:"paid_at"`
	}
	dialect.Reply(w, http.StatusOK, struct {
		Success bool  `json:"success"`
		Order   order `json:"order"`
	}{true, order{orderID(o), o.Note, asked(o), o.Total(), word(o), word(o) == wordPaid, d.expired(o), stamp(o.Placed), stampOrNull(o.PaidAt)}})
	return nil
}

// cancelReason is the till's word for why a caller gives an order up.
const cancelReason = pos.ReasonChangedMind

// cancel gives an order up.
func (d *TemanQRIS) cancel(w http.ResponseWriter, r *http.Request, key pos.APIKey) error {
	o, err := d.orderOf(r, key)
	if err != nil {
		return err
	}
	if word(o) != wordCancelled {
		o, err = d.till.Cancel(r.Context(), o.ID, cancelReason, key.Actor())
	}
	if errors.Is(err, pos.ErrMove) {
		err = errPaid
	}
	if err != nil {
		return err
	}
	type order struct {
		OrderID string `json:"order_id"`
		Status  string `json:"status"`
	}
	dialect.Reply(w, http.StatusOK, struct {
		Success bool   `json:"success"`
		Message string `json:"message"`
		Order   order  `json:"order"`
	}{true, "Order cancelled successfully", order{orderID(o), word(o)}})
	return nil
}

// verify takes the word of a program that may settle that an order was paid.
func (d *TemanQRIS) verify(w http.ResponseWriter, r *http.Request, key pos.APIKey) error {
	var said struct {
		PayerName string `json:"payer_name"`
		PayerNote string `json:"payer_note"`
	}
	if err := decode(r, &said); err != nil {
		return err
	}
	o, err := d.orderOf(r, key)
	if err != nil {
		return err
	}
	if o.State == pos.Paid || o.State == pos.Refunded {
		return errVerified
	}
	// One order is verified once: the same word again is the same payment.
	_, err = d.till.Settle(r.Context(), pos.Report{Source: key.Actor(), Evidence: pos.Evidence(key.Actor()), PaymentID: "verify " + o.ID.String(),
		Amount: o.Owed(), OrderRef: o.ID.String(), Payer: said.PayerName, Note: said.PayerNote, Actor: key.Actor()})
	if err != nil {
		return err
	}
	if o, err = d.till.Order(r.Context(), o.ID); err != nil {
		return err
	}
	type order struct {
		OrderID     string     `json:"order_id"`
		Amount      pos.Rupiah `json:"amount"`
		Status      string     `json:"status"`
		PaidAt      *string    `json:"paid_at"`
		ConfirmedBy string     `json:"confirmed_by"`
	}
	dialect.Reply(w, http.StatusOK, struct {
		Success bool   `json:"success"`
		Message string `json:"message"`
		Order   order  `json:"order"`
	}{true, "Payment verified successfully", order{orderID(o), asked(o), word(o), stampOrNull(o.PaidAt), "api"}})
	return nil
}
