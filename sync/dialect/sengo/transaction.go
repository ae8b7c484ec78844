package sengo

import (
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"net/url"
	"time"

	"laci/pos"
	"laci/qris/symbol"
	"laci/sync/dialect"
)

const (
	lifeDefault = 30 * time.Minute // of a transaction that names no expiry: the document's example
	minutesMost = 31 * 24 * 60
	imageSide   = 400 // pixels
	pageSize    = 50  // transactions of a page of the list
	pageMost    = 1_000_000
)

// transaction is an order as the document shows it.
type transaction struct {
	ID       string     `json:"id"`
	Ref      string     `json:"merchantRef"`
	Status   string     `json:"status"`
	FeePayer string     `json:"feePayer"`
	Amount   pos.Rupiah `json:"amount"`
	Fee      pos.Rupiah `json:"fee"`
	Total    pos.Rupiah `json:"totalAmount"` // what the code asks for
	Expires  string     `json:"expiredDate"` // RFC 3339, +07:00
	Info     info       `json:"additionalInfo"`
	QRIS     code       `json:"qris"`
}

// info is what a caller adds to a transaction.
type info struct {
	Callback string `json:"callback"`
}

// code is a transaction's code, as text and as a picture.
type code struct {
	Content string `json:"content"`
	Image   string `json:"image"` // data:image/png;base64,…, only when it is made
	URL     string `json:"url"`   // the document's page after the scan: the till has none
}

// wib is the zone of the document's times.
var wib = time.FixedZone("WIB", 7*60*60)

// transactionOf shows an order. The fee is what the owner let the till add,
// nothing by default.
func transactionOf(o pos.Order) transaction {
	payer := "merchant"
	if o.Fee > 0 {
		payer = "customer"
	}
	return transaction{
		ID: o.ID.String(), Ref: o.ExternalID, Status: statusOf(o.State), FeePayer: payer,
		Amount: o.Subtotal, Fee: o.Fee, Total: o.Payable, Expires: o.ShowUntil.In(wib).Format(time.RFC3339),
		Info: info{o.Callback}, QRIS: code{Content: o.Payload},
	}
}

// picture draws a code for a page.
func picture(payload string) (string, error) {
	drawn, px, err := symbol.Fit(payload, imageSide)
	if err != nil {
		return "", err
	}
	png, err := drawn.PNG(px)
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(png), err
}

// The document's words for where a transaction stands.
const (
	pending = "pending"
	success = "success"
	expired = "expired"
	failed  = "failed"
)

// statusOf says where an order stands in the document's words. Money that went
// back is no success.
func statusOf(state pos.State) string {
	switch state {
	case pos.Placed, pos.Pending, pos.Awaiting:
		return pending
	case pos.Paid:
		return success
	case pos.Expired:
		return expired
	}
	return failed
}

// statesOf are the states behind a word.
func statesOf(status string) (states []pos.State) {
	for _, state := range []pos.State{pos.Placed, pos.Pending, pos.Awaiting, pos.Paid, pos.Expired, pos.Cancelled, pos.Failed, pos.Refunded} {
		if statusOf(state) == status {
			states = append(states, state)
		}
	}
	return states
}

// wish is the body of a request for a code.
type wish struct {
	Reference string         `json:"reference"`
	Amount    dialect.Amount `json:"amount"`
	Minutes   *dialect.Int   `json:"expiryMinutes"`
	View      string         `json:"viewName"`
	Info      info           `json:"additionalInfo"`
}

// charge is the wish in the till's words. The same reference is the same
// transaction as long as the wish is the same.
func (w wish) charge() (pos.Charge, error) {
	life := lifeDefault
	if w.Minutes != nil {
		life = time.Duration(*w.Minutes) * time.Minute
		if *w.Minutes < 1 || *w.Minutes > minutesMost {
			return pos.Charge{}, errRequest
		}
	}
	if w.Reference == "" || w.View == "" || w.Info.Callback == "" || w.Amount.Rupiah == 0 {
		return pos.Charge{}, errRequest
	}
	return pos.Charge{Key: w.Reference, ExternalID: w.Reference, Amount: w.Amount.Rupiah, Note: w.View, Callback: w.Info.Callback, Life: life}, nil
}

// create makes a transaction.
func (d *Dialect) create(r *http.Request, c caller) (any, error) {
	var w wish
	if err := dialect.Decode("application/json", c.body, &w); err != nil {
		return nil, err
	}
	charge, err := w.charge()
	if err != nil {
		return nil, err
	}
	charge.Actor = c.Actor()
	order, err := d.till.Charge(r.Context(), charge)
	if err != nil {
		return nil, err
	}
	made := transactionOf(order)
	made.QRIS.Image, err = picture(order.Payload)
	return made, err
}

// list gives a page of the caller's transactions of one day. Money out
// (cashOut, send) is none of a till's: its list is empty.
func (d *Dialect) list(r *http.Request, c caller) (any, error) {
	s, out, err := d.searchOf(r.URL.Query())
	found := []transaction{}
	if err != nil || out {
		return found, err
	}
	orders, _, err := d.till.CallerOrders(r.Context(), c.Actor(), s)
	if err != nil {
		return nil, err
	}
	for _, o := range orders {
		found = append(found, transactionOf(o))
	}
	return found, nil
}

// searchOf reads the query of the list: page, status, date and type. out asks
// for money out.
func (d *Dialect) searchOf(query url.Values) (s pos.CallerSearch, out bool, err error) {
	page, err := dialect.QueryInt(query, "page", 1, 1, pageMost)
	if err != nil {
		return s, false, err
	}
	status, day := query.Get("status"), query.Get("date")
	if status == "" {
		status = success
	}
	if day == "" {
		day = d.now().In(wib).Format(time.DateOnly)
	}
	from, err := time.ParseInLocation(time.DateOnly, day, wib)
	s = pos.CallerSearch{States: statesOf(status), From: from, To: from.AddDate(0, 0, 1).Add(-time.Millisecond), Offset: (page - 1) * pageSize, Limit: pageSize}
	switch kind := query.Get("type"); {
	case err != nil, len(s.States) == 0:
		return s, false, errRequest
	case kind == "", kind == "cashIn", kind == "receive":
		return s, false, nil
	case kind == "cashOut", kind == "send":
		return s, true, nil
	}
	return s, false, errRequest
}

// Callback makes what the callback of a transaction is told. The document names
// the URL and nothing else: the body is the transaction in the document's
// envelope.
func Callback(o pos.Order) ([]byte, error) {
	told := transactionOf(o)
	return dialect.JSON(answer{http.StatusOK, told.Status, told})
}

// CallbackHeader signs a body as the caller signs its own requests; the token
// itself is not sent.
func CallbackHeader(client string, token, body []byte) http.Header {
	return http.Header{"Content-Type": {"application/json"}, "X-Client-Key": {client}, "X-Signature": {hex.EncodeToString(sign(client, token, body))}}
}

// Tells tells whether a caller is told of where its order stands: wherever it
// does not wait for money any more.
func Tells(o pos.Order) bool { return statusOf(o.State) != pending }
