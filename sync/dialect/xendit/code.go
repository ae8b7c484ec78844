package xendit

import (
	"cmp"
	"crypto/rand"
	"errors"
	"net/http"
	"time"

	"laci/pos"
)

const (
	dynamic = "DYNAMIC" // carries the amount and is paid once
	static  = "STATIC"  // the shop's own code: the customer types the amount, any number of times
)

// life is how long the till looks out for the money of a code by its amount.
// The document knows no expiry: the code says ACTIVE until it is paid, and
// money that names it is taken at any time.
const life = 24 * time.Hour

// code is a QR code as the document shows it.
type code struct {
	ID         string      `json:"id"`
	ExternalID string      `json:"external_id"`
	Amount     *pos.Rupiah `json:"amount"` // null for STATIC
	Payload    string      `json:"qr_string"`
	Callback   string      `json:"callback_url"`
	Type       string      `json:"type"`
	Status     string      `json:"status"`
	Created    stamp       `json:"created"`
	Updated    stamp       `json:"updated"`
	Metadata   metadata    `json:"metadata,omitempty"`
}

// stamp is a time as the document writes it: UTC, with milliseconds.
type stamp time.Time

// MarshalText writes "2020-01-08T18:18:18.661Z".
func (s stamp) MarshalText() ([]byte, error) {
	return time.Time(s).UTC().AppendFormat(nil, "2006-01-02T15:04:05.000Z"), nil
}

// codeOf shows an order as a DYNAMIC code. INACTIVE means paid and nothing else:
// clients take it for that, and no other code can be stopped from being paid.
func codeOf(o pos.Order) code {
	status := "ACTIVE"
	if paid(o) {
		status = "INACTIVE"
	}
	updated := o.Placed
	if o.SettledAt.After(updated) {
		updated = o.SettledAt
	}
	return code{
		ID: codeID(o.ID), ExternalID: o.ExternalID, Amount: &o.Subtotal, Payload: o.Payload, Callback: o.Callback,
		Type: dynamic, Status: status, Created: stamp(o.Placed), Updated: stamp(updated), Metadata: metadata(o.Metadata),
	}
}

func codeID(id pos.ID) string { return "qr_" + id.String() }

// paid tells whether the order's money came, whatever went back since.
func paid(o pos.Order) bool { return o.State == pos.Paid || o.State == pos.Refunded }

// staticOf shows a static code. It is always ACTIVE: it is paid any number of
// times.
func staticOf(s pos.Static) code {
	return code{
		ID: codeID(s.ID), ExternalID: s.ExternalID, Payload: s.Payload, Callback: s.Callback, Type: static, Status: "ACTIVE",
		Created: stamp(s.Added), Updated: stamp(s.Added), Metadata: metadata(s.Metadata),
	}
}

// create makes a code. The same external_id twice is DUPLICATE_ERROR, also for
// the same request: only X-IDEMPOTENCY-KEY, which clients of the live system
// send, makes a repeated request for a DYNAMIC code the same one.
func (d *Dialect) create(r *http.Request, key pos.APIKey) (any, error) {
	w, err := wishOf(r)
	if err == nil {
		err = w.check()
	}
	if err != nil {
		return nil, err
	}
	if w.Type == static {
		made, err := d.till.AddStatic(r.Context(), pos.Static{
			Caller: key.Actor(), ExternalID: w.External, Callback: w.Callback, Metadata: pos.Metadata(w.Metadata),
		})
		return staticOf(made), err
	}
	amount, err := w.amount()
	if err != nil {
		return nil, err
	}
	order, err := d.till.Charge(r.Context(), pos.Charge{
		Key: cmp.Or(r.Header.Get("X-Idempotency-Key"), rand.Text()), Amount: amount, Actor: key.Actor(),
		ExternalID: w.External, Metadata: pos.Metadata(w.Metadata), Callback: w.Callback, Life: life,
	})
	return codeOf(order), err
}

// code gives the code of an external_id.
func (d *Dialect) code(r *http.Request, key pos.APIKey) (any, error) {
	order, made, err := d.find(r, key, r.PathValue("external_id"))
	if made != nil {
		return staticOf(*made), err
	}
	return codeOf(order), err
}

// find gives what the caller named so: an order, or a static code if that is
// not nil.
func (d *Dialect) find(r *http.Request, key pos.APIKey, external string) (pos.Order, *pos.Static, error) {
	order, err := d.till.OrderByExternalID(r.Context(), key.Actor(), external)
	if !errors.Is(err, pos.ErrNotFound) {
		return order, nil, err
	}
	made, err := d.till.StaticByExternalID(r.Context(), key.Actor(), external)
	if errors.Is(err, pos.ErrNotFound) {
		err = missing(external)
	}
	return order, &made, err
}
