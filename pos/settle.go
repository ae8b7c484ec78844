package pos

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/oklog/ulid/v2"
)

// Settle takes a report of money and decides in one transaction what it means:
// known already, a witness of known money, an order's money, a suggestion for a
// person, or money whose order is not known. Whatever comes twice is harmless.
func (t *Till) Settle(ctx context.Context, r Report) (Outcome, error) {
	var out Outcome
	err := t.decide(ctx, func(x *txn) (err error) {
		out, err = x.settle(r)
		return err
	})
	if err == nil {
		t.heard.Store(r.Source, t.now())
		if out.Result == ResultUnread {
			t.unread.Store(r.Source, Unread{App: cleanText(r.App, textMost), At: t.now()})
		}
	}
	return out, err
}

func (x *txn) settle(r Report) (Outcome, error) {
	shop := x.shop
	if shop.silenced(r.Source) {
		return Outcome{}, ErrSource
	}
	if !shop.readFor(&r) {
		return Outcome{Result: ResultUnread}, nil
	}
	if err := r.check(); err != nil {
		return Outcome{}, err
	}
	if g := shop.gateway(r.Source); g != nil {
		r.Evidence = g.cap(r.Evidence)
	}
	if shop.Practice {
		r.Evidence = PracticeMoney // whoever says so: a practice till holds no other money
	} else if r.Evidence == PracticeMoney {
		return Outcome{}, ErrLive
	}
	if p, found, err := x.seen(r); err != nil || found {
		return Outcome{Result: ResultSeen, Order: p.Order, Payment: p.ID}, err
	}
	r.Payee = cleanText(r.Payee, nameMost)
	p := r.payment(x.newID(), cmp.Or(r.Payee, shop.payee()), x.now)
	known, found, err := x.byRRN(r, p)
	if err != nil {
		return Outcome{}, err
	}
	if found {
		return x.witnessNamed(r, p, known)
	}
	if r.OrderRef != "" {
		return x.settleNamed(r, p)
	}
	return x.settleByAmount(r, p)
}

// witnessNamed takes a further word for money known by its RRN. When nobody has
// given that money to an order yet and the word names one, the name decides: it
// is a word for what the order has, or the order gets the money.
func (x *txn) witnessNamed(r Report, p, known Payment) (Outcome, error) {
	if r.OrderRef == "" || r.suggests || known.State == Matched || known.State == Returned {
		return x.witness(r, p, known)
	}
	o, found, err := x.namedOrSold(r.OrderRef, known)
	if err != nil {
		return Outcome{}, err
	}
	if !found {
		return x.witness(r, p, known)
	}
	had, found, err := x.witnessed(o, p)
	if err != nil {
		return Outcome{}, err
	}
	if found {
		return x.witness(r, p, had)
	}
	if _, err := x.witness(r, p, known); err != nil {
		return Outcome{}, err
	}
	if known, err = x.paymentBy(known.ID); err != nil {
		return Outcome{}, err
	}
	return Outcome{Result: ResultSettled, Order: o.ID, Payment: known.ID}, x.attach(known, o, p.Actor, "")
}

// seen finds the payment a repeated report told of before.
func (v view) seen(r Report) (p Payment, found bool, err error) {
	for _, identity := range r.identities() {
		id, found, err := v.idAt(indexKey(bySeen, []byte(identity)))
		if err != nil {
			return p, false, err
		}
		if found {
			p, err = v.moneyBy(id)
			return p, true, err
		}
	}
	return p, false, nil
}

// moneyBy reads the payment an id stands for: of a report that was merged, the
// payment it was merged into.
func (v view) moneyBy(id ID) (Payment, error) {
	p, err := v.paymentBy(id)
	for err == nil && p.State == Witnessed {
		p, err = v.paymentBy(p.WitnessOf)
	}
	return p, err
}

// byRRN finds money with the same RRN that another source told of: the same
// payment, whatever the times say.
func (x *txn) byRRN(r Report, p Payment) (known Payment, found bool, err error) {
	if r.RRN == "" {
		return known, false, nil
	}
	id, found, err := x.idAt(indexKey(bySeen, []byte(rrnKey(r.RRN))))
	if err != nil || !found {
		return known, false, err
	}
	known, err = x.moneyBy(id)
	return known, err == nil && known.Amount == p.Amount && !known.witnessedBy(r.Source), err
}

// settleNamed settles a report that names its order.
func (x *txn) settleNamed(r Report, p Payment) (Outcome, error) {
	o, found, err := x.named(r.OrderRef)
	if err != nil {
		return Outcome{}, err
	}
	if !found {
		if s, found, err := x.staticNamed(r.OrderRef); err != nil || found && !r.suggests {
			if err != nil {
				return Outcome{}, err
			}
			return x.settleStatic(r, p, s)
		}
		p.OrderRef = cleanText(r.OrderRef, textMost)
		return x.wait(r, p, nil)
	}
	p.Payee = o.payee()
	if known, found, err := x.witnessed(o, p); err != nil || found {
		if err != nil {
			return Outcome{}, err
		}
		return x.witness(r, p, known)
	}
	if r.suggests {
		return x.wait(r, p, []Order{o})
	}
	return x.give(r, p, o)
}

