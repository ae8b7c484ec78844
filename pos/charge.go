package pos

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"laci/qris"
)

// Charge is a wish to be paid.
type Charge struct {
	Key    string // made by the caller before asking; the same key is the same order
	Amount Rupiah // above zero, at most the shop's limit; 0 or the items' sum when there are items
	Note   string // at most 200 characters
	Actor  string // who asks: "kasir", "api:NAME"

	Items      []Item   // what is sold, when it was said
	Discount   Rupiah   // taken off the subtotal
	Tip        Rupiah   // on top
	Cash       Rupiah   // the part, or all, taken in cash
	Tendered   Rupiah   // the note handed over for it
	Replaces   ID       // an order with a wrong amount that this one takes the place of
	Test       bool     // the Rp1.000 of set-up: real money, no sale
	ExternalID string   // the caller's own name, unique for the caller; at most 255 characters
	Metadata   Metadata // what the caller keeps with it
	PIN        string   // a supervisor's or the owner's, for a discount above the free one
	Approver   string   `json:",omitempty"` // whose PIN it is; "" for whoever has the right and this PIN

	QRIS     string        `json:",omitempty"` // id of the pinned code to ask with; "" is the counter's
	Callback string        `json:",omitempty"` // URL the caller wants to be told at; at most 2000 bytes
	Return   string        `json:",omitempty"` // URL the customer goes to afterwards; at most 2000 bytes
	Life     time.Duration `json:",omitempty"` // how long its code is shown instead of the settings' time; at most 31 days
	Gateway  string        `json:",omitempty"` // whose code it is to have; "" is the counter's, or none with QRIS; NoGateway the shop's own code

	asked string // its request, made before anybody has to wait for it
	from  string // a stranger's hashed address; see ChargeStranger
}

const (
	keyMost  = 255
	noteMost = 200
	lifeMost = 31 * 24 * time.Hour
)

// Charge makes an order, its dynamic code and the entries that tell of it, in
// one decision; through a gateway in two, with the gateway asked between them.
// The same key and amount give the same order again; the same key with another
// amount is ErrKeyReused.
func (t *Till) Charge(ctx context.Context, c Charge) (out Order, err error) {
	if err := c.check(); err != nil {
		return Order{}, err
	}
	by := ""
	if c.Discount > t.shop.Load().Settings.DiscountFree {
		if by, err = t.Approve(ctx, MayDiscount, c.Approver, c.PIN); err != nil {
			return Order{}, err
		}
	}
	c.Note, c.PIN, c.Approver = cleanText(c.Note, noteMost), "", ""
	c.asked = c.request()
	err = t.decide(ctx, func(x *txn) (err error) {
		out, err = x.charge(c, by, t.asks())
		return err
	})
	if err != nil || !out.preparing() {
		return out, err
	}
	return t.prepared(ctx, out)
}

// check refuses a wish that no shop could grant.
func (c Charge) check() error {
	switch {
	case c.Key == "" || len(c.Key) > keyMost:
		return ErrKeyMissing
	case len([]rune(c.ExternalID)) > externalMost:
		return ErrMetadata
	case c.Cash < 0 || c.Tendered < 0 || c.Tendered > 0 && c.Tendered < c.Cash:
		return ErrAmount
	case c.Life < 0 || c.Life > lifeMost:
		return fmt.Errorf("life of %s: %w", c.Life, ErrLife)
	}
	return cmp.Or(checkURL(c.Callback), checkURL(c.Return), c.Metadata.check())
}

// grants tells whether the order is what the wish asked for. Orders of the first
// layout kept only the amount and the note.
func (o Order) grants(c Charge) bool {
	if o.Request == "" {
		return o.Amount == c.Amount && o.Note == c.Note
	}
	return o.Request == c.request()
}

// request is what makes two wishes the same wish.
func (c Charge) request() string {
	if c.asked != "" {
		return c.asked
	}
	return request(c)
}

// charge grants a wish: the same wish gives the same order.
func (x *txn) charge(c Charge, by string, asks bool) (Order, error) {
	key := c.Actor + "\x00" + c.Key
	if known, found, err := x.charged(key); err != nil || found {
		if err == nil && !known.grants(c) {
			err = ErrKeyReused
		}
		return known, err
	}
	shop := x.shop
	if err := x.mayReplace(c); err != nil {
		return Order{}, err
	}
	if err := x.mayAsk(c); err != nil {
		return Order{}, err
	}
	o, err := x.newOrder(shop, c, asks)
	if err != nil {
		return Order{}, err
	}
	return x.place(shop, c, orderPlaced{Placed: o, Key: key, Approved: by})
}

