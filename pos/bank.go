package pos

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"laci/qris"
)

// Settlements are the rules by which acquirers pay out; with none stored, the
// one of a shop that has said nothing.
func (t *Till) Settlements() []Settlement {
	shop := t.shop.Load()
	if len(shop.Settlements) == 0 {
		return []Settlement{shop.settlementFresh()}
	}
	return slices.Clone(shop.Settlements)
}

// Settlement gives the rule of an acquirer, "" for the only one: ErrAcquirer
// when there are several, ErrNotFound when there is none of the name.
func (t *Till) Settlement(acquirer string) (Settlement, error) {
	rules := t.Settlements()
	for _, rule := range rules {
		if rule.Acquirer == acquirer || acquirer == "" && len(rules) == 1 {
			return rule, nil
		}
	}
	if acquirer == "" {
		names := make([]string, len(rules))
		for i, rule := range rules {
			names[i] = rule.Acquirer
		}
		return Settlement{}, fmt.Errorf("%w: %s", ErrAcquirer, strings.Join(names, ", "))
	}
	return Settlement{}, fmt.Errorf("acquirer %q: %w", acquirer, ErrNotFound)
}

// SetSettlement stores an acquirer's rule, with the owner's PIN.
func (t *Till) SetSettlement(ctx context.Context, rule Settlement, pin, actor string) error {
	rule.Columns = nil // learned from a list that was read
	if err := rule.check(); err != nil {
		return err
	}
	if _, err := t.Approve(ctx, MaySettings, "", pin); err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error { return x.record(actor, &settlementChanged{Settlement: rule}) })
}

// DropSettlement takes an acquirer's rule away, with the owner's PIN. Money that
// was compared by it stays compared.
func (t *Till) DropSettlement(ctx context.Context, acquirer, pin, actor string) error {
	if _, err := t.Approve(ctx, MaySettings, "", pin); err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error {
		known := x.shop.settlement(acquirer)
		if known == nil {
			return fmt.Errorf("acquirer %q: %w", acquirer, ErrNotFound)
		}
		return x.record(actor, &settlementChanged{Settlement: *known, Dropped: true})
	})
}

func (s *shopState) settlement(acquirer string) *Settlement {
	for i := range s.Settlements {
		if s.Settlements[i].Acquirer == acquirer {
			return &s.Settlements[i]
		}
	}
	return nil
}

// settlementFresh is the rule before anybody gave one, with the criteria that
// the pinned code says.
func (s *shopState) settlementFresh() Settlement {
	criteria := ""
	if code, ok := s.public().Pinned(); ok {
		if payload, err := qris.Parse(code.Text); err == nil {
			criteria = payload.Merchant().Criteria
		}
	}
	return settlementDefault(criteria)
}

// collects tells whether a payee's money is paid out by the rule.
func (s *shopState) collects(rule Settlement, payee string) bool {
	if len(rule.Payees) > 0 {
		return slices.Contains(rule.Payees, payee)
	}
	return !slices.ContainsFunc(s.Settlements, func(other Settlement) bool { return slices.Contains(other.Payees, payee) })
}

// BankWish says what to compare with the bank: the money of the batches that
// close on the days from one to another, by the acquirer's calendar.
type BankWish struct {
	Acquirer string // "" is the only one
	From, To Day    // at most 92 days
	Actor    string

	Sum     *Rupiah   // what arrived, as somebody read it off
	List    io.Reader // or the acquirer's list, CSV or XLSX
	Columns *Columns  // where the list keeps what; nil is as the last time
}

// BankComparison is the till's money beside the bank's.
type BankComparison struct {
	Acquirer string     `json:"acquirer"`
	Zone     string     `json:"zone"` // the acquirer's clock
	Match    BankMatch  `json:"match"`
	Payouts  []Payout   `json:"payouts"` // what should arrive when; whole, so it may hold money of other days
	Waiting  Tally      `json:"waiting"` // QRIS money of these days that waits for a person and is not expected
	Lists    *BankLists `json:"lists,omitempty"`
}

const (
	compareMost = 92             // days
	bankReach   = 24 * time.Hour // money of neighbouring days is looked at too: a bank may have booked it within
)

