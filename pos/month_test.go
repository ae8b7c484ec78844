package pos

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// month is a shop with two cashiers that sells for a month.
type month struct {
	*shop
	rng   *rand.Rand
	step  time.Duration // between two customers, on the average
	count int
	open  []Order   // shown and not paid, as far as the shop knows
	sold  []Order   // paid lately
	money []Payment // waiting lately
}

// Ensure that in a month of two cashiers with every kind of trouble each Z, each
// drawer, each cashier and each day is what the journal comes to when it is
// added up independently, and that all Zs with what came after them are all days.
func TestMonth(t *testing.T) {
	days, orders := 30, 300
	if testing.Short() {
		days, orders = 6, 60
	}
	s := openShop(t)
	s.staffed()
	settings := s.Shop().Settings
	settings.CutOff = 3
	require.NoError(t, s.Change(t.Context(), settings, ownersPIN, "owner"))
	m := &month{shop: s, rng: rand.New(rand.NewPCG(20261120, 5))}
	morning := time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC) // 08:00 in Jakarta
	for day := range days {
		m.sellDay(morning.AddDate(0, 0, day), orders)
	}
	_, err := s.CloseShift(t.Context(), CloseShift{Actor: "Sari"})
	m.may([]error{ErrShiftNone}, err)
	m.compare()
	s.verified()
}

// sellDay is one day: two shifts, or one, or none that anybody opened.
func (m *month) sellDay(morning time.Time, orders int) {
	m.step = 15 * time.Hour / time.Duration(orders) // until 23:00, some days past midnight
	if m.rng.IntN(4) == 0 {
		m.step = 17 * time.Hour / time.Duration(orders)
	}
	shifts := m.rng.IntN(3)
	m.clock.set(morning)
	for i := range orders {
		switch {
		case shifts > 0 && i == 0, shifts == 2 && i == orders/2:
			m.newShift()
		case i == orders/3:
			m.handOver()
		}
		m.one()
		m.clock.add(m.step/2 + time.Duration(m.rng.Int64N(int64(m.step))))
		m.may(nil, m.Tick(m.t.Context()))
	}
	if shifts > 0 {
		_, err := m.CloseShift(m.t.Context(), CloseShift{Actor: m.cashier(), Count: Count{100_000: m.rng.IntN(9), 2_000: m.rng.IntN(30)}})
		m.may([]error{ErrShiftNone}, err)
	}
}

func (m *month) newShift() {
	_, err := m.CloseShift(m.t.Context(), CloseShift{Actor: m.cashier()})
	m.may([]error{ErrShiftNone}, err)
	_, err = m.OpenShift(m.t.Context(), OpenShift{Float: Rupiah(m.rng.IntN(4)) * 100_000, Actor: m.cashier()})
	m.may(nil, err)
}

func (m *month) handOver() {
	who := []SignIn{{Name: "Sari", PIN: sariPIN}, {Name: "Budi", PIN: budiPIN, Count: Count{500: 3}}}[m.rng.IntN(2)]
	m.may(nil, m.SignIn(m.t.Context(), who))
}

// cashier is who stands at the till.
func (m *month) cashier() string {
	if name := m.Shop().Cashier; name != "" {
		return name
	}
	return "kasir"
}

// may fails unless the error is one of those that may be.
func (m *month) may(reasons []error, err error) {
	m.t.Helper()
	if err != nil && !slices.ContainsFunc(reasons, func(reason error) bool { return errors.Is(err, reason) }) {
		require.NoError(m.t, err)
	}
}

// one is one customer, and at times something that is in trouble.
func (m *month) one() {
	m.count++
	c := Charge{Key: fmt.Sprint("m", m.count), Amount: Rupiah(1+m.rng.IntN(200)) * 500, Actor: m.cashier()}
	dice := m.rng.IntN(100)
	switch {
	case dice < 25:
		c.Cash = c.Amount
	case dice < 30:
		c.Cash = c.Amount / 2
	case dice == 30:
		c.Test = true
	}
	o, err := m.Charge(m.t.Context(), c)
	m.may(nil, err)
	switch {
	case o.State == Paid:
		m.sold = append(m.sold, o)
	case dice < 75:
		m.pay(o)
	case dice < 87:
		m.confirm(o)
	case dice < 92:
		_, err = m.Cancel(m.t.Context(), o.ID, ReasonChangedMind, m.cashier())
		m.may(nil, err)
		if dice == 91 {
			m.pay(o)
		}
	default:
		m.open = append(m.open, o)
	}
	if m.rng.IntN(5) == 0 {
		m.trouble()
	}
}

