package pos

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// entriesMost is how many entries an order remembers: beyond it the oldest but
// the first are left to the journal.
const entriesMost = 200

// withEntry gives an order's entries with one more.
func (o Order) withEntry(c Cursor) []string {
	entries := append(slices.Clone(o.Entries), c.String())
	if len(entries) > entriesMost {
		entries = slices.Delete(entries, 1, 2)
	}
	return entries
}

// Event is one entry of the journal about an order, as the order's page tells
// it.
type Event struct {
	At    time.Time
	Actor string
	Kind  Kind

	Amount   Rupiah   // of the money, the code or the refund it is about; 0 when there is none
	Evidence Evidence // of the money; "" when it is about none
	Source   string   // who told of the money
	What     string   // the reason, the note, how money went back, yes or no: a code word or a person's own words
	By       string   // whose PIN approved it; "" when none was needed
}

// Timeline tells what happened to an order, oldest first, as the journal has it.
func (t *Till) Timeline(ctx context.Context, id ID) (events []Event, err error) {
	err = t.read(ctx, func(v view) error {
		events = nil
		o, err := v.orderBy(id)
		if err != nil {
			return err
		}
		for _, at := range o.Entries {
			e, err := v.event(at)
			if err != nil {
				return fmt.Errorf("entry %s of %s: %w", at, o.Number, err)
			}
			events = append(events, e)
		}
		return nil
	})
	return events, err
}

// event reads the entry at a place of the journal.
func (v view) event(at string) (out Event, err error) {
	c, err := ParseCursor(at)
	if err != nil {
		return out, err
	}
	var e Entry
	found, err := v.load(bucketJournal, c.key(), &e)
	if err == nil && !found {
		err = ErrDamaged
	}
	if err != nil {
		return out, err
	}
	f, err := factOf(e.Kind)
	if err == nil {
		err = json.Unmarshal(e.Body, f)
	}
	if err != nil {
		return out, err
	}
	return v.told(Event{At: e.At, Actor: e.Actor, Kind: e.Kind}, f)
}

// told adds what the fact of an entry says.
func (v view) told(e Event, f fact) (Event, error) {
	money := func(p Payment) {
		e.Amount, e.Evidence, e.Source, e.By = p.Amount, p.Evidence, p.Source, p.Approved
	}
	switch f := f.(type) {
	case *orderPlaced:
		e.Amount, e.What, e.By = f.Placed.Amount, f.Placed.Note, f.Approved
	case *orderShown:
		e.Amount = f.Payable
	case *orderCancelled:
		e.What = f.Reason
	case *orderFailed:
		e.What = f.Reason
	case *orderAnswered:
		e.What = map[bool]string{true: "yes", false: "no"}[f.Yes]
	case *paymentSettled:
		money(f.Payment)
		e.What = f.Payment.SeenAt
	case *paymentReported:
		money(f.Payment)
	case *paymentAttached:
		money(f.Payment)
		e.By = f.Approved
	case *paymentWitnessed:
		e.Evidence, e.Source = f.Witness.Evidence, f.Witness.Source
	case *paymentVoided:
		p, err := v.paymentBy(f.Payment)
		if err != nil {
			return e, err
		}
		money(p)
		e.What, e.By = f.Why, f.Approved
	case *refundGiven:
		e.Amount, e.What, e.By = f.Refund.Amount, f.Refund.How, f.Refund.By
	}
	return e, nil
}
