package pos

import (
	"slices"
	"time"
)

// settleByAmount matches a report that names no order: first against money the
// till knows, then against the orders whose code was on a screen.
func (x *txn) settleByAmount(r Report, p Payment) (Outcome, error) {
	var candidates []Order
	var known []Payment
	payees := x.shop.payees(r)
	for _, payee := range payees {
		asked, err := x.candidates(p, payee)
		if err != nil {
			return Outcome{}, err
		}
		told, err := x.fitting(p, payee)
		if err != nil {
			return Outcome{}, err
		}
		candidates, known = append(candidates, asked...), append(known, told...)
	}
	opens := 0
	for _, o := range candidates {
		if o.open() {
			opens++
		}
	}
	if len(known) == 1 && opens == 0 {
		return x.witness(r, p, known[0])
	}
	if len(known) > 0 {
		return x.waitBeside(r, p, candidates, known)
	}
	if len(candidates) == 1 {
		// Of several accounts nobody said which it came to: a person does.
		if len(payees) == 1 && x.amountAlone(r, candidates[0]) {
			return x.give(r, p, candidates[0])
		}
	}
	return x.wait(r, p, candidates)
}

// wait stores money for a person to decide about.
func (x *txn) wait(r Report, p Payment, candidates []Order) (Outcome, error) {
	shop := x.shop
	p.State, p.PaidAt = Unmatched, p.moment()
	if p.PaidAt.After(p.Received.Add(matchBefore)) {
		p.PaidAt = p.Received
	}
	p.Day = shop.calendar().Day(p.PaidAt)
	result := ResultUnmatched
	if len(candidates) > 0 {
		p.State, result = Ambiguous, ResultAmbiguous
		for _, o := range candidates {
			p.Candidates = append(p.Candidates, o.ID)
		}
	}
	out := Outcome{Payment: p.ID}
	if len(candidates) == 1 {
		result, out.Order = ResultSuggested, candidates[0].ID
	}
	out.Result = result
	return out, x.record(p.Actor, &paymentReported{Payment: p, Seen: r.known()})
}

// waitBeside keeps a report that may be a witness of known money or an order's
// own: a person says which.
func (x *txn) waitBeside(r Report, p Payment, candidates []Order, known []Payment) (Outcome, error) {
	for _, k := range known {
		if k.Order.IsZero() {
			continue
		}
		o, err := x.orderBy(k.Order)
		if err != nil {
			return Outcome{}, err
		}
		if !holds(candidates, o.ID) {
			candidates = append(candidates, o)
		}
	}
	p.MaybeWitness = true
	return x.wait(r, p, candidates)
}

func holds(orders []Order, id ID) bool {
	for _, o := range orders {
		if o.ID == id {
			return true
		}
	}
	return false
}

// amountAlone says whether money that names no order may settle this one by
// itself: never beside another till, beside a sticker only with a unique amount,
// and as far as its source is trusted.
func (x *txn) amountAlone(r Report, o Order) bool {
	code, ok := x.shop.code(o.QRIS)
	return ok && !code.SecondTill && (!code.Sticker || o.Unique()) && x.shop.trusts(r, o)
}

// candidates finds the orders this money may belong to: open or cancelled, this
// payee, the same payable amount, their code on a screen at the payment's time.
func (x *txn) candidates(p Payment, payee string) (found []Order, err error) {
	at := p.moment()
	shown, err := x.shownSince(payee, p.Amount, at.Add(-matchAfter))
	for _, o := range shown {
		if (o.open() || o.State == Cancelled) && o.wants(p.Amount) && o.onScreen(at) {
			found = append(found, o)
		}
	}
	return found, err
}

// shownSince finds the orders one of whose codes asked for an amount and that
// were on a screen at since or later.
func (v view) shownSince(payee string, amount Rupiah, since time.Time) (orders []Order, err error) {
	prefix := indexKey(byAmount, rupiahKey(amount), []byte{byAsked}, payeeKey(payee))
	from := append(slices.Clone(prefix), millis(since)...)
	err = v.scan(bucketIndex, prefix, from, func(key, _ []byte) (bool, error) {
		o, err := v.orderBy(lastID(key))
		orders = append(orders, o)
		return true, err
	})
	return orders, err
}

// wants tells whether money of this amount may be meant for the order: as long
// as nothing came by QRIS what any of its codes asked for, then only the rest.
func (o Order) wants(amount Rupiah) bool {
	return o.Received == 0 || amount == o.Payable && amount == o.Owed()
}

// onScreen tells whether money of the moment at may have come from this code.
func (o Order) onScreen(at time.Time) bool {
	return !at.Before(o.FirstShown.Add(-matchBefore)) && !at.After(o.LastShown.Add(matchAfter))
}

// fitting finds money the till knows that the report may be a further word for.
func (x *txn) fitting(p Payment, payee string) (found []Payment, err error) {
	at := p.moment()
	prefix := indexKey(byMoney, payeeKey(payee), rupiahKey(p.Amount))
	from := append(slices.Clone(prefix), millis(at.Add(-witnessRange))...)
	end := append(slices.Clone(prefix), millis(at.Add(witnessRange+time.Millisecond))...)
	err = x.scan(bucketIndex, prefix, from, func(key, _ []byte) (bool, error) {
		if string(key) > string(end) {
			return false, nil
		}
		known, err := x.paymentBy(lastID(key))
		if err == nil && known.fits(p) {
			found = append(found, known)
		}
		return true, err
	})
	return found, err
}
