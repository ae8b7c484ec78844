package singapay

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

const (
	kind        = "mpm-dynamic" // the only type there is
	moment      = time.DateTime // the document's Y-m-d H:i:s, in Jakarta
	lifeDefault = time.Hour     // of a transaction that names no expiry
	lifeMost    = 31 * 24 * time.Hour
	lifeSlack   = 10 * time.Second // between the expiry asked for and the one kept
)

// transaction is an order as the document's list shows it.
type transaction struct {
	ID       uint64     `json:"id"`
	Ref      string     `json:"reff_no"`
	Merchant *string    `json:"merchant_reff_no"`
	Status   string     `json:"status"`
	Type     string     `json:"type"`
	Amount   pos.Rupiah `json:"amount"`
	Total    pos.Rupiah `json:"total_amount"` // what the code asks for
	Payload  string     `json:"qr_data"`
	Expires  string     `json:"expired_at"`
	Created  string     `json:"created_at"`
	Settled  bool       `json:"has_settle"` // the till has the money: when the acquirer pays out it does not know
	SettleAt *string    `json:"settle_at"`
}

// shown is an order as generate and show tell it: with more than the list, as
// the live system does. The acquirer's share is not the till's to know.
type shown struct {
	transaction
	Computed string  `json:"status_computed"`
	Expired  bool    `json:"is_expired"`
	Share    float64 `json:"mdr_percentage"`
	Cost     int64   `json:"mdr_cost"`
	Acquirer *string `json:"acquirer_name"`
	Issuer   *string `json:"issuer_name"`
	Customer *string `json:"customer_name"`
}

func transactionOf(o pos.Order) transaction {
	t := transaction{
		ID: o.Sequence, Ref: o.ID.String(), Merchant: some(o.ExternalID), Status: statusOf(o.State), Type: kind,
		Amount: o.Subtotal, Total: o.Payable, Payload: o.Payload,
		Expires: o.ShowUntil.In(wib).Format(moment), Created: o.Placed.In(wib).Format(moment),
	}
	if at := settledAt(o); !at.IsZero() {
		t.Settled, t.SettleAt = true, some(at.In(wib).Format(moment))
	}
	return t
}

// settledAt is when the till learned that the money is there; zero for money
// that is not, or went back.
func settledAt(o pos.Order) time.Time {
	if o.State != pos.Paid {
		return time.Time{}
	}
	return o.SettledAt
}

// some gives nil for no text: the document's String/Null.
func some(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// statuses are the words for where an order stands.
var statuses = map[pos.State]string{
	pos.Placed: "open", pos.Pending: "open", pos.Awaiting: "open", pos.Paid: "paid", pos.Expired: "expired",
	pos.Cancelled: "canceled", pos.Failed: "failed", pos.Refunded: "refunded",
}

func statusOf(state pos.State) string { return statuses[state] }

// show tells an order with what is known of its newest money.
func (d *Dialect) shown(ctx context.Context, o pos.Order) (envelope, error) {
	t := shown{transaction: transactionOf(o)}
	t.Computed, t.Expired = t.Status, o.State == pos.Expired
	if n := len(o.Payments); n > 0 {
		p, err := d.till.Payment(ctx, o.Payments[n-1])
		if err != nil {
			return envelope{}, err
		}
		t.Issuer, t.Customer = some(p.Issuer), some(p.Payer)
	}
	return envelope{Data: t}, nil
}

// wish is the body of a request for a code.
type wish struct {
	Amount  dialect.Amount `json:"amount"`
	Expires string         `json:"expired_at"`
	Ref     string         `json:"merchant_reff_no"`
}

// until is when the wish expires; zero when it names nothing.
func (w wish) until(now time.Time) (time.Time, error) {
	if w.Expires == "" {
		return time.Time{}, nil
	}
	until, err := timeOf(w.Expires)
	if err != nil || !until.After(now) || until.Sub(now) > lifeMost {
		return until, invalid("expired_at must be a time to come, within 31 days: Y-m-d H:i:s or ISO 8601")
	}
	return until, nil
}

// timeOf reads a time as the document writes it, or in ISO 8601.
func timeOf(text string) (time.Time, error) {
	if at, err := time.ParseInLocation(moment, text, wib); err == nil {
		return at, nil
	}
	return time.Parse(time.RFC3339, text)
}

// generate makes a transaction. The same merchant_reff_no and wish give the
// same transaction again; without one each request is its own.
func (d *Dialect) generate(r *http.Request, key pos.APIKey) (envelope, error) {
	var w wish
	raw, err := dialect.Body(r)
	if err == nil {
		err = dialect.Decode(r.Header.Get("Content-Type"), raw, &w)
	}
	if err == nil && w.Amount.Rupiah == 0 {
		err = pos.ErrAmount
	}
	if err != nil {
		return envelope{}, err
	}
	now := d.now()
	until, err := w.until(now)
	if err != nil {
		return envelope{}, err
	}
	charge := pos.Charge{Key: w.Ref, ExternalID: w.Ref, Amount: w.Amount.Rupiah, Actor: key.Actor(), Life: lifeDefault}
	if w.Ref == "" {
		charge.Key = rand.Text()
	}
	if !until.IsZero() {
		charge.Life = until.Sub(now)
	}
	order, err := d.charge(r.Context(), charge, until)
	if err != nil {
		return envelope{}, err
	}
	return d.shown(r.Context(), order)
}

// charge grants a wish. The time that is left until its expiry is another one
// each time it is repeated, so the till alone cannot tell that it is the same.
func (d *Dialect) charge(ctx context.Context, c pos.Charge, until time.Time) (pos.Order, error) {
	order, err := d.till.Charge(ctx, c)
	if errors.Is(err, pos.ErrKeyReused) && !until.IsZero() {
		order, err = d.till.OrderByExternalID(ctx, c.Actor, c.ExternalID)
	}
	if err == nil && (order.Subtotal != c.Amount || !until.IsZero() && order.ShowUntil.Sub(until).Abs() > lifeSlack) {
		err = pos.ErrKeyReused
	}
	return order, err
}

// show gives one transaction by its number.
func (d *Dialect) show(r *http.Request, key pos.APIKey) (envelope, error) {
	sequence, err := strconv.ParseUint(r.PathValue("id"), 10, 64)
	if err != nil {
		return envelope{}, errNotFound
	}
	order, err := d.till.OrderByNumber(r.Context(), fmt.Sprintf("%s-%04d", d.till.Shop().Terminal, sequence))
	if err == nil && order.Actor != key.Actor() {
		err = errNotFound
	}
	if err != nil {
		return envelope{}, err
	}
	return d.shown(r.Context(), order)
}
