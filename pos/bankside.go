package pos

import (
	"context"
	"time"

	"github.com/oklog/ulid/v2"
)

const (
	bankPage    = 500 // payments read in one transaction
	lackingMost = 200 // payments named in a journal entry
	reportedFar = 7 * 24 * time.Hour
)

// bankMoney reads the QRIS money that was paid from one moment to another, in
// short transactions, so that selling never waits for it.
func (t *Till) bankMoney(ctx context.Context, c *comparison, from, to time.Time) error {
	shop := t.shop.Load()
	next := indexKey(byPaid, millis(from))
	end := indexKey(byPaid, millis(to))
	for next != nil {
		err := t.read(ctx, func(v view) error {
			start, count := next, 0
			next = nil
			return v.scan(bucketIndex, []byte{byPaid}, start, func(key, _ []byte) (bool, error) {
				if string(key) >= string(end) {
					return false, nil
				}
				if count == bankPage {
					next = append([]byte(nil), key...)
					return false, nil
				}
				count++
				return true, c.take(v, shop, lastID(key))
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// take adds a payment to the till's side, when the acquirer collects it.
func (c *comparison) take(v view, shop *shopState, id ID) error {
	p, err := v.paymentBy(id)
	if err != nil || !shop.collects(c.rule, p.Payee) {
		return err
	}
	o := Order{}
	if !p.Order.IsZero() {
		if o, err = v.orderBy(p.Order); err != nil {
			return err
		}
	}
	m := c.bankMoney(p, o)
	switch p.State {
	case Voided, NotOurs:
		c.gone = append(c.gone, m)
	default:
		c.money = append(c.money, m)
	}
	return nil
}

// bankMoney is a payment as the comparison sees it.
func (c *comparison) bankMoney(p Payment, o Order) bankMoney {
	m := bankMoney{
		BankPayment: BankPayment{Payment: p.ID, Order: o.Number, Amount: p.Amount, PaidAt: p.PaidAt, State: p.State,
			Evidence: p.Evidence, Cashier: o.Actor, SeenAt: p.SeenAt, RRN: p.RRN},
		net: p.Amount - c.rule.MDR(p.PaidAt, p.Amount), source: p.Source, digits: p.LastDigits,
		optional: p.State == Ambiguous || p.State == Unmatched,
	}
	switch {
	case p.AttachedBy != "":
		m.Cashier = p.AttachedBy
	case m.byHand():
		m.Cashier = p.Actor
	}
	m.from, m.to = p.bookedWithin(o)
	m.names = p.bankNames(o)
	return m
}

// bookedWithin is the time in which a bank may have booked a payment: around
// when a machine said it was paid; for a person's word, which comes later than
// the money, since the code was first shown.
func (p Payment) bookedWithin(o Order) (from, to time.Time) {
	from, to = p.PaidAt, p.PaidAt
	if !p.Reported.IsZero() && p.Reported.Sub(p.Received).Abs() < reportedFar {
		from, to = earlier(from, p.Reported), later(to, p.Reported)
	}
	if (p.Reported.IsZero() || !p.Evidence.Machine()) && !o.FirstShown.IsZero() {
		from = earlier(from, o.FirstShown)
	}
	for _, w := range p.Witnesses {
		if w.PaidAt.Sub(p.Received).Abs() < reportedFar {
			from, to = earlier(from, w.PaidAt), later(to, w.PaidAt)
		}
	}
	return from.Add(-bankSlack), to.Add(bankSlack)
}

// bankNames are the names a payment may have in a bank's list.
func (p Payment) bankNames(o Order) (names []string) {
	add := func(kind, name string) {
		if name = plainReference(name); name != "" {
			names = append(names, kind+" "+name)
		}
	}
	add("rrn", p.RRN)
	add("id", p.PaymentID)
	for _, w := range p.Witnesses {
		add("id", w.PaymentID)
	}
	if !p.Order.IsZero() && len(o.Payments) == 1 {
		add("ref", o.Number)
		add("ref", ulid.ULID(o.ID).String())
		add("ref", o.ExternalID)
	}
	return names
}

// compareSum compares one number with what should have arrived. An acquirer may
// round each of its shares by a rupiah.
func (c *comparison) compareSum(sum Rupiah) error {
	today := Day(c.now.In(c.rule.location()).Format(time.DateOnly))
	shares := Rupiah(0)
	for _, p := range c.result.Payouts {
		if p.Arrives > today {
			return ErrBankEarly
		}
		if p.MDR > 0 {
			shares += Rupiah(p.Gross.Count)
		}
	}
	if sum < 0 || sum > limitMost {
		return ErrAmount
	}
	c.result.Match.Stated = &sum
	c.result.Match.Agrees = (sum - c.result.Match.Net).abs() <= shares
	return nil
}

// compareList reads an acquirer's list and fills the four lists. It gives the
// columns when they are others than the last time.
func (c *comparison) compareList(w BankWish) (fresh *Columns, err error) {
	columns := c.rule.Columns
	if w.Columns != nil && (columns == nil || *columns != *w.Columns) {
		columns, fresh = w.Columns, w.Columns
	}
	if columns == nil {
		return nil, ErrStatementColumns
	}
	start, end := c.span()
	if c.now.Before(end) {
		return nil, ErrBankEarly
	}
	statement, err := ReadStatement(w.List, *columns, c.rule.location())
	if err != nil {
		return nil, err
	}
	l := &listing{listMatch: &listMatch{rule: c.rule, money: c.money, rows: statement.Rows}, start: start, end: end, gone: c.gone}
	l.match()
	l.list(c.days)
	if l.foreign() {
		return nil, ErrStatementForeign
	}
	l.out.Skipped = statement.Skipped
	c.result.Lists = &l.out
	c.sumLists(statement.Hash)
	return fresh, nil
}

// foreign tells whether the list has nothing of this till although both have
// much: it is of another shop, of other days, or its columns are others.
func (l *listing) foreign() bool {
	const much = 5
	found := l.out.Matched.Count + len(l.out.Differing)
	return found == 0 && len(l.rows) >= much && len(l.money) >= much
}

// sumLists counts the lists for the journal.
func (c *comparison) sumLists(hash string) {
	match, lists := &c.result.Match, c.result.Lists
	match.List, match.Matched, match.Agrees = hash, lists.Matched, lists.clean()
	for _, s := range lists.Strays {
		match.Strays.add(s.Count, s.Among[0].Amount()*Rupiah(s.Count))
	}
	for _, l := range lists.Lacking {
		sum := l.Among[0].Amount * Rupiah(l.Count)
		match.Lacking.add(l.Count, sum)
		if l.Among[len(l.Among)-1].byHand() { // by hand come first: all of them are
			match.ByHand.add(l.Count, sum)
		}
	}
	for _, b := range lists.Lost {
		match.Lost.add(1, b.Money.Sum)
	}
	for _, d := range lists.Differing {
		match.Differing.add(1, d.Is-d.Want)
	}
}

// lackingIDs are the payments of which the bank's list lacks some.
func (c *comparison) lackingIDs() (ids []ID) {
	if c.result.Lists == nil {
		return nil
	}
	for _, l := range c.result.Lists.Lacking {
		for _, p := range l.Among {
			if len(ids) < lackingMost {
				ids = append(ids, p.Payment)
			}
		}
	}
	return ids
}