// named finds the order a report names, by id or number.
func (v view) named(ref string) (o Order, found bool, err error) {
	id, err := ulid.ParseStrict(ref)
	if err != nil {
		id, found, err = v.idAt(indexKey(byNumber, []byte(ref)))
		if err != nil || !found {
			return o, false, err
		}
	}
	o, err = v.orderBy(id)
	if errors.Is(err, ErrNotFound) {
		return o, false, nil
	}
	return o, err == nil, err
}

// witnessed finds a payment of the order that this report may be a further word
// for: told by another source, not yet witnessed by this one, at most ten
// minutes apart. Cash is never witnessed.
func (x *txn) witnessed(o Order, p Payment) (known Payment, found bool, err error) {
	for _, id := range o.Payments {
		known, err := x.paymentBy(id)
		if err != nil {
			return known, false, err
		}
		if known.fits(p) {
			return known, true, nil
		}
	}
	return known, false, nil
}

// fits tells whether the report p may be a witness of the known payment.
func (known Payment) fits(p Payment) bool {
	apart := known.moment().Sub(p.moment()).Abs()
	return known.Amount == p.Amount && known.Evidence != CashTaken && known.ID != p.ID &&
		!known.witnessedBy(p.Source) && apart <= witnessRange &&
		!slices.ContainsFunc(p.Witnesses, func(w Witness) bool { return known.witnessedBy(w.Source) })
}

// moment is the time a payment is compared by: as reported, else as received.
func (p Payment) moment() time.Time {
	if p.Reported.IsZero() {
		return p.Received
	}
	return p.Reported
}

// witnessedBy tells whether the source has told of this payment already.
func (p Payment) witnessedBy(source string) bool {
	return p.Source == source || slices.ContainsFunc(p.Witnesses, func(w Witness) bool { return w.Source == source })
}

// witness records the report as a further word for a known payment.
func (x *txn) witness(r Report, p, known Payment) (Outcome, error) {
	err := x.record(p.Actor, &paymentWitnessed{Payment: known.ID, Order: known.Order,
		Witness: Witness{Source: p.Source, PaymentID: p.PaymentID, Evidence: p.Evidence, PaidAt: p.moment()},
		RRN:     p.RRN, Issuer: p.Issuer, Payer: p.Payer, Seen: r.known()})
	return Outcome{Result: ResultWitnessed, Order: known.Order, Payment: known.ID}, err
}

// known are all identities to remember for a report, its RRN among them.
func (r Report) known() []string {
	seen := r.identities()
	if r.RRN != "" {
		seen = append(seen, rrnKey(r.RRN))
	}
	return seen
}

// give settles the payment to the order.
func (x *txn) give(r Report, p Payment, o Order) (Outcome, error) {
	if err := x.accept(&p, o); err != nil {
		return Outcome{}, err
	}
	probe := o
	probe.Flags, probe.Payments = slices.Clone(o.Flags), slices.Clone(o.Payments)
	if err := probe.receive(p); err != nil {
		return Outcome{}, err
	}
	if err := x.record(p.Actor, &paymentSettled{Payment: p, Seen: r.known(), wish: r.wish}); err != nil {
		return Outcome{}, err
	}
	return Outcome{Result: ResultSettled, Order: o.ID, Payment: p.ID}, x.dropReplacement(o)
}

// dropReplacement gives up the unpaid order that took the place of one that was
// paid after all. A dearer one stays: its money is still to come.
func (x *txn) dropReplacement(o Order) error {
	if o.ReplacedBy.IsZero() || o.State != Cancelled {
		return nil
	}
	if now, err := x.orderBy(o.ID); err != nil || now.State != Paid {
		return err // a wrong amount pays for nothing
	}
	next, err := x.orderBy(o.ReplacedBy)
	if err != nil || next.Kept() > 0 || next.Total() > o.Total() {
		return err
	}
	switch next.State {
	case Placed, Pending, Awaiting, Expired:
		return x.record("till", &orderCancelled{ID: next.ID, Reason: ReasonReplacedPaid})
	}
	return nil
}

// accept fixes whose money it is and when it counts: a reported time is
// accepted from two minutes before the code was shown to two minutes after the
// report came; else the time the report came counts and the payment is flagged.
func (x *txn) accept(p *Payment, o Order) error {
	p.State, p.Order, p.Candidates, p.Payee = Matched, o.ID, nil, o.payee()
	shop := x.shop
	p.PaidAt = p.Received
	if !p.Reported.IsZero() {
		if !p.Reported.Before(o.FirstShown.Add(-matchBefore)) && !p.Reported.After(p.Received.Add(matchBefore)) {
			p.PaidAt = p.Reported
		} else if !slices.Contains(p.Flags, FlagTimeDoubt) {
			p.Flags = append(slices.Clone(p.Flags), FlagTimeDoubt)
		}
	}
	p.Day = shop.calendar().Day(p.PaidAt)
	if p.PaidAt.Before(x.head.At) && p.PaidAt.Equal(x.now) {
		p.Day = x.head.Day // the clock stands behind: sell on in the last day
	}
	return nil
}
