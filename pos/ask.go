package pos

import (
	"context"
	"fmt"
	"time"
)

// OwnerWord is what became of asking the owner whether an order's money is
// there.
type OwnerWord struct {
	Asked    time.Time `json:"asked_at"`
	By       string    `json:"asked_by"`
	Answered time.Time `json:"answered_at,omitzero"` // zero while the owner has not answered
	Who      string    `json:"answered_by,omitempty"`
	Yes      bool      `json:"yes,omitempty"`
}

// AsksOwner tells whether the order waits for the owner's word.
func (o Order) AsksOwner() bool { return o.Owner != nil && o.Owner.Answered.IsZero() && o.open() }

// AskOwner asks the owner's phone whether the money of an order is there; the
// order waits for a person until the answer. Asking twice is asking once.
func (t *Till) AskOwner(ctx context.Context, order ID, actor string) (Order, error) {
	return t.onOrder(ctx, order, func(x *txn, o Order, _ *shopState) error {
		if o.AsksOwner() {
			return nil
		}
		if !o.open() || o.Owed() <= 0 {
			return fmt.Errorf("ask about %s: %w", o.Number, ErrMove)
		}
		return x.record(actor, &orderAsked{ID: o.ID})
	})
}

// AnswerOwner is the owner's answer: yes settles what the order still owes, with
// the evidence owner_confirmed; no lets it stand as it was before. An answer to
// an order that was paid meanwhile, or that nobody asks about, changes nothing
// and is ErrMove unless the order is paid.
func (t *Till) AnswerOwner(ctx context.Context, order ID, yes bool, actor string) (Order, error) {
	return t.onOrder(ctx, order, func(x *txn, o Order, shop *shopState) error {
		switch {
		case o.State == Paid || o.State == Refunded:
			return nil
		case !o.AsksOwner() || yes && o.Owed() <= 0:
			return fmt.Errorf("answer about %s: %w", o.Number, ErrMove)
		}
		if err := x.record(actor, &orderAnswered{ID: o.ID, Yes: yes}); err != nil || !yes {
			return err
		}
		o, err := x.orderBy(o.ID)
		if err != nil {
			return err
		}
		r := Report{Source: sourceOwner, Evidence: OwnerConfirmed, Actor: actor}
		if shop.Practice {
			r.Evidence = PracticeMoney
		}
		return x.byHand(o, r)
	})
}

// orderAsked says that the owner was asked about the order's money.
type orderAsked struct {
	ID ID `json:"order"`
}

func (*orderAsked) kind() Kind  { return KindOrderAsked }
func (f *orderAsked) order() ID { return f.ID }
func (f *orderAsked) apply(x *txn, e Entry) error {
	return x.change(f.ID, func(o *Order) error {
		o.Owner = &OwnerWord{Asked: e.At, By: e.Actor}
		return o.move(Awaiting)
	})
}

// orderAnswered is what the owner said. The money of a yes is the entry that
// follows it.
type orderAnswered struct {
	ID  ID   `json:"order"`
	Yes bool `json:"yes"`
}

func (*orderAnswered) kind() Kind  { return KindOrderAnswered }
func (f *orderAnswered) order() ID { return f.ID }
func (f *orderAnswered) apply(x *txn, e Entry) error {
	return x.change(f.ID, func(o *Order) error {
		said := *o.Owner
		said.Answered, said.Who, said.Yes = e.At, e.Actor, f.Yes
		o.Owner = &said
		if o.State != Awaiting || f.Yes || o.waits() {
			return nil
		}
		if o.Live(e.At) {
			return o.move(Pending)
		}
		return o.move(Expired)
	})
}

// waits tells whether a person must say what becomes of the order: a suggestion,
// a wrong amount, or the owner who was asked.
func (o Order) waits() bool {
	return !o.Suggestion.IsZero() || o.Has(FlagShort) || o.Has(FlagOver) || o.AsksOwner()
}
