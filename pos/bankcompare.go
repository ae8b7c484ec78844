package pos

import (
	"slices"
	"time"
)

// Lacking is money of the till that is not in the bank's list: Count of these
// payments, which is all of them unless the list cannot tell which.
type Lacking struct {
	Among []BankPayment `json:"among"`
	Count int           `json:"count"`
}

// Stray is money in the bank's list that the till does not know: Count of these
// rows. Known is a payment of the till that was taken back or disowned and that
// the row may be.
type Stray struct {
	Among []BankRow    `json:"among"`
	Count int          `json:"count"`
	Known *BankPayment `json:"known,omitempty"`
}

// Differing is a payment on both sides whose amounts differ.
type Differing struct {
	Payment BankPayment `json:"payment"`
	Row     BankRow     `json:"row"`
	What    string      `json:"what"` // amount, or mdr: what the acquirer kept
	Want    Rupiah      `json:"want"` // by the till, and by the rule
	Is      Rupiah      `json:"is"`   // in the list
}

// LostBatch is a batch of which the list has no row at all.
type LostBatch struct {
	Closes  time.Time `json:"closes"`
	Arrives Day       `json:"arrives"`
	Money   Tally     `json:"money"` // of the till
}

// BankLists are the four lists of a comparison.
type BankLists struct {
	Matched   Tally       `json:"matched"`
	Strays    []Stray     `json:"at_bank_only,omitempty"`
	Lacking   []Lacking   `json:"in_till_only,omitempty"` // by hand first
	Lost      []LostBatch `json:"lost_batches,omitempty"`
	Differing []Differing `json:"different,omitempty"`
	Edge      []Lacking   `json:"edge,omitempty"`       // may stand in the list of the day before or after
	RuleDoubt bool        `json:"rule_doubt,omitempty"` // most shares differ: the rule is wrong rather than the bank
	Rows      int         `json:"rows"`                 // payments in the list
	Outside   int         `json:"outside,omitempty"`    // of them, of other days
	Skipped   int         `json:"skipped,omitempty"`    // rows that are no payments
}

// clean tells whether the two sides agree.
func (l BankLists) clean() bool {
	return len(l.Strays)+len(l.Lacking)+len(l.Lost)+len(l.Differing) == 0
}

// listing makes the four lists for the time from start to end.
type listing struct {
	*listMatch
	start, end time.Time
	gone       []bankMoney // taken back or disowned
	lost       []span      // batches without a row
	out        BankLists
}

type span struct{ from, to time.Time }

// list fills the lists once everything was paired.
func (l *listing) list(days []Day) {
	l.out.Rows = len(l.rows)
	l.findLost(days)
	l.differ()
	l.lack()
	l.stray()
}

// differ counts what is on both sides and compares the amounts.
func (l *listing) differ() {
	for i := range l.money {
		if j := l.pairs.left[i]; j < 0 && !l.money[i].optional {
			if j = l.nearby(i); j >= 0 {
				l.pairs.give(i, j)
			}
		}
	}
	shares := 0
	for i, money := range l.money {
		j := l.pairs.left[i]
		if j < 0 || !l.inside(l.rows[j]) {
			continue
		}
		row := l.rows[j]
		l.out.Matched.add(1, money.Amount)
		fee := money.Amount - money.net
		switch is := row.Amount() - row.Net; {
		case row.Gross != 0 && row.Gross != money.Amount:
			l.add(Differing{money.BankPayment, row, "amount", money.Amount, row.Gross})
		case row.Gross == 0 && (row.Net-money.net).abs() > 1:
			l.add(Differing{money.BankPayment, row, "mdr", money.net, row.Net})
			shares++
		case row.HasFee && (is-fee).abs() > 1:
			l.add(Differing{money.BankPayment, row, "mdr", fee, is})
			shares++
		}
	}
	l.out.RuleDoubt = shares > 4 && shares*2 > l.out.Matched.Count
}

func (l *listing) add(d Differing) {
	l.out.Differing = append(l.out.Differing, d)
	l.out.Matched.add(-1, -d.Payment.Amount)
}

// abs is the amount without its sign.
func (r Rupiah) abs() Rupiah { return max(r, -r) }

// touches tells whether the payment of a row may have been in a span of time.
func (r BankRow) touches(from, to time.Time) bool {
	return r.At.Before(to) && (r.Until.After(from) || !r.At.Before(from))
}

