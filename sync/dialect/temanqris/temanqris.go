// Package temanqris speaks to programs as TemanQRIS does: a key in a header, a
// dynamic code or payment link for an amount, and orders that a person or
// program verifies.
package temanqris

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// Till is what the dialect asks of the till. *pos.Till is one.
type Till interface {
	Key(ctx context.Context, bearer string) (pos.APIKey, error)
	Shop() pos.Shop
	AddQRIS(ctx context.Context, a pos.AddQRIS) (pos.QRIS, error)
	Charging
	Orders
}

// Charging makes orders, for programs with a key and for strangers.
type Charging interface {
	Charge(ctx context.Context, charge pos.Charge) (pos.Order, error)
	ChargeStranger(ctx context.Context, s pos.Stranger) (pos.Order, error)
	Settle(ctx context.Context, report pos.Report) (pos.Outcome, error)
	Cancel(ctx context.Context, id pos.ID, reason, actor string) (pos.Order, error)
	Claim(ctx context.Context, id pos.ID, from string) (pos.Order, error)
}

// Orders finds them again.
type Orders interface {
	Order(ctx context.Context, id pos.ID) (pos.Order, error)
	OrderByNumber(ctx context.Context, number string) (pos.Order, error)
	OrderByCode(ctx context.Context, code string) (pos.Order, error)
	OrderByExternalID(ctx context.Context, caller, external string) (pos.Order, error)
	CallerOrders(ctx context.Context, caller string, s pos.CallerSearch) ([]pos.Order, int, error)
}

// Options are what the dialect is made of. Only Till and Words are needed.
type Options struct {
	Till  Till
	Words pos.Words // English, for the till's refusals
	Log   *slog.Logger
	Now   func() time.Time
	Tier  Tier                  // of every key; Premium when zero
	Wake  func(order pos.Order) // has the gateway that an order went to asked about it; nil for none
	Usage string                // the file that keeps the counts of requests; "" keeps none over a restart
}

// TemanQRIS answers for one till. Make it with New.
type TemanQRIS struct {
	till     Till
	words    pos.Words
	log      *slog.Logger
	now      func() time.Time
	tier     Tier
	wake     func(order pos.Order)
	meter    *meter
	refusals *dialect.Pace // keys that are none, by address
	visits   *dialect.Pace // of the public paths, by address
	claims   *dialect.Pace // by pay page
}

// The limits of what the document leaves open.
const (
	refusalsBurst, refusalsRest = 10, 6 * time.Second
	visitsBurst, visitsRest     = 60, time.Second
	claimsBurst, claimsRest     = 5, time.Minute
)

// New makes the dialect.
func New(o Options) *TemanQRIS {
	d := &TemanQRIS{till: o.Till, words: o.Words, log: o.Log, now: o.Now, tier: o.Tier, wake: o.Wake}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	if d.now == nil {
		d.now = time.Now
	}
	if d.wake == nil {
		d.wake = func(pos.Order) {}
	}
	if d.tier == (Tier{}) {
		d.tier = Premium()
	}
	d.meter = newMeter(o.Usage, d.log)
	d.refusals = dialect.NewPace(d.now, refusalsBurst, refusalsRest)
	d.visits = dialect.NewPace(d.now, visitsBurst, visitsRest)
	d.claims = dialect.NewPace(d.now, claimsBurst, claimsRest)
	return d
}

// Run keeps the counts of requests in their file until ctx ends, and then once
// more.
func (d *TemanQRIS) Run(ctx context.Context) { d.meter.run(ctx) }

// Routes are the paths of the document, and those that its widget calls.
func (d *TemanQRIS) Routes() []dialect.Route {
	return []dialect.Route{
		{Method: "POST", Path: "/api/qris/upload", Handle: d.keyed("/qris/upload", pos.MaySell, d.upload)},
		{Method: "GET", Path: "/api/qris/my-qris", Handle: d.keyed("/qris/my-qris", pos.MayLook, d.myQRIS)},
		{Method: "POST", Path: "/api/qris/generate", Handle: d.keyed("/qris/generate", pos.MaySell, d.generate)},
		{Method: "POST", Path: "/api/qris/render", Handle: d.keyed("/qris/render", pos.MayLook, d.render)},
		{Method: "POST", Path: "/api/qris/payment-link", Handle: d.keyed("/qris/payment-link", pos.MaySell, d.paymentLink)},
		{Method: "GET", Path: "/api/qris/payment-links", Handle: d.keyed("/qris/payment-links", pos.MayLook, d.paymentLinks)},
		{Method: "DELETE", Path: "/api/qris/payment-link/{id}", Handle: d.keyed("/qris/payment-link/:id", pos.MaySell, d.deleteLink)},
		{Method: "GET", Path: "/api/qris/orders", Handle: d.keyed("/qris/orders", pos.MayLook, d.listOrders)},
		{Method: "GET", Path: "/api/qris/orders/{orderId}", Handle: d.keyed("/qris/orders/:orderId", pos.MayLook, d.oneOrder)},
		{Method: "POST", Path: "/api/qris/orders/{orderId}/verify", Handle: d.keyed("/qris/orders/:orderId/verify", pos.MayReport, d.verify)},
		{Method: "POST", Path: "/api/qris/orders/{orderId}/cancel", Handle: d.keyed("/qris/orders/:orderId/cancel", pos.MaySell, d.cancel)},
		{Method: "GET", Path: "/api/qris/usage", Handle: d.keyed("", pos.MayLook, d.usage)},

		{Method: "POST", Path: "/api/pay/{link_code}/confirm", Public: true, Handle: d.open(d.confirm)},
		{Method: "GET", Path: "/api/pay/{link_code}", Public: true, Handle: d.open(d.payStatus)},
		{Method: "POST", Path: "/api/widget/{merchant}/orders", Public: true, Handle: d.open(d.widgetOrder)},
	}
}

// keyed is a route for those with a key of this system and a right, counted
// under its endpoint; "" is not counted and never refused for a limit.
func (d *TemanQRIS) keyed(endpoint string, right pos.Right, handle func(http.ResponseWriter, *http.Request, pos.APIKey) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		key, err := d.key(r)
		if err == nil && !key.May(right) {
			err = errForbidden
		}
		if err == nil && endpoint != "" {
			err = d.count(key, endpoint)
		}
		if err == nil {
			err = handle(w, r, key)
		}
		if err != nil {
			d.refuse(w, r, err)
		}
	}
}

// open is a route for everybody, as often as an address may.
func (d *TemanQRIS) open(handle func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := pace(d.visits, dialect.Remote(r))
		if err == nil {
			err = handle(w, r)
		}
		if err != nil {
			d.refuse(w, r, err)
		}
	}
}

// stamp writes a time as the document does.
func stamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

// stampOrNull writes a time that may not have come yet.
func stampOrNull(at time.Time) *string {
	if at.IsZero() {
		return nil
	}
	text := stamp(at)
	return &text
}

// textOrNull writes a text that may not have been given.
func textOrNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// decode reads the fields of a request's body.
func decode(r *http.Request, into any) error {
	raw, err := dialect.Body(r)
	if err != nil {
		return err
	}
	return dialect.Decode(r.Header.Get("Content-Type"), raw, into)
}
