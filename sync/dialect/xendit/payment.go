package xendit

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

const (
	limitDefault = 10
	limitMost    = 1_000
)

// payment is a payment as the document shows it.
type payment struct {
	Event   string     `json:"event,omitempty"` // of a callback
	ID      string     `json:"id"`
	Amount  pos.Rupiah `json:"amount"`
	Created stamp      `json:"created"`
	Code    paidCode   `json:"qr_code"`
	Status  string     `json:"status"`
	Detail  *detail    `json:"payment_detail,omitempty"` // not of a simulation
}

// paidCode is the code a payment was made into.
type paidCode struct {
	ID         string   `json:"id"`
	ExternalID string   `json:"external_id"`
	Payload    string   `json:"qr_string"`
	Type       string   `json:"type"`
	Metadata   metadata `json:"metadata,omitempty"`
}

// detail is what the payment network tells of a payment, as far as the till
// was told.
type detail struct {
	ReceiptID string `json:"receipt_id"` // the RRN
	Source    string `json:"source"`     // the issuer
}

func paymentOf(o pos.Order, p pos.Payment) payment {
	into := paidCode{ID: codeID(o.ID), ExternalID: o.ExternalID, Payload: o.Payload, Type: dynamic, Metadata: metadata(o.Metadata)}
	if !o.Static.IsZero() {
		into.ID, into.Type = codeID(o.Static), static
	}
	return payment{
		ID: "qrpy_" + p.ID.String(), Amount: p.Amount, Created: stamp(p.PaidAt), Status: "COMPLETED",
		Code: into, Detail: &detail{ReceiptID: p.RRN, Source: p.Issuer},
	}
}

// Callback makes what the callback_url of an order is told of one of its
// payments, in the document's form.
func Callback(o pos.Order, p pos.Payment) ([]byte, error) {
	told := paymentOf(o, p)
	told.Event = "qr.payment"
	return dialect.JSON(told)
}

// CallbackHeader carries the caller's own token, by which it knows who calls.
func CallbackHeader(token []byte) http.Header {
	return http.Header{"Content-Type": {"application/json"}, "X-Callback-Token": {string(token)}}
}

// Tells tells whether a caller is told of a payment of the order: once it is
// paid, of each that is QRIS money.
func Tells(o pos.Order, p pos.Payment) bool { return paid(o) && counts(p) }

// counts tells whether money is a payment of a code.
func counts(p pos.Payment) bool { return p.State == pos.Matched && p.Evidence != pos.CashTaken }

// payments lists the payments made into a code, oldest first; the newest ones
// when there are more than the limit.
func (d *Dialect) payments(r *http.Request, key pos.APIKey) (any, error) {
	s, err := searchOf(r.URL.Query())
	if err != nil {
		return nil, err
	}
	order, made, err := d.find(r, key, s.external)
	if err != nil {
		return nil, err
	}
	found := []payment{} // newest first
	if made != nil {
		found, err = d.staticPayments(r.Context(), made.ID, s)
	} else {
		err = d.collect(r.Context(), order, s, &found)
	}
	slices.Reverse(found)
	return found, err
}

// salesRead is how many sales of a static code are read at a time.
const salesRead = 100

// staticPayments gives the newest payments of a static code, newest first.
func (d *Dialect) staticPayments(ctx context.Context, id pos.ID, s search) ([]payment, error) {
	found := []payment{}
	for before := (pos.ID{}); ; {
		sales, err := d.till.StaticOrders(ctx, id, before, salesRead)
		if err != nil {
			return nil, err
		}
		for _, o := range sales {
			if err := d.collect(ctx, o, s, &found); err != nil || len(found) == s.limit {
				return found, err
			}
		}
		if len(sales) < salesRead {
			return found, nil
		}
		before = sales[len(sales)-1].ID
	}
}

// collect adds an order's payments that the search wants, newest first, up to
// its limit.
func (d *Dialect) collect(ctx context.Context, o pos.Order, s search, found *[]payment) error {
	made, err := d.paymentsOf(ctx, o)
	for _, p := range slices.Backward(made) {
		if len(*found) < s.limit && !p.PaidAt.Before(s.from) && (s.to.IsZero() || !p.PaidAt.After(s.to)) {
			*found = append(*found, paymentOf(o, p))
		}
	}
	return err
}

// paymentsOf gives the QRIS money of an order that is paid, in the order it was
// taken. Money that does not pay it yet, such as too little, is no payment.
func (d *Dialect) paymentsOf(ctx context.Context, o pos.Order) (made []pos.Payment, err error) {
	if !paid(o) {
		return nil, nil
	}
	for _, id := range o.Payments {
		p, err := d.till.Payment(ctx, id)
		if err != nil {
			return nil, err
		}
		if counts(p) {
			made = append(made, p)
		}
	}
	return made, nil
}

// search is the query of the list of payments.
type search struct {
	external string
	from, to time.Time // by when the code was paid; zero is open
	limit    int
}

func searchOf(query url.Values) (s search, err error) {
	s = search{external: query.Get("external_id")}
	if s.external == "" {
		return s, invalid("external_id is required")
	}
	for name, at := range map[string]*time.Time{"from": &s.from, "to": &s.to} {
		text := strings.ReplaceAll(query.Get(name), " ", "+") // clients leave the + of a zone unescaped
		if text == "" {
			continue
		}
		if *at, err = time.Parse(time.RFC3339, text); err != nil {
			return s, invalid(name + " must be an ISO 8601 timestamp")
		}
	}
	if !s.to.IsZero() && !s.from.Before(s.to) {
		return s, invalid("from must be earlier than to")
	}
	if s.limit, err = dialect.QueryInt(query, "limit", limitDefault, 1, limitMost); err != nil {
		err = invalid(fmt.Sprintf("limit must be within range [1, %d]", limitMost))
	}
	return s, err
}

// simulate pays a code of a practice till with pretend money. A DYNAMIC code is
// paid what it asks for: the document says that nothing else can be.
func (d *Dialect) simulate(r *http.Request, key pos.APIKey) (any, error) {
	w, err := wishOf(r)
	if err != nil {
		return nil, err
	}
	amount, err := w.amount()
	if err != nil {
		return nil, err
	}
	if !d.till.Shop().Practice {
		return nil, pos.ErrLive
	}
	order, err := d.pay(r, key, amount)
	if err != nil {
		return nil, err
	}
	came, err := d.paymentsOf(r.Context(), order)
	if err == nil && len(came) == 0 {
		err = pos.ErrMove // it went back already
	}
	if err != nil {
		return nil, err
	}
	told := paymentOf(order, came[len(came)-1])
	told.Detail = nil
	return told, nil
}

// pay pays the code of the path: a DYNAMIC one once, a STATIC one each time.
func (d *Dialect) pay(r *http.Request, key pos.APIKey, amount pos.Rupiah) (pos.Order, error) {
	order, made, err := d.find(r, key, r.PathValue("external_id"))
	switch {
	case err != nil:
		return order, err
	case made != nil && amount == 0:
		return order, invalid("amount is required for a STATIC QR code")
	case made != nil:
		return d.till.PayStatic(r.Context(), made.ID, amount)
	case paid(order):
		return order, pos.ErrMove
	}
	return d.till.PayPractice(r.Context(), order.ID)
}
