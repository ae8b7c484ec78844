package pos

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// bankMonth is a shop that two cashiers sold in for some days, with every kind of
// trouble, and what its acquirer truly booked.
type bankMonth struct {
	*shop
	rand   *rand.Rand
	booked []booking
	rule   Settlement
	n      int
	lies   map[ID]bool // confirmations of money that never came
}

// booking is a payment as the acquirer's books have it.
type booking struct {
	at     time.Time
	amount Rupiah
	rrn    string
	fee    Rupiah
	fraud  string // sticker, mdr; "" is an honest payment
}

// bankedMonth sells: days times orders, from the first of November 2026 on.
func bankedMonth(t *testing.T, seed uint64, days, orders int) *bankMonth {
	m := &bankMonth{shop: openShop(t), rand: rand.New(rand.NewPCG(seed, 5)), lies: map[ID]bool{}}
	m.rule = Settlement{Acquirer: "bank", Batches: []Batch{{Closes: 15 * 60}, {Closes: dayMinutes, After: 1}}, Zone: "WIB", Criteria: "UKE"}
	m.clock.at = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC).Add(-time.Hour)
	require.NoError(t, m.Close())
	m.o.Dir = t.TempDir()
	m.open()
	require.NoError(t, m.SetUp(t.Context(), SetUp{QRIS: sticker(t), PIN: ownersPIN, TerminalName: "Kasir A", Zone: "WIB"}))
	require.NoError(t, m.SetSettlement(t.Context(), m.rule, ownersPIN, "owner"))
	for day := range days {
		opens := time.Date(2026, 11, 1+day, 5, 0, 0, 0, time.UTC) // 12:00 in the shop
		m.clock.at = opens
		for n := 0; n < orders && m.clock.at.Before(opens.Add(11*time.Hour)); n++ {
			m.sell()
			m.clock.add(time.Duration(20+m.rand.IntN(240)) * time.Second)
			require.NoError(t, m.Tick(t.Context()))
		}
	}
	m.clock.add(48 * time.Hour)
	return m
}

func (m *bankMonth) amount() Rupiah {
	if m.rand.IntN(3) > 0 {
		return []Rupiah{5_000, 8_000, 10_000, 12_000, 15_000, 18_000, 20_000, 25_000, 30_000, 35_000}[m.rand.IntN(10)]
	}
	return Rupiah(4_000 + 500*m.rand.IntN(200))
}

func (m *bankMonth) cashier() string { return []string{"sari", "budi"}[m.rand.IntN(2)] }

// book is the customer's money at the acquirer.
func (m *bankMonth) book(amount Rupiah) booking {
	m.n++
	b := booking{at: m.clock.now().Truncate(time.Second), amount: amount, rrn: fmt.Sprintf("%012d", 400_000_000_000+m.rand.Int64N(99_999_999)*1000+int64(m.n%1000))}
	b.fee = m.rule.MDR(b.at, amount)
	m.booked = append(m.booked, b)
	return b
}

