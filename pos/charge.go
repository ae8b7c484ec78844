package pos

import (
	"context"
	"fmt"
	"time"

	"laci/qris"
)

// Charge is a wish to be paid.
type Charge struct {
	Key    string // made by the caller before asking; the same key is the same order
	Amount Rupiah // above zero, at most the shop's limit
	Note   string // at most 200 characters
	Actor  string // who asks: "kasir", "api:NAME"
}

const (
	keyMost  = 255
	noteMost = 200
)

// Charge makes an order, its dynamic code and the entries that tell of it, in
// one decision. The same key and amount give the same order again; the same key
// with another amount is ErrKeyReused.
func (t *Till) Charge(ctx context.Context, c Charge) (Order, error) {
	var out Order
	err := t.decide(ctx, func(x *txn) (err error) {
		out, err = x.charge(c)
		return err
	})
	return out, err
}

func (x *txn) charge(c Charge) (Order, error) {
	if c.Key == "" || len(c.Key) > keyMost {
		return Order{}, ErrKeyMissing
	}
	c.Note = cleanText(c.Note, noteMost)
	key := c.Actor + "\x00" + c.Key
	if known, found, err := x.charged(key); err != nil || found {
		if err == nil && (known.Amount != c.Amount || known.Note != c.Note) {
			err = ErrKeyReused
		}
		return known, err
	}
	shop, err := x.state()
	if err != nil {
		return Order{}, err
	}
	o, err := x.newOrder(shop, c)
	if err != nil {
		return Order{}, err
	}
	if err := x.record(c.Actor, &orderPlaced{Placed: o, Key: key}); err != nil {
		return Order{}, err
	}
	if err := x.record(c.Actor, &orderShown{ID: o.ID, Until: x.now.Add(shop.Settings.showFor())}); err != nil {
		return Order{}, err
	}
	return x.orderBy(o.ID)
}

// charged finds the order of a charge key.
func (v view) charged(key string) (o Order, found bool, err error) {
	id, found, err := v.idAt(indexKey(byKey, []byte(key)))
	if err != nil || !found {
		return o, false, err
	}
	o, err = v.orderBy(id)
	return o, true, err
}

// newOrder checks the wish and makes the order with its code.
func (x *txn) newOrder(shop *shopState, c Charge) (Order, error) {
	switch {
	case c.Amount <= 0:
		return Order{}, ErrAmount
	case c.Amount > shop.Settings.Limit:
		return Order{}, fmt.Errorf("%s over %s: %w", c.Amount, shop.Settings.Limit, ErrAmountLimit)
	}
	code, ok := shop.public().Pinned()
	if !ok {
		return Order{}, ErrNotSetUp
	}
	payload, err := dynamic(code, c.Amount)
	if err != nil {
		return Order{}, err
	}
	day, err := x.day()
	if err != nil {
		return Order{}, err
	}
	number := x.head.Orders + 1
	return Order{
		ID: x.newID(), Sequence: number, Number: fmt.Sprintf("%s-%04d", shop.Terminal, number),
		State: Placed, Amount: c.Amount, Payable: c.Amount,
		QRIS: code.ID, Payload: payload, Name: code.Name, NMID: code.NMID,
		Placed: x.now, Day: day, Note: c.Note, Actor: c.Actor,
	}, nil
}

// dynamic makes the code for an amount and reads it back before anybody sees
// it: name, NMID and amount must be those that were pinned and asked for.
func dynamic(code QRIS, amount Rupiah) (string, error) {
	text, err := qris.Dynamic(code.Text, qris.Options{Amount: int64(amount)})
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrQRIS, err)
	}
	p, err := qris.Parse(text)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrQRIS, err)
	}
	asked, _, err := p.Amount()
	if err != nil || Rupiah(asked) != amount || p.Merchant().Name != code.Name || p.NMID() != code.NMID {
		return "", fmt.Errorf("%w: the code made differs from what was pinned", ErrQRIS)
	}
	return text, nil
}

