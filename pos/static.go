package pos

import (
	"context"
	"fmt"
	"time"

	"github.com/oklog/ulid/v2"
)

// Static is a code without an amount that a caller asked for: the shop's own
// static QRIS under the caller's name for it. The customer types the amount,
// any number of times. Money by amount alone is never a static code's; each
// payment that names it, by its id, is a sale of its own.
type Static struct {
	ID         ID        `json:"id"`
	Caller     string    `json:"caller"`      // "api:NAME"
	ExternalID string    `json:"external_id"` // the caller's own name, unique for the caller among orders too
	QRIS       string    `json:"qris"`        // id of the pinned code; "" in a wish is the counter's
	Payload    string    `json:"payload"`     // its text
	Name       string    `json:"name"`        // merchant name of that code
	NMID       string    `json:"nmid"`
	Callback   string    `json:"callback,omitempty"` // where the caller wants to be told of each payment
	Metadata   Metadata  `json:"metadata,omitempty"`
	Added      time.Time `json:"added_at"`
}

// AddStatic makes a static code for a caller, who names itself, its external id
// and the rest. It returns ErrExternalID for a name the caller used before.
func (t *Till) AddStatic(ctx context.Context, s Static) (Static, error) {
	if s.ExternalID == "" || len([]rune(s.ExternalID)) > externalMost {
		return Static{}, ErrMetadata
	}
	if err := checkURL(s.Callback); err != nil {
		return Static{}, err
	}
	if err := s.Metadata.check(); err != nil {
		return Static{}, err
	}
	err := t.decide(ctx, func(x *txn) error {
		code, err := x.shop.payTo(s.QRIS)
		if err != nil {
			return err
		}
		if x.has(bucketIndex, externalKey(s.Caller, s.ExternalID)) {
			return ErrExternalID
		}
		s.ID, s.Added = x.newID(), x.now
		s.QRIS, s.Payload, s.Name, s.NMID = code.ID, code.Text, code.Name, code.NMID
		return x.record(s.Caller, &staticAdded{Static: s})
	})
	return s, err
}

// StaticByExternalID gives the static code a caller named itself, or
// ErrNotFound.
func (t *Till) StaticByExternalID(ctx context.Context, caller, external string) (s Static, err error) {
	err = t.read(ctx, func(v view) error {
		id, found, err := v.idAt(externalKey(caller, external))
		if err == nil && found {
			s, found, err = v.staticBy(id)
		}
		if err == nil && !found {
			err = ErrNotFound
		}
		return err
	})
	return s, err
}

// StaticOrders gives the sales of a static code, newest first, at most limit,
// those before an order only; the zero ID is the newest.
func (t *Till) StaticOrders(ctx context.Context, id, before ID, limit int) (orders []Order, err error) {
	err = t.read(ctx, func(v view) error {
		orders, err = v.run(bucketIndex, indexKey(byStaticSale, id[:]), before, limit)
		return err
	})
	return orders, err
}

// PayStatic pays a static code of a practice till with pretend money and gives
// the sale; a live till refuses with ErrLive.
func (t *Till) PayStatic(ctx context.Context, id ID, amount Rupiah) (out Order, err error) {
	err = t.decide(ctx, func(x *txn) error {
		s, found, err := x.staticBy(id)
		switch {
		case err != nil:
			return err
		case !found:
			return ErrNotFound
		case !x.shop.Practice:
			return ErrLive
		case amount <= 0:
			return ErrAmount
		case amount > x.shop.Settings.Limit:
			return ErrAmountLimit
		}
		r := Report{Source: sourcePractice, Evidence: PracticeMoney, Actor: "practice", Amount: amount}
		p := r.payment(x.newID(), Order{NMID: s.NMID, QRIS: s.QRIS}.payee(), x.now)
		if out, err = x.sale(s, p); err != nil {
			return err
		}
		if _, err = x.give(r, p, out); err != nil {
			return err
		}
		out, err = x.orderBy(out.ID)
		return err
	})
	return out, err
}

// staticBy reads a static code by its id and tells whether it is there.
func (v view) staticBy(id ID) (s Static, found bool, err error) {
	found, err = v.load(bucketIndex, indexKey(byStatic, id[:]), &s)
	return s, found, err
}

// staticNamed finds the static code a report names.
func (v view) staticNamed(ref string) (s Static, found bool, err error) {
	id, err := ulid.ParseStrict(ref)
	if err != nil {
		return s, false, nil
	}
	return v.staticBy(id)
}

// settleStatic takes a report that names a static code: a further source's word
// for one of its sales, or a new sale.
func (x *txn) settleStatic(r Report, p Payment, s Static) (Outcome, error) {
	known, err := x.fitting(p, Order{NMID: s.NMID, QRIS: s.QRIS}.payee())
	if err != nil {
		return Outcome{}, err
	}
	for _, other := range known {
		if other.Order.IsZero() {
			continue
		}
		o, err := x.orderBy(other.Order)
		if err != nil {
			return Outcome{}, err
		}
		if o.Static == s.ID {
			return x.witness(r, p, other)
		}
	}
	o, err := x.sale(s, p)
	if err != nil {
		return Outcome{}, err
	}
	return x.give(r, p, o)
}

// namedOrSold finds the order that a report of known money names, or makes the
// sale of the static code it names.
func (x *txn) namedOrSold(ref string, known Payment) (o Order, found bool, err error) {
	if o, found, err = x.named(ref); err != nil || found {
		return o, found, err
	}
	s, found, err := x.staticNamed(ref)
	if err != nil || !found {
		return o, false, err
	}
	o, err = x.sale(s, known)
	return o, true, err
}

// sale places the order that money for a static code pays: for exactly what
// came.
func (x *txn) sale(s Static, p Payment) (Order, error) {
	if err := x.turnDay(); err != nil {
		return Order{}, err
	}
	day, err := x.day()
	if err != nil {
		return Order{}, err
	}
	number := x.head.Orders + 1
	o := Order{
		ID: x.newID(), Sequence: number, Number: orderNumber(x.shop.Terminal, number),
		State: Placed, Price: Price{Subtotal: p.Amount}, Amount: p.Amount, Payable: p.Amount,
		QRIS: s.QRIS, Payload: s.Payload, Name: s.Name, NMID: s.NMID, Placed: x.now, Day: day,
		Actor: s.Caller, ExternalID: s.ExternalID, Static: s.ID, Metadata: s.Metadata, Callback: s.Callback,
		Code: newOrderCode(),
	}
	if err := x.record(p.Actor, &orderPlaced{Placed: o, Key: fmt.Sprintf("%s\x00static/%s", s.Caller, o.ID)}); err != nil {
		return Order{}, err
	}
	return x.orderBy(o.ID)
}

// staticAdded says that a caller has a static code from now on.
type staticAdded struct {
	ofShop
	Static Static `json:"static"`
}

func (*staticAdded) kind() Kind { return KindStaticAdded }
func (f *staticAdded) apply(x *txn, _ Entry) error {
	id := f.Static.ID
	if err := x.save(bucketIndex, indexKey(byStatic, id[:]), f.Static); err != nil {
		return err
	}
	x.put(bucketIndex, externalKey(f.Static.Caller, f.Static.ExternalID), id[:])
	return nil
}
