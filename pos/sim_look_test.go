package pos

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
)

// picture is what the file holds at one moment.
type picture struct {
	orders   map[ID]*Order
	payments map[ID]*Payment
	days     map[Day]*Summary
	shop     string
	head     Cursor
}

// record is a payment the till made, and the true payment it was told of.
type record struct {
	id    ID
	truth *truth
}

// knowledge is what the simulator knows of the till: the records in the order
// they came, the identities it told, and the values it read last.
type knowledge struct {
	records   []record
	told      map[string]ID   // identity of a report → payment
	hours     map[ID]int      // order → hour of the shop's clock at which its sale counts
	murky     map[Rupiah]bool // amounts whose reports nobody could tell apart
	blurred   map[Rupiah]bool // amounts of which only what is matched can be counted
	decoded   map[string]decodedValue
	reversals []reversal
	zone      string
	cutOff    int
}

type decodedValue struct {
	raw   string
	value any
}

// look reads the file. Values that did not change are not decoded again.
func (s *sim) look() picture {
	p := picture{orders: map[ID]*Order{}, payments: map[ID]*Payment{}, days: map[Day]*Summary{}}
	err := s.till.read(context.Background(), func(v view) error {
		shop, err := v.get(bucketShop, keyShop)
		p.shop = string(shop)
		key, _ := v.tx.Bucket(bucketJournal).Cursor().Last()
		p.head = cursorOf(key)
		return errors.Join(err, each(s, v, bucketOrders, p.orders, lastID), each(s, v, bucketPayments, p.payments, lastID),
			each(s, v, bucketDays, p.days, func(key []byte) Day { return Day(key) }))
	})
	s.must(err == nil, "reading: %v", err)
	return p
}

// each decodes the values of a bucket.
func each[K comparable, T any](s *sim, v view, bucket []byte, into map[K]*T, name func([]byte) K) error {
	return v.scan(bucket, nil, nil, func(key, value []byte) (bool, error) {
		if known := s.known.decoded[string(key)]; known.raw == string(value) {
			into[name(key)] = known.value.(*T)
			return true, nil
		}
		decoded := new(T)
		err := json.Unmarshal(value, decoded)
		into[name(key)] = decoded
		s.known.decoded[string(key)] = decodedValue{string(value), decoded}
		return true, err
	})
}

// same tells whether two pictures show the same till.
func (s *sim) same(a, b picture) bool {
	if a.head != b.head || a.shop != b.shop || len(a.orders) != len(b.orders) || len(a.payments) != len(b.payments) {
		return false
	}
	for id, o := range a.orders {
		if o != b.orders[id] {
			return false
		}
	}
	for id, p := range a.payments {
		if p != b.payments[id] {
			return false
		}
	}
	return true
}

// sale gives the order of a sale as it was last seen.
func (s *sim) sale(one *sale) *Order { return s.pic.orders[one.id] }

// numbered gives the number of an order, for a step's line.
func (p picture) numbered(id ID) string {
	if o := p.orders[id]; o != nil {
		return o.Number
	}
	return "-"
}

// paid counts the true payments of a sale that came to an amount.
func (s *sim) paid(one *sale, amount Rupiah) (count int) {
	for _, t := range s.truths {
		if t.sale == one && t.amount == amount {
			count++
		}
	}
	return count
}

// counted counts the payments of an amount that the till gave to an order.
func (s *sim) counted(o *Order, amount Rupiah) (count int) {
	for _, id := range o.Payments {
		if s.pic.payments[id].Amount == amount {
			count++
		}
	}
	return count
}

// waiting are the records that wait for a person, oldest first.
func (s *sim) waiting() []record {
	return slices.DeleteFunc(slices.Clone(s.known.records), func(r record) bool {
		p := s.pic.payments[r.id]
		return p.State != Ambiguous && p.State != Unmatched
	})
}
