package pos

import (
	"bytes"
	"encoding/binary"
	"slices"
	"time"
)

// The index bucket holds keys by prefix. The keys of an order or payment are a
// pure function of it, so that saving one is: drop the old keys, add the new. A
// key that ends with the id has no value.
const (
	byNumber  = 'n' // order number → order
	byKey     = 'k' // caller and charge key → order
	byAmount  = 'a' // amount, and one of the two below: both change together and stand on one page
	byUntil   = 'u' // end of the countdown, order: what is on a screen
	byExpired = 'x' // last shown, order: what may be shown again
	byDay     = 'd' // business day, order: placed or paid on it
	bySeen    = 's' // identity of a report → payment
	byMoney   = 'm' // payee, amount, moment, payment: what a report may be a witness of
	byInbox   = 'i' // payment: waits for a person
	byPaid    = 'p' // paid at, payment: what a bank should tell of
	byState   = 't' // group of states, order: the chips of the history
	byCaller  = 'e' // caller and its own id → order
	byWish    = 'w' // caller and key of a wish that is no charge → what it was granted with
	byCalls   = 'y' // caller, order, amount, state: what a caller charged
	byGuests  = 'g' // end of the countdown, order: what strangers have open
	byCode    = 'c' // code of a pay page → order
	byGateway = 'h' // until when its gateway is asked about it, order
	byStatic  = 'z' // static code → itself

	byStaticSale = 'o' // static code, order: its sales
)

// What stands below an amount.
const (
	byAsked = 'a' // payee, last shown, order: every order whose code asked for it
	byPrice = 'q' // group of states, order: what the history is searched by
)

// appendMillis appends a time as eight bytes that sort.
func appendMillis(key []byte, at time.Time) []byte {
	return binary.BigEndian.AppendUint64(key, uint64(at.UnixMilli()))
}

func millis(at time.Time) []byte { return appendMillis(nil, at) }

// appendRupiah appends an amount as eight bytes that sort.
func appendRupiah(key []byte, r Rupiah) []byte {
	return binary.BigEndian.AppendUint64(key, uint64(r))
}

func rupiahKey(r Rupiah) []byte { return appendRupiah(nil, r) }

// indexKey joins the parts of a key behind its prefix.
func indexKey(prefix byte, parts ...[]byte) []byte {
	return append([]byte{prefix}, slices.Concat(parts...)...)
}

// appendPayee appends the account money goes to, with an end mark.
func appendPayee(key []byte, payee string) []byte { return append(append(key, payee...), 0) }

func payeeKey(payee string) []byte { return appendPayee(nil, payee) }

// lastID reads the id at the end of a key.
func lastID(key []byte) (id ID) {
	copy(id[:], key[len(key)-len(id):])
	return id
}

// Payee names the account an order's money goes to: its NMID or, for a code
// without one, the gateway that made it or the stored QRIS.
func (o Order) payee() string {
	switch {
	case o.NMID != "":
		return o.NMID
	case o.byGateway():
		return "gateway " + o.Gateway
	}
	return o.QRIS
}

// indexed is an order or a payment.
type indexed interface{ appendKeys(*indexKeys) }

// reindex drops the keys that stand no more and adds the new ones.
func (x *txn) reindex(old, now indexed, id ID) {
	x.oldKeys.reset()
	x.newKeys.reset()
	old.appendKeys(&x.oldKeys)
	now.appendKeys(&x.newKeys)
	for key := range x.oldKeys.all {
		if !x.newKeys.has(key) {
			x.remove(bucketIndex, key)
		}
	}
	for key := range x.newKeys.all {
		if !x.oldKeys.has(key) {
			x.put(bucketIndex, key, valueAt(key, id))
		}
	}
}

// valueAt is the value of an index key: the id, unless the key ends with it.
func valueAt(key []byte, id ID) []byte {
	if bytes.HasSuffix(key, id[:]) {
		return []byte{}
	}
	return id[:]
}

// savePayment saves a payment and its keys; old is what stood there before.
func (x *txn) savePayment(old, now Payment) error {
	x.reindex(&old, &now, now.ID)
	return x.save(bucketPayments, now.ID[:], now)
}

// orderBy reads an order by its id.
func (v view) orderBy(id ID) (o Order, err error) {
	found, err := v.load(bucketOrders, id[:], &o)
	if err == nil && !found {
		err = ErrNotFound
	}
	return o, err
}

// paymentBy reads a payment by its id.
func (v view) paymentBy(id ID) (p Payment, err error) {
	found, err := v.load(bucketPayments, id[:], &p)
	if err == nil && !found {
		err = ErrNotFound
	}
	return p, err
}

// idAt reads the id an index key leads to, and whether the key is there.
func (v view) idAt(key []byte) (id ID, found bool, err error) {
	value, err := v.get(bucketIndex, key)
	if err != nil || value == nil {
		return id, false, err
	}
	if len(value) != len(id) {
		return id, false, ErrDamaged
	}
	copy(id[:], value)
	return id, true, nil
}
