package pos

import (
	"context"
	"strings"
	"time"
)

// Stranger is a wish to be asked for money by somebody without a key: the widget
// on a shop's page, a public link.
type Stranger struct {
	Key      string // made by the page before asking; the same key is the same order
	Merchant string // public identifier of the shop's key: APIKey.Client
	Amount   Rupiah // above zero, at most the shop's limit
	Note     string // at most 200 characters
	Address  string // where the wish came from, as far as one machine is told from another; only its hash is kept
	External string // the page's own name for the order, unique among the strangers of this merchant
	Callback string // as in Charge
	Return   string
}

// Orders made without a key are few and short-lived, so that nobody can fill the
// shop with them.
const (
	strangerLife     = 15 * time.Minute
	strangersMost    = 20 // open at once of one merchant
	strangersAddress = 3  // and from one address
	strangerLetter   = "W"
	strangerActor    = "stranger:" // before the name of the key whose merchant it named
)

// ChargeStranger makes an order without a key: W-0001, for 15 minutes, at most
// 20 open of a merchant and 3 from an address (ErrTooMany). It is no order of
// the counter: money that names no order is never taken for it, no other amount
// makes room for its own, and it stands in no list of the counter before money
// came for it. No gateway is asked for its code. It is among the CallerOrders of
// the merchant's key. A merchant nobody is, or whose key may not charge, is
// ErrKeyUnknown.
func (t *Till) ChargeStranger(ctx context.Context, s Stranger) (out Order, err error) {
	key, err := t.KeyByClient(ctx, s.Merchant)
	if err != nil || !key.May(MaySell) {
		return Order{}, ErrKeyUnknown
	}
	c := Charge{Key: s.Key, Amount: s.Amount, Note: cleanText(s.Note, noteMost), Actor: strangerActor + key.Name,
		ExternalID: s.External, Callback: s.Callback, Return: s.Return, Life: strangerLife, Gateway: NoGateway, from: join("address", s.Address)}
	if err := c.check(); err != nil {
		return Order{}, err
	}
	err = t.decide(ctx, func(x *txn) (err error) {
		if x.shop.key(key.Name) == nil {
			return ErrKeyUnknown
		}
		out, err = x.charge(c, "", false)
		return err
	})
	return out, err
}

// hidden tells whether the order is a stranger's for which no money came: it is
// outside of the counter's lists.
func (o Order) hidden() bool { return o.Stranger && o.Received == 0 && o.Cash == 0 }

// Caller is whose order it is: who charged it, or the program whose merchant a
// stranger named.
func (o Order) Caller() string {
	if name, is := strings.CutPrefix(o.Actor, strangerActor); is && o.Stranger {
		return apiActor + name
	}
	return o.Actor
}

// mayAsk refuses a stranger's order when too many are open.
func (x *txn) mayAsk(c Charge) error {
	if c.from == "" {
		return nil
	}
	merchant, address := 0, 0
	prefix := []byte{byGuests}
	err := x.scan(bucketIndex, prefix, indexKey(byGuests, millis(x.now.Add(time.Millisecond))), func(key, _ []byte) (bool, error) {
		o, err := x.orderBy(lastID(key))
		if o.Actor == c.Actor {
			merchant++
		}
		if o.Address == c.from {
			address++
		}
		return true, err
	})
	if err == nil && (merchant >= strangersMost || address >= strangersAddress) {
		err = ErrTooMany
	}
	return err
}

var keyStrangers = []byte("strangers")

// strangers is how many orders strangers made so far.
func (v view) strangers() (count uint64, err error) {
	_, err = v.load(bucketShop, keyStrangers, &count)
	return count, err
}

// countStrangers keeps how many orders strangers made; zero is not kept.
func (x *txn) countStrangers(count uint64) error {
	if count == 0 {
		return nil
	}
	return x.save(bucketShop, keyStrangers, count)
}
