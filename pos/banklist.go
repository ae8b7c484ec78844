package pos

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// BankPayment is a payment of the till as it is laid beside a bank's list.
type BankPayment struct {
	Payment  ID           `json:"payment"`
	Order    string       `json:"order,omitempty"` // number
	Amount   Rupiah       `json:"amount"`
	PaidAt   time.Time    `json:"paid_at"`
	State    PaymentState `json:"state"`
	Evidence Evidence     `json:"evidence"`
	Cashier  string       `json:"cashier"` // who confirmed it, or for a machine's word who charged
	SeenAt   string       `json:"seen_at,omitempty"`
	RRN      string       `json:"rrn,omitempty"`
}

// byHand tells whether nothing but a person's word stands behind the payment.
func (p BankPayment) byHand() bool { return !p.Evidence.Machine() }

// bankMoney is a payment with what the comparison needs of it: the time in which
// the bank may have booked it and the names it may have there.
type bankMoney struct {
	BankPayment
	from, to time.Time
	net      Rupiah
	source   string
	digits   string // the last of its reference, as a cashier read them
	names    []string
	optional bool // waits for a person: may be at the bank, need not
}

// bankSlack is how far the clocks of a till and a bank, and a notification that
// came late, may be apart.
const bankSlack = 10 * time.Minute

// listMatch lays a list beside the till's money.
type listMatch struct {
	rule  Settlement
	money []bankMoney
	rows  []BankRow
	pairs *pairs
	named map[string]bool // sources whose reference numbers are the bank's
}

// match gives every payment the row that tells of it: first by name, then by the
// digits a cashier read, then by amount and time, as many as possible.
func (m *listMatch) match() {
	m.pairs = newPairs(len(m.money), len(m.rows))
	m.named = map[string]bool{}
	m.byName()
	m.connect()
	m.byDigits()
	for _, optional := range []bool{false, true} {
		for i := range m.money {
			if m.money[i].optional == optional && m.pairs.left[i] < 0 {
				m.pairs.place(i, map[int]bool{})
			}
		}
	}
}

// byName pairs what has the same name at the bank and in the till, whatever the
// amounts say.
func (m *listMatch) byName() {
	known := map[string]int{}
	for i, money := range m.money {
		for _, name := range money.names {
			if at, taken := known[name]; taken && at != i {
				known[name] = -1 // two payments of one name: it says nothing
				continue
			}
			known[name] = i
		}
	}
	for j, row := range m.rows {
		for _, name := range []string{"rrn " + plainReference(row.RRN), "id " + plainReference(row.ID), "ref " + plainReference(row.Ref)} {
			i, found := known[name]
			if !found || i < 0 || strings.HasSuffix(name, " ") || m.pairs.left[i] >= 0 || m.pairs.right[j] >= 0 {
				continue
			}
			m.pairs.give(i, j)
			if strings.HasPrefix(name, "rrn ") {
				m.named[m.money[i].source] = true
			}
		}
	}
}

// plainReference is what is left of a reference number that a spreadsheet took
// for a number.
func plainReference(text string) string { return strings.TrimLeft(title(text), "0") }

// connect notes which of the rest may belong together: the same amount, at a
// time that fits, and no names that say otherwise.
func (m *listMatch) connect() {
	gross, net := map[Rupiah][]int{}, map[Rupiah][]int{}
	for j, row := range m.rows {
		if m.pairs.right[j] >= 0 {
			continue
		}
		if row.Gross != 0 {
			gross[row.Gross] = append(gross[row.Gross], j)
		} else {
			net[row.Net] = append(net[row.Net], j)
		}
	}
	for i, money := range m.money {
		if m.pairs.left[i] >= 0 {
			continue
		}
		candidates := slices.Concat(gross[money.Amount], net[money.net], net[money.net-1], net[money.net+1])
		candidates = slices.DeleteFunc(candidates, func(j int) bool { return !m.may(money, m.rows[j]) })
		slices.SortStableFunc(candidates, func(a, b int) int {
			return cmp.Compare(m.rows[a].At.Sub(money.PaidAt).Abs(), m.rows[b].At.Sub(money.PaidAt).Abs())
		})
		for _, j := range candidates {
			m.pairs.allow(i, j)
		}
	}
}

// may tells whether a row may tell of a payment of its amount.
func (m *listMatch) may(money bankMoney, row BankRow) bool {
	if m.named[money.source] && money.RRN != "" && row.RRN != "" {
		return false // their names are of one kind and differ
	}
	return !row.At.After(money.to) && !row.Until.Before(money.from)
}

// byDigits pairs payments by hand with the one row whose reference ends in the
// digits the cashier read.
func (m *listMatch) byDigits() {
	for i, money := range m.money {
		if money.digits == "" || m.pairs.left[i] >= 0 {
			continue
		}
		found := -1
		for _, j := range m.pairs.may[i] {
			row := m.rows[j]
			if m.pairs.right[j] >= 0 || !strings.HasSuffix(row.RRN, money.digits) && !strings.HasSuffix(row.ID, money.digits) {
				continue
			}
			if found >= 0 {
				found = -2 // several
				break
			}
			found = j
		}
		if found >= 0 {
			m.pairs.give(i, found)
		}
	}
}

// nearby gives the one row without an amount paid by the customer that could be
// this payment less a share other than the rule's: at its time, at most three
// percent less.
func (m *listMatch) nearby(i int) int {
	money, found := m.money[i], -1
	for j, row := range m.rows {
		if row.Gross != 0 || m.pairs.right[j] >= 0 || !m.may(money, row) || row.Net > money.Amount || row.Net < money.Amount*97/100 {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = j
	}
	return found
}