// pay is a report of an order's money: by name, twice, too little, or by amount.
func (m *month) pay(o Order) {
	m.count++
	r := Report{Source: "hp1", Evidence: ForwarderMatched, Amount: o.Payable, OrderRef: o.Number, PaymentID: fmt.Sprint("p", m.count), PaidAt: m.clock.now()}
	switch dice := m.rng.IntN(100); {
	case dice < 2:
		r.Amount -= 500
	case dice < 4:
		r.Amount += 500
	case dice < 10:
		r.OrderRef = ""
	case dice < 12:
		r.PaidAt = m.clock.now().Add(-36 * time.Hour)
	}
	if r.Amount <= 0 {
		r.Amount = 100
	}
	out := m.settle(r)
	switch {
	case m.rng.IntN(20) == 0:
		r.Source, r.Evidence, r.PaymentID = "gw", GatewayVerified, r.PaymentID+"w" // a second, surer word
		m.settle(r)
	case m.rng.IntN(40) == 0:
		r.PaymentID += "b" // paid twice
		m.settle(r)
	}
	if out.Result == ResultUnmatched || out.Result == ResultAmbiguous || out.Result == ResultSuggested {
		p, err := m.Payment(m.t.Context(), out.Payment)
		m.may(nil, err)
		m.money = append(m.money, p)
	}
	m.sold = append(m.sold, o)
}

func (m *month) confirm(o Order) {
	c := Confirmation{Actor: m.cashier(), SeenAt: "merchant_app"}
	if m.rng.IntN(2) == 0 {
		c.LastDigits = "4711"
	}
	_, err := m.Confirm(m.t.Context(), o.ID, c)
	m.may(nil, err)
	m.sold = append(m.sold, o)
}

// last takes one of the newest of a list.
func last[T any](m *month, list *[]T, most int) (one T, ok bool) {
	if len(*list) == 0 {
		return one, false
	}
	at := len(*list) - 1 - m.rng.IntN(min(most, len(*list)))
	one = (*list)[at]
	*list = slices.Delete(*list, at, at+1)
	return one, true
}

// trouble is one thing that goes wrong, often long after the sale.
func (m *month) trouble() {
	ctx, by := m.t.Context(), m.cashier()
	refusals := []error{ErrMove, ErrAmount, ErrNotManual, ErrRights, ErrReshow}
	switch m.rng.IntN(10) {
	case 0, 1:
		if o, ok := last(m, &m.open, 60); ok {
			m.pay(o) // hours or days late
		}
	case 2:
		if o, ok := last(m, &m.open, 10); ok {
			_, err := m.PayCash(ctx, o.ID, 0, by)
			m.may(refusals, err)
		}
	case 3:
		if o, ok := last(m, &m.sold, 30); ok {
			g := GiveBack{Amount: o.Amount / 2, How: []string{BackInCash, BackByTransfer}[m.rng.IntN(2)], Why: "kurang", PIN: budiPIN, Person: "Budi", Actor: by}
			_, err := m.Refund(ctx, o.ID, g)
			m.may(refusals, err)
		}
	case 4, 5:
		m.void(refusals)
	case 6:
		_, err := m.MoveCash(ctx, MoveCash{Amount: Rupiah(m.rng.IntN(40)-20)*1_000 + 500, Why: "es batu", Actor: by})
		m.may(nil, err)
	case 7:
		m.decide(refusals)
	case 8:
		// The clock is put back: so far that the next customer may come before the last entry.
		m.clock.add(-time.Duration(m.rng.Int64N(int64(2 * m.step))))
	case 9:
		if o, ok := last(m, &m.sold, 30); ok {
			for range 1 + m.rng.IntN(3) {
				_, err := m.Printed(ctx, o.ID, by)
				m.may(refusals, err)
			}
		}
	}
}

func (m *month) void(refusals []error) {
	o, ok := last(m, &m.sold, 200)
	if !ok {
		return
	}
	o = m.order(o.ID)
	if len(o.Payments) == 0 || o.Evidence != Manual {
		return
	}
	_, err := m.Void(m.t.Context(), o.Payments[0], Approval{Actor: m.cashier(), Person: "Budi", PIN: budiPIN, Why: "tidak ada"})
	m.may(refusals, err)
}

// decide says what waiting money is: an order's, or that it went back.
func (m *month) decide(refusals []error) {
	p, ok := last(m, &m.money, 20)
	if !ok {
		return
	}
	if len(p.Candidates) > 0 {
		_, err := m.AttachAny(m.t.Context(), p.ID, p.Candidates[0], Approval{Actor: m.cashier(), Person: "Budi", PIN: budiPIN, Why: "cocok"})
		m.may(refusals, err)
		return
	}
	_, err := m.Return(m.t.Context(), p.ID, Approval{Actor: m.cashier(), Person: "owner", PIN: ownersPIN, Why: "bukan punya kita"})
	m.may(refusals, err)
}

// set puts the clock to a time.
func (c *clock) set(at time.Time) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.at = at
}