// Payouts says what should arrive when of the money of some days.
func (t *Till) Payouts(ctx context.Context, acquirer string, from, to Day) ([]Payout, error) {
	c, err := t.bankSide(ctx, BankWish{Acquirer: acquirer, From: from, To: to})
	if err != nil {
		return nil, err
	}
	return c.result.Payouts, nil
}

// CompareBank lays the till's money of some days beside what the bank says and
// journals how far they agree. Nothing that was paid is undone by it. Money that
// is not collected or paid out yet is ErrBankEarly; a list that has nothing of
// this till is ErrStatementForeign and leaves no trace.
func (t *Till) CompareBank(ctx context.Context, w BankWish) (BankComparison, error) {
	if (w.Sum == nil) == (w.List == nil) {
		return BankComparison{}, ErrStatement
	}
	c, err := t.bankSide(ctx, w)
	if err != nil {
		return BankComparison{}, err
	}
	f := &bankCompared{Acquirer: c.rule.Acquirer}
	if w.Sum != nil {
		err = c.compareSum(*w.Sum)
	} else {
		f.Columns, err = c.compareList(w)
	}
	if err != nil {
		return BankComparison{}, err
	}
	f.Match, f.Payments = c.result.Match, c.lackingIDs()
	err = t.decide(ctx, func(x *txn) error {
		c.result.Match.At, c.result.Match.Actor = x.now, w.Actor
		return x.record(w.Actor, f)
	})
	return c.result, err
}

// comparison is a comparison in the making.
type comparison struct {
	rule   Settlement
	now    time.Time
	days   []Day
	money  []bankMoney // expected or waiting
	gone   []bankMoney // taken back or disowned
	result BankComparison
}

// bankSide gathers the till's side: the money of the days, and the payouts that
// hold it.
func (t *Till) bankSide(ctx context.Context, w BankWish) (*comparison, error) {
	if !w.From.valid() || !w.To.valid() || w.To < w.From || w.From.Plus(compareMost) <= w.To {
		return nil, ErrSpan
	}
	rule, err := t.Settlement(w.Acquirer)
	if err != nil {
		return nil, err
	}
	c := &comparison{rule: rule, now: t.now(), result: BankComparison{Acquirer: rule.Acquirer, Zone: rule.Zone}}
	for day := w.From; day <= w.To; day = day.Plus(1) {
		c.days = append(c.days, day)
	}
	c.result.Payouts = rule.payouts(w.From, w.To)
	c.result.Match.From, c.result.Match.To = w.From, w.To
	from, to := c.span()
	for _, p := range c.result.Payouts {
		first, _ := rule.window(p.First, p.Batch)
		from, to = earlier(from, first), later(to, p.To)
	}
	if err := t.bankMoney(ctx, c, from.Add(-bankReach), to.Add(bankReach)); err != nil {
		return nil, err
	}
	c.addUp()
	return c, nil
}

// span is the time in which the batches of the days collect.
func (c *comparison) span() (from, to time.Time) {
	from, _ = c.rule.window(c.days[0], 0)
	_, to = c.rule.window(c.days[len(c.days)-1], len(c.rule.Batches)-1)
	return from, to
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// addUp sums what is expected, by payout and in all.
func (c *comparison) addUp() {
	start, end := c.span()
	for _, m := range c.money {
		within := !m.PaidAt.Before(start) && m.PaidAt.Before(end)
		switch {
		case m.optional && within:
			c.result.Waiting.add(1, m.Amount)
		case m.optional:
		default:
			c.addTo(m)
			if within {
				c.result.Match.Expected.add(1, m.Amount)
			}
		}
	}
	for i := range c.result.Payouts {
		p := &c.result.Payouts[i]
		if p.Gross.Count > 0 {
			p.Fee = c.rule.PayoutFee
		}
		p.Net = p.Gross.Sum - p.MDR - p.Fee
		c.result.Match.Net += p.Net
	}
}

// addTo adds a payment to the payout that holds it.
func (c *comparison) addTo(m bankMoney) {
	day, batch := c.rule.batchOf(m.PaidAt)
	for i := range c.result.Payouts {
		p := &c.result.Payouts[i]
		if p.Batch == batch && p.First <= day && day <= p.Last {
			p.Gross.add(1, m.Amount)
			p.MDR += m.Amount - m.net
		}
	}
}
