package pos

import (
	"encoding/binary"
	"slices"
	"time"
)

// The index bucket holds keys by prefix. The keys of an order or payment are a
// pure function of it, so that saving one is: drop the old keys, add the new.
const (
	byNumber  = 'n' // order number → order
	byKey     = 'k' // caller and charge key → order
	byAmount  = 'a' // payee, payable, last shown, order: every order whose code was shown
	byUntil   = 'u' // end of the countdown, order: what is on a screen
	byExpired = 'x' // last shown, order: what may be shown again
	byDay     = 'd' // business day, order: placed or paid on it
	bySeen    = 's' // identity of a report → payment
	byMoney   = 'm' // payee, amount, moment, payment: what a report may be a witness of
	byInbox   = 'i' // payment: waits for a person
	byPaid    = 'p' // paid at, payment: what a bank should tell of
	byState   = 't' // group of states, order: the chips of the history
	byPrice   = 'q' // amount, group of states, order: what the history is searched by
	byCaller  = 'e' // caller and its own id → order
	byWish    = 'w' // caller and key of a wish that is no charge → what it was granted with
	byCalls   = 'y' // caller, order, amount, state: what a caller charged
	byGuests  = 'g' // end of the countdown, order: what strangers have open
	byCode    = 'c' // code of a pay page → order
	byGateway = 'h' // until when its gateway is asked about it, order
	byStatic  = 'z' // static code → itself

	byStaticSale = 'o' // static code, order: its sales
)

// millis is a time as eight bytes that sort.
func millis(at time.Time) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(at.UnixMilli()))
}

// rupiahKey is an amount as eight bytes that sort.
func rupiahKey(r Rupiah) []byte { return binary.BigEndian.AppendUint64(nil, uint64(r)) }

// indexKey joins the parts of a key behind its prefix.
func indexKey(prefix byte, parts ...[]byte) []byte {
	return append([]byte{prefix}, slices.Concat(parts...)...)
}

// payeeKey is the account money goes to, with an end mark.
func payeeKey(payee string) []byte { return append([]byte(payee), 0) }

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

// keys are the index keys of an order as it stands.
func (o Order) keys() [][]byte {
	if o.ID.IsZero() {
		return nil
	}
	keys := append(o.counterKeys(), indexKey(byNumber, []byte(o.Number)))
	if !o.Static.IsZero() {
		keys = append(keys, indexKey(byStaticSale, o.Static[:], o.ID[:]))
	} else if o.ExternalID != "" {
		keys = append(keys, externalKey(o.Actor, o.ExternalID))
	}
	if o.Code != "" {
		keys = append(keys, codeKey(o.Code), o.callKey())
	}
	if o.Asking() {
		keys = append(keys, indexKey(byGateway, millis(o.AskUntil()), o.ID[:]))
	}
	return keys
}

// counterKeys are those by which an order stands in the counter's lists and may
// be found by its amount. A stranger's has the first once money came for it.
func (o Order) counterKeys() (keys [][]byte) {
	if o.hidden() {
		if o.State == Placed || o.State == Pending || o.State == Awaiting {
			keys = append(keys, indexKey(byGuests, millis(o.ShowUntil), o.ID[:]))
		}
		return keys
	}
	keys = append(keys, indexKey(byDay, []byte(o.Day), o.ID[:]))
	if o.PaidDay != "" && o.PaidDay != o.Day {
		keys = append(keys, indexKey(byDay, []byte(o.PaidDay), o.ID[:]))
	}
	keys = append(keys,
		indexKey(byState, []byte{o.group()}, o.ID[:]),
		indexKey(byPrice, rupiahKey(o.Amount), []byte{o.group()}, o.ID[:]))
	if !o.FirstShown.IsZero() && !o.Stranger {
		for _, amount := range append([]Rupiah{o.Payable}, o.Asked...) {
			key := indexKey(byAmount, payeeKey(o.payee()), rupiahKey(amount), millis(o.LastShown), o.ID[:])
			if !containsKey(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	switch o.State {
	case Placed, Pending, Awaiting:
		keys = append(keys, indexKey(byUntil, millis(o.ShowUntil), o.ID[:]))
	case Expired:
		keys = append(keys, indexKey(byExpired, millis(o.LastShown), o.ID[:]))
	}
	return keys
}

// keys are the index keys of a payment as it stands.
func (p Payment) keys() [][]byte {
	if p.ID.IsZero() {
		return nil
	}
	var keys [][]byte
	switch p.State {
	case Ambiguous, Unmatched:
		keys = append(keys, indexKey(byInbox, p.ID[:]))
	}
	if p.Evidence != CashTaken && p.State != Witnessed {
		keys = append(keys, indexKey(byPaid, millis(p.PaidAt), p.ID[:]))
	}
	switch p.State {
	case Matched, Ambiguous, Unmatched, Returned, NotOurs:
		if p.Evidence != CashTaken {
			keys = append(keys, indexKey(byMoney, payeeKey(p.Payee), rupiahKey(p.Amount), millis(p.moment()), p.ID[:]))
		}
	}
	return keys
}

// reindex drops the keys that stand no more and adds the new ones.
func (x *txn) reindex(old, now [][]byte, id ID) error {
	for _, key := range old {
		if !containsKey(now, key) {
			if err := x.remove(bucketIndex, key); err != nil {
				return err
			}
		}
	}
	for _, key := range now {
		if !containsKey(old, key) {
			if err := x.put(bucketIndex, key, id[:]); err != nil {
				return err
			}
		}
	}
	return nil
}

func containsKey(keys [][]byte, key []byte) bool {
	return slices.ContainsFunc(keys, func(k []byte) bool { return string(k) == string(key) })
}

// savePayment stores a payment and its keys; old is what stood there before.
func (x *txn) savePayment(old, now Payment) error {
	if err := x.reindex(old.keys(), now.keys(), now.ID); err != nil {
		return err
	}
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