// place records a new order, what was taken in cash for it, and its code on the
// screen.
func (x *txn) place(shop *shopState, c Charge, f orderPlaced) (Order, error) {
	o := f.Placed
	turn := x.turnDay
	if o.Stranger { // whoever that is closes no shift of yesterday
		turn = func() error { _, err := x.running(); return err }
	}
	if err := turn(); err != nil {
		return Order{}, err
	}
	if !c.Replaces.IsZero() {
		if err := x.record(c.Actor, &orderCancelled{ID: c.Replaces, Reason: ReasonWrongAmount}); err != nil {
			return Order{}, err
		}
	}
	if err := x.record(c.Actor, &f); err != nil {
		return Order{}, err
	}
	if c.Cash > 0 {
		if err := x.takeCash(o, PartCash{Part: c.Cash, Tendered: c.Tendered, Actor: c.Actor}, wish{}); err != nil {
			return Order{}, err
		}
	}
	if o.Payable > 0 && o.Gateway == "" {
		until := x.now.Add(shop.Settings.shown(c.Life))
		if err := x.record(c.Actor, &orderShown{ID: o.ID, Until: until, Shift: x.shiftNow()}); err != nil {
			return Order{}, err
		}
	}
	return x.orderBy(o.ID)
}

// mayReplace refuses a replacement of an order that cannot be given up, or that
// was replaced before.
func (x *txn) mayReplace(c Charge) error {
	if c.Replaces.IsZero() {
		return nil
	}
	old, err := x.orderBy(c.Replaces)
	if err != nil {
		return err
	}
	if !old.ReplacedBy.IsZero() || old.Kept() > 0 {
		return fmt.Errorf("replace %s: %w", old.Number, ErrMove)
	}
	return old.move(Cancelled)
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

// newOrder checks the wish and makes the order with its code. asks tells whether
// gateways can be asked for one.
func (x *txn) newOrder(shop *shopState, c Charge, asks bool) (Order, error) {
	price, err := c.price(shop.Settings)
	if err != nil {
		return Order{}, err
	}
	if c.Cash > price.Sum() {
		return Order{}, fmt.Errorf("cash %s for %s: %w", c.Cash, price.Sum(), ErrAmount)
	}
	code, err := shop.payTo(c.QRIS)
	if err != nil {
		return Order{}, err
	}
	if c.ExternalID != "" && x.has(bucketIndex, externalKey(c.Actor, c.ExternalID)) {
		return Order{}, ErrExternalID
	}
	day, err := x.day()
	if err != nil {
		return Order{}, err
	}
	letter, number, err := x.nextNumber(c)
	if err != nil {
		return Order{}, err
	}
	o := Order{
		ID: x.newID(), Sequence: number, Number: orderNumber(letter, number),
		State: Placed, Price: price, Amount: price.Sum(), Payable: price.Sum() - c.Cash,
		QRIS: code.ID, Name: code.Name, NMID: code.NMID, Placed: x.now, Day: day,
		Note: c.Note, Actor: c.Actor, Request: c.request(),
		Replaces: c.Replaces, ExternalID: c.ExternalID, Metadata: c.Metadata,
		Callback: c.Callback, Return: c.Return, Stranger: c.from != "", Address: c.from,
	}
	if o.Stranger || shop.calls(c.Actor) {
		o.Code = newOrderCode()
	}
	if c.Test {
		o.flag(FlagTest)
	}
	if err := x.through(&o, c, asks); err != nil {
		return Order{}, err
	}
	return o, x.makeCode(&o, shop, code)
}

// nextNumber gives the letter and count of a new order's number; those of
// strangers are counted apart.
func (x *txn) nextNumber(c Charge) (letter string, number uint64, err error) {
	if c.from == "" {
		return x.shop.Terminal, x.head.Orders + 1, nil
	}
	number, err = x.strangers()
	return strangerLetter, number + 1, err
}

// orderNumber writes an order's number: "A-0042".
func orderNumber(terminal string, number uint64) string {
	return fmt.Sprintf("%s-%04d", terminal, number)
}

// makeCode gives an order the code for what it asks of a wallet, made unique
// when the shop wants that. An order all in cash has none.
func (x *txn) makeCode(o *Order, shop *shopState, code QRIS) (err error) {
	if o.Payable == 0 {
		return nil
	}
	if shop.Settings.Unique && !o.Stranger {
		least := Rupiah(1)
		if g := shop.gateway(o.Gateway); g != nil {
			least = g.Least
		}
		if o.Off, err = x.takeOff(o.payee(), o.Payable, least); err != nil {
			return err
		}
		o.Payable -= o.Off
	}
	o.Payload, err = dynamic(code, o.Payable)
	return err
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