// showFor is how long a code stays on a screen.
func (s Settings) showFor() time.Duration { return time.Duration(s.ShowSeconds) * time.Second }

// Show puts the same code on a screen again with a fresh countdown, at most 30
// minutes after it left one (else ErrReshow). A code still on a screen is left
// as it is.
func (t *Till) Show(ctx context.Context, id ID, actor string) (Order, error) {
	return t.onOrder(ctx, id, func(x *txn, o Order, shop *shopState) error {
		switch {
		case o.Live(x.now):
			return nil
		case o.State != Pending && o.State != Awaiting && o.State != Expired:
			return fmt.Errorf("show %s: %w", o.Number, ErrMove)
		case !o.Reshowable(x.now):
			return ErrReshow
		}
		return x.record(actor, &orderShown{ID: o.ID, Until: x.now.Add(shop.Settings.showFor())})
	})
}

// Extend gives a code on a screen two more minutes.
func (t *Till) Extend(ctx context.Context, id ID, actor string) (Order, error) {
	return t.onOrder(ctx, id, func(x *txn, o Order, _ *shopState) error {
		if !o.Live(x.now) {
			return fmt.Errorf("extend %s: %w", o.Number, ErrMove)
		}
		return x.record(actor, &orderShown{ID: o.ID, Until: o.ShowUntil.Add(extension)})
	})
}

// The reasons for giving an order up.
const (
	ReasonWrongAmount = "wrong_amount"
	ReasonCash        = "cash"
	ReasonChangedMind = "changed_mind"
)

// Cancel gives an order up, for one of the reasons. Doing so twice is harmless.
func (t *Till) Cancel(ctx context.Context, id ID, reason, actor string) (Order, error) {
	switch reason {
	case ReasonWrongAmount, ReasonCash, ReasonChangedMind:
	default:
		return Order{}, ErrReason
	}
	return t.onOrder(ctx, id, func(x *txn, o Order, _ *shopState) error {
		if o.State == Cancelled {
			return nil
		}
		probe := o
		if err := probe.move(Cancelled); err != nil {
			return err
		}
		return x.record(actor, &orderCancelled{ID: o.ID, Reason: reason})
	})
}

// onOrder decides about one order and gives it as it then stands.
func (t *Till) onOrder(ctx context.Context, id ID, do func(*txn, Order, *shopState) error) (Order, error) {
	var out Order
	err := t.decide(ctx, func(x *txn) error {
		shop, err := x.state()
		if err != nil {
			return err
		}
		o, err := x.orderBy(id)
		if err != nil {
			return err
		}
		if err := do(x, o, shop); err != nil {
			return err
		}
		out, err = x.orderBy(id)
		return err
	})
	return out, err
}

// Tick closes the displays whose countdown ended. Whoever owns the till calls
// it every second; a replay finds the moves in the journal.
func (t *Till) Tick(ctx context.Context) error {
	due, err := t.due(ctx)
	if err != nil {
		return err
	}
	for _, id := range due {
		err := t.decide(ctx, func(x *txn) error {
			o, err := x.orderBy(id)
			if err != nil || o.Live(x.now) || o.State != Pending && o.State != Awaiting {
				return err
			}
			return x.record("till", &orderExpired{ID: id})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// dueMost bounds the displays one tick closes.
const dueMost = 1000

// due finds the orders whose countdown has ended.
func (t *Till) due(ctx context.Context) (ids []ID, err error) {
	now := t.now()
	err = t.read(ctx, func(v view) error {
		prefix := []byte{byUntil}
		end := indexKey(byUntil, millis(now.Add(time.Millisecond)))
		return v.scan(bucketIndex, prefix, prefix, func(key, _ []byte) (bool, error) {
			if string(key) >= string(end) || len(ids) == dueMost {
				return false, nil
			}
			ids = append(ids, lastID(key))
			return true, nil
		})
	})
	return ids, err
}