// inside tells whether a row is of the days that are compared.
func (l *listing) inside(row BankRow) bool {
	return !row.At.Before(l.start) && !row.Until.After(l.end) && row.At.Before(l.end)
}

// findLost finds the batches of which the list has nothing although the till
// has: the bank forgot them, and no cashier is to blame for what is in them.
func (l *listing) findLost(days []Day) {
	for _, day := range days {
		for batch := range l.rule.Batches {
			from, to := l.rule.window(day, batch)
			money, machine := Tally{}, false
			for _, m := range l.money {
				if !m.optional && !m.PaidAt.Before(from) && m.PaidAt.Before(to) {
					money.add(1, m.Amount)
					machine = machine || !m.byHand()
				}
			}
			empty := !slices.ContainsFunc(l.rows, func(r BankRow) bool { return r.touches(from, to) })
			if empty && (money.Count > 2 || machine && money.Count > 0) {
				l.lost = append(l.lost, span{from, to})
				l.out.Lost = append(l.out.Lost, LostBatch{Closes: to, Arrives: l.rule.arrives(day, batch), Money: money})
			}
		}
	}
}

// excused tells whether a missing row needs no other cause: the payment may
// belong to a lost batch, waits for a person, or is of other days.
func (l *listing) excused(i int) bool {
	m := l.money[i]
	return m.optional || !m.to.After(l.start) || !m.from.Before(l.end) ||
		slices.ContainsFunc(l.lost, func(s span) bool { return m.from.Before(s.to) && !m.to.Before(s.from) })
}

// atEdge tells whether a payment may stand in the list of a neighbouring day.
func (l *listing) atEdge(i int) bool {
	return l.money[i].from.Before(l.start) || l.money[i].to.After(l.end)
}

// lack lists what is in the till and not at the bank. Where the list cannot tell
// which of several payments it is, all of them are named and none is blamed.
func (l *listing) lack() {
	for _, d := range l.pairs.loosePayments(l.excused) {
		if slices.ContainsFunc(d.among, l.atEdge) {
			l.out.Edge = append(l.out.Edge, l.lacking(d))
			continue
		}
		if len(d.among) > d.count {
			l.out.Lacking = append(l.out.Lacking, l.lacking(d))
			continue
		}
		for _, i := range d.among {
			l.out.Lacking = append(l.out.Lacking, l.lacking(doubt{[]int{i}, 1}))
		}
	}
	slices.SortStableFunc(l.out.Lacking, func(a, b Lacking) int { return byHandFirst(a.Among[0], b.Among[0]) })
}

// byHandFirst sorts payments that only a person vouches for to the front.
func byHandFirst(a, b BankPayment) int {
	if a.byHand() != b.byHand() {
		if a.byHand() {
			return -1
		}
		return 1
	}
	return a.PaidAt.Compare(b.PaidAt)
}

func (l *listing) lacking(d doubt) Lacking {
	out := Lacking{Count: d.count}
	for _, i := range d.among {
		out.Among = append(out.Among, l.money[i].BankPayment)
	}
	slices.SortFunc(out.Among, byHandFirst)
	return out
}

// stray lists what is at the bank and not in the till.
func (l *listing) stray() {
	for j := range l.rows {
		if !l.inside(l.rows[j]) {
			l.out.Outside++
		}
	}
	for _, d := range l.pairs.looseRows(func(j int) bool { return !l.inside(l.rows[j]) }) {
		s := Stray{Count: d.count}
		for _, j := range d.among {
			s.Among = append(s.Among, l.rows[j])
		}
		slices.SortFunc(s.Among, func(a, b BankRow) int { return a.Line - b.Line })
		s.Known = l.goneLike(s.Among)
		if len(s.Among) > s.Count {
			l.out.Strays = append(l.out.Strays, s)
			continue
		}
		for _, row := range s.Among {
			l.out.Strays = append(l.out.Strays, Stray{Among: []BankRow{row}, Count: 1, Known: s.Known})
		}
	}
	slices.SortStableFunc(l.out.Strays, func(a, b Stray) int { return a.Among[0].Line - b.Among[0].Line })
}

// goneLike finds a payment that was taken back or disowned and may be the row.
func (l *listing) goneLike(rows []BankRow) *BankPayment {
	for _, m := range l.gone {
		for _, row := range rows {
			same := row.Gross == m.Amount || row.Gross == 0 && (row.Net-m.net).abs() <= 1
			if same && l.may(m, row) {
				return &m.BankPayment
			}
		}
	}
	return nil
}
