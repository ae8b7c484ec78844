package pos

import "time"

// indexKeys are keys of the index, one behind the other: all that an order or a
// payment stands under are written into one room, without memory of their own.
type indexKeys struct {
	out  []byte
	ends []int
}

func (k *indexKeys) reset() { k.out, k.ends = k.out[:0], k.ends[:0] }

// key begins a key; its parts and end follow.
func (k *indexKeys) key(prefix ...byte) *indexKeys {
	k.out = append(k.out, prefix...)
	return k
}

func (k *indexKeys) text(text string) *indexKeys {
	k.out = append(k.out, text...)
	return k
}

func (k *indexKeys) id(id ID) *indexKeys {
	k.out = append(k.out, id[:]...)
	return k
}

func (k *indexKeys) moment(at time.Time) *indexKeys {
	k.out = appendMillis(k.out, at)
	return k
}

func (k *indexKeys) amount(r Rupiah) *indexKeys {
	k.out = appendRupiah(k.out, r)
	return k
}

func (k *indexKeys) payee(payee string) *indexKeys {
	k.out = appendPayee(k.out, payee)
	return k
}

// end ends a key, and takes it back when it is there already.
func (k *indexKeys) end() {
	begin := 0
	if n := len(k.ends); n > 0 {
		begin = k.ends[n-1]
	}
	if k.has(k.out[begin:]) {
		k.out = k.out[:begin]
		return
	}
	k.ends = append(k.ends, len(k.out))
}

// all walks the keys.
func (k *indexKeys) all(yield func(key []byte) bool) {
	begin := 0
	for _, end := range k.ends {
		if !yield(k.out[begin:end]) {
			return
		}
		begin = end
	}
}

func (k *indexKeys) has(key []byte) bool {
	for known := range k.all {
		if string(known) == string(key) {
			return true
		}
	}
	return false
}

// appendKeys appends the keys of an order as it stands.
func (o *Order) appendKeys(k *indexKeys) {
	if o.ID.IsZero() {
		return
	}
	o.appendCounterKeys(k)
	k.key(byNumber).text(o.Number).end()
	if !o.Static.IsZero() {
		k.key(byStaticSale).id(o.Static).id(o.ID).end()
	} else if o.ExternalID != "" {
		k.key(externalKey(o.Actor, o.ExternalID)...).end()
	}
	if o.Code != "" {
		k.key(codeKey(o.Code)...).end()
		k.key(o.callKey()...).end()
	}
	if o.Asking() {
		k.key(byGateway).moment(o.AskUntil()).id(o.ID).end()
	}
}

// appendCounterKeys appends those by which an order stands in the counter's
// lists and may be found by its amount. A stranger's has the first once money
// came for it.
func (o *Order) appendCounterKeys(k *indexKeys) {
	if o.hidden() {
		if o.State == Placed || o.State == Pending || o.State == Awaiting {
			k.key(byGuests).moment(o.ShowUntil).id(o.ID).end()
		}
		return
	}
	k.key(byDay).text(string(o.Day)).id(o.ID).end()
	if o.PaidDay != "" {
		k.key(byDay).text(string(o.PaidDay)).id(o.ID).end()
	}
	k.key(byState, o.group()).id(o.ID).end()
	k.key(byAmount).amount(o.Amount).key(byPrice, o.group()).id(o.ID).end()
	if !o.FirstShown.IsZero() && !o.Stranger {
		o.appendAsked(k, o.Payable)
		for _, amount := range o.Asked {
			o.appendAsked(k, amount)
		}
	}
	switch o.State {
	case Placed, Pending, Awaiting:
		k.key(byUntil).moment(o.ShowUntil).id(o.ID).end()
	case Expired:
		k.key(byExpired).moment(o.LastShown).id(o.ID).end()
	}
}

// appendAsked appends the key of an amount that one of the order's codes asked
// for.
func (o *Order) appendAsked(k *indexKeys, amount Rupiah) {
	k.key(byAmount).amount(amount).key(byAsked).payee(o.payee()).moment(o.LastShown).id(o.ID).end()
}

// appendKeys appends the keys of a payment as it stands.
func (p *Payment) appendKeys(k *indexKeys) {
	if p.ID.IsZero() {
		return
	}
	switch p.State {
	case Ambiguous, Unmatched:
		k.key(byInbox).id(p.ID).end()
	}
	if p.Evidence != CashTaken && p.State != Witnessed {
		k.key(byPaid).moment(p.PaidAt).id(p.ID).end()
	}
	switch p.State {
	case Matched, Ambiguous, Unmatched, Returned, NotOurs:
		if p.Evidence != CashTaken {
			k.key(byMoney).payee(p.Payee).amount(p.Amount).moment(p.moment()).id(p.ID).end()
		}
	}
}