// sell is one customer, of whatever kind.
func (m *bankMonth) sell() {
	t, ctx := m.t, m.t.Context()
	m.n++
	charge := Charge{Key: fmt.Sprint("m", m.n), Amount: m.amount(), Actor: m.cashier()}
	kind := m.rand.IntN(100)
	if kind < 8 {
		charge.Cash = charge.Amount
		if kind == 0 {
			charge.Cash = charge.Amount / 2
		}
	}
	o, err := m.Charge(ctx, charge)
	require.NoError(t, err)
	if o.State == Paid {
		return
	}
	m.clock.add(time.Duration(10+m.rand.IntN(50)) * time.Second)
	switch {
	case kind < 50:
		m.byGateway(o, m.book(o.Payable))
	case kind < 62:
		m.byPhone(o, m.book(o.Payable))
	case kind < 84:
		m.byHand(o, true)
	case kind < 87:
		_, err = m.Cancel(ctx, o.ID, "changed_mind", m.cashier())
	case kind < 89: // nobody pays
	case kind < 91: // late
		m.clock.add(9 * time.Minute)
		require.NoError(t, m.Tick(ctx))
		m.byGateway(o, m.book(o.Payable))
	case kind < 93: // twice
		m.byGateway(o, m.book(o.Payable))
		m.byGateway(o, m.book(o.Payable))
		_, err = m.Refund(ctx, o.ID, GiveBack{Amount: o.Payable, How: BackInCash, Why: "dua kali", PIN: ownersPIN, Actor: m.cashier()})
	case kind < 95: // short, the rest in cash
		m.byGateway(o, m.book(o.Payable/2))
		_, err = m.PayCash(ctx, o.ID, 0, m.cashier())
	case kind < 96: // too much
		m.byGateway(o, m.book(o.Payable+5_000))
		_, err = m.Keep(ctx, o.ID, m.cashier())
	case kind < 97: // the cashier erred and says so
		m.byHand(o, false)
		_, err = m.Void(ctx, m.order(o.ID).Payments[0], Approval{Actor: "owner", PIN: ownersPIN, Why: "salah lihat"})
		delete(m.lies, m.order(o.ID).ID)
	case kind < 98: // money nobody charged for, sent back
		b := m.book(m.amount() + 50)
		out := m.settle(Report{Source: "gerbang", Evidence: GatewayVerified, Amount: b.amount, RRN: b.rrn, PaidAt: b.at, OrderRef: "??"})
		_, err = m.Return(ctx, out.Payment, Approval{Actor: m.cashier(), PIN: ownersPIN, Why: "bukan pembeli"})
	case kind < 99: // a lie
		m.byHand(o, false)
	default:
		m.byHand(o, true)
	}
	require.NoError(t, err)
	if m.n%7 == 0 && !m.order(o.ID).PaidAt.IsZero() {
		for range 1 + m.n%3 {
			_, err = m.Printed(ctx, o.ID, m.cashier())
			require.NoError(t, err)
		}
	}
}

func (m *bankMonth) byGateway(o Order, b booking) {
	m.settle(Report{Source: "gerbang", Evidence: GatewayVerified, Amount: b.amount, RRN: b.rrn, PaymentID: "g" + b.rrn, PaidAt: b.at,
		OrderRef: o.Number, Issuer: "DOMPET"})
}

// byPhone is a notification: no reference, a little late, by amount alone where
// the order's name is unknown to it. What it leaves open the cashier attaches.
func (m *bankMonth) byPhone(o Order, b booking) {
	m.clock.add(time.Duration(m.rand.IntN(30)) * time.Second)
	out := m.settle(Report{Source: "hp1", Amount: b.amount, PaidAt: b.at.Add(2 * time.Second), RawText: "masuk " + b.rrn, Device: "hp"})
	if out.Result == ResultSuggested || out.Result == ResultAmbiguous {
		_, err := m.Attach(m.t.Context(), out.Payment, o.ID, m.cashier())
		require.NoError(m.t, err)
	}
}

// byHand is a cashier's word, true or not, with or without the digits of the
// reference; now and then a phone tells the same later.
func (m *bankMonth) byHand(o Order, true_ bool) {
	c := Confirmation{Actor: m.cashier(), SeenAt: "merchant_app"}
	if true_ {
		b := m.book(o.Payable)
		if m.rand.IntN(3) == 0 {
			c.LastDigits = b.rrn[8:]
		}
		m.clock.add(time.Duration(10+m.rand.IntN(60)) * time.Second)
		defer func() {
			if m.rand.IntN(5) == 0 {
				m.settle(Report{Source: "hp1", Amount: b.amount, PaidAt: b.at, OrderRef: o.Number, RawText: "ulang " + b.rrn})
			}
		}()
	}
	_, err := m.Confirm(m.t.Context(), o.ID, c)
	require.NoError(m.t, err)
	if !true_ {
		m.lies[o.ID] = true
	}
}
