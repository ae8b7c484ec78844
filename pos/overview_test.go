package pos

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// teller adds the days up again from the words of the journal alone, slowly and
// by other means than the till: it keeps whole orders and asks after each entry
// what the day should say.
type teller struct {
	t      *testing.T
	zone   *time.Location
	orders map[string]*saleTold
	pays   map[string]map[string]any
	days   map[Day]*Summary
}

// saleTold is an order as the journal tells of it.
type saleTold struct {
	total, came Rupiah
	actor       string
	test, shown bool
	pays        []string
	sold        bool
	day         Day
	hour        int
	by, source  string
	cash        Rupiah
	receipts    int
}

func (w *teller) day(day any) *Summary {
	key := Day(day.(string))
	if w.days[key] == nil {
		s := emptySummary(key)
		s.Hands = map[string]Hand{}
		w.days[key] = &s
	}
	return w.days[key]
}

func rup(v any) Rupiah {
	n, _ := v.(float64) // a test's numbers are far below what a float holds exactly
	return Rupiah(n)
}

func word(v any) string { s, _ := v.(string); return s }

// entry folds one entry.
func (w *teller) entry(e Entry) {
	var b map[string]any
	require.NoError(w.t, json.Unmarshal(e.Body, &b))
	switch e.Kind {
	case KindOrderPlaced:
		o := b["order"].(map[string]any)
		flags, _ := o["flags"].([]any)
		w.orders[word(o["id"])] = &saleTold{total: rup(o["amount"]) - rup(o["off"]), actor: word(o["actor"]), test: len(flags) > 0 && flags[0] == "test"}
	case KindOrderShown:
		w.orders[word(b["order"])].shown = true
	case KindOrderCancelled:
		if o := w.orders[word(b["order"])]; o.shown {
			w.hand(e.Day, e.Actor, func(h *Hand) { h.Cancelled.add(1, o.total-o.came) })
		}
	case KindOrderPrinted, KindOrderReprinted:
		if o := w.orders[word(b["order"])]; o.receipts > 0 {
			w.hand(e.Day, e.Actor, func(h *Hand) { h.Reprinted.add(1, o.total) })
		}
		w.orders[word(b["order"])].receipts++
	case KindPaymentReported:
		p := b["payment"].(map[string]any)
		w.pays[word(p["id"])] = p
	case KindPaymentSettled, KindPaymentAttached:
		w.paid(e, b["payment"].(map[string]any))
	case KindPaymentWitness:
		w.witnessed(b)
	case KindPaymentVoided:
		w.voided(e, b)
	case KindPaymentReturned:
		w.hand(e.Day, e.Actor, func(h *Hand) { h.Returned.add(1, rup(w.pays[word(b["payment"])]["amount"])) })
	case KindRefundGiven:
		r := b["refund"].(map[string]any)
		w.day(r["day"]).Refunds.add(1, rup(r["amount"]))
		w.hand(Day(word(r["day"])), word(r["actor"]), func(h *Hand) { h.Returned.add(1, rup(r["amount"])) })
	case KindOrderKept:
		w.sell(w.orders[word(b["order"])], Day(word(b["day"])), word(b["paid_at"]))
	}
}

func (w *teller) hand(day Day, actor string, change func(*Hand)) {
	hands := w.day(string(day)).Hands
	h := hands[actor]
	change(&h)
	hands[actor] = h
}

// paid adds money to its order; an order whose money is exactly complete is sold.
func (w *teller) paid(e Entry, p map[string]any) {
	w.pays[word(p["id"])] = p
	o, amount := w.orders[word(p["order"])], rup(p["amount"])
	w.day(p["day"]).Received.add(1, amount)
	if e.Kind == KindPaymentAttached {
		w.hand(e.Day, e.Actor, func(h *Hand) { h.Attached.add(1, amount) })
	} else if word(p["source"]) == "manual" {
		w.hand(e.Day, word(p["actor"]), func(h *Hand) {
			h.Manual.add(1, amount)
			if word(p["last_digits"]) == "" {
				h.Bare.add(1, amount)
			}
		})
	}
	o.came += amount
	if word(p["evidence"]) == "cash" {
		o.cash += amount
	}
	o.pays = append(o.pays, word(p["id"]))
	if !o.sold && o.came == o.total {
		w.sell(o, Day(word(p["day"])), word(p["paid_at"]))
		return
	}
	w.again(o)
}

// sell counts the sale.
func (w *teller) sell(o *saleTold, day Day, at string) {
	moment, err := time.Parse(time.RFC3339Nano, at)
	require.NoError(w.t, err)
	o.sold, o.day, o.hour = true, day, moment.In(w.zone).Hour()
	o.by, o.source = w.strongest(o)
	w.count(o, o.day, 1)
}

// again counts a sale anew whose evidence may have changed.
func (w *teller) again(o *saleTold) {
	if o.sold {
		w.count(o, o.day, -1)
		o.by, o.source = w.strongest(o)
		w.count(o, o.day, 1)
	}
}

var strength = map[string]int{"cash": 1, "manual": 2, "owner_confirmed": 3, "forwarder_matched": 4, "gateway_reported": 5, "gateway_verified": 6}

// strongest asks every payment of the order and every witness of it.
func (w *teller) strongest(o *saleTold) (by, source string) {
	for _, id := range o.pays {
		p := w.pays[id]
		if strength[word(p["evidence"])] > strength[by] {
			by, source = word(p["evidence"]), word(p["source"])
		}
		for _, v := range asList(p["seen by"]) {
			if strength[v[0]] > strength[by] {
				by, source = v[0], v[1]
			}
		}
	}
	return by, source
}

func asList(v any) [][2]string { list, _ := v.([][2]string); return list }

func (w *teller) count(o *saleTold, day Day, times int) {
	if o.test {
		return
	}
	s := w.day(string(day))
	sum := o.total * Rupiah(times)
	s.Sales.add(times, sum)
	s.Hours[o.hour].add(times, sum)
	w.hand(day, o.actor, func(h *Hand) { h.Sales.add(times, sum) })
	put := func(evidence, source string, sum Rupiah) {
		tally := s.Evidence[Evidence(evidence)]
		tally.add(times, sum)
		s.Evidence[Evidence(evidence)] = tally
		tally = s.Sources[source]
		tally.add(times, sum)
		s.Sources[source] = tally
	}
	cash := min(o.cash, o.total)
	if cash > 0 {
		put("cash", "cash", cash*Rupiah(times))
	}
	if o.total > cash {
		put(o.by, o.source, (o.total-cash)*Rupiah(times))
	}
}

func (w *teller) witnessed(b map[string]any) {
	witness := b["witness"].(map[string]any)
	p := w.pays[word(b["payment"])]
	p["seen by"] = append(asList(p["seen by"]), [2]string{word(witness["evidence"]), word(witness["source"])})
	if o := w.orders[word(p["order"])]; o != nil {
		w.again(o)
	}
}

func (w *teller) voided(e Entry, b map[string]any) {
	p := w.pays[word(b["payment"])]
	o, day := w.orders[word(b["order"])], Day(word(b["day"]))
	w.day(b["day"]).Voids.add(1, rup(p["amount"]))
	w.day(b["day"]).Received.add(-1, -rup(p["amount"]))
	o.came -= rup(p["amount"])
	for i, id := range o.pays {
		if id == word(b["payment"]) {
			o.pays = append(o.pays[:i:i], o.pays[i+1:]...)
			break
		}
	}
	if o.sold && o.came < o.total {
		w.count(o, day, -1)
		o.sold = false
		return
	}
	w.again(o)
}

// recount tells the whole journal to a teller.
func recount(t *testing.T, till *Till) map[Day]*Summary {
	w := &teller{t: t, zone: Calendar{Zone: "WIB"}.Location(), orders: map[string]*saleTold{}, pays: map[string]map[string]any{}, days: map[Day]*Summary{}}
	for after := (Cursor{}); ; {
		entries, err := till.Entries(t.Context(), after, 1000)
		require.NoError(t, err)
		if len(entries) == 0 {
			return w.days
		}
		for _, e := range entries {
			w.entry(e)
			after = e.Cursor()
		}
	}
}

// tidy drops what comes to nothing, which the till does not keep.
func tidy(s Summary) Summary {
	for k, v := range s.Evidence {
		if v == (Tally{}) {
			delete(s.Evidence, k)
		}
	}
	for k, v := range s.Sources {
		if v == (Tally{}) {
			delete(s.Sources, k)
		}
	}
	for k, v := range s.Hands {
		if v == (Hand{}) {
			delete(s.Hands, k)
		}
	}
	s.Bank = nil
	if s.Hands == nil {
		s.Hands = map[string]Hand{}
	}
	return s
}

// Ensure that every total of every day of a month with all its troubles equals
// one added up again from the journal by other means, alone and in spans.
func TestOverviewAgreesWithJournal(t *testing.T) {
	days, orders := size()
	m := bankedMonth(t, 7, days, orders)
	want := recount(t, m.Till)
	require.GreaterOrEqual(t, len(want), days)
	from, to := Day("2026-11-01"), Day("2026-11-01").plus(days-1)
	span, err := m.Overview(t.Context(), from, to)
	require.NoError(t, err)
	sum := emptySummary("")
	for day := from; day <= to; day = day.plus(1) {
		o, err := m.Overview(t.Context(), day, day)
		require.NoError(t, err)
		require.Len(t, o.Days, 1)
		assert.Equal(t, tidy(*want[day]), tidy(o.Days[0]), day)
		sum.merge(*want[day])
	}
	assert.Equal(t, tidy(sum), tidy(span.Total))
	assert.Positive(t, sum.Voids.Count)
	assert.Positive(t, sum.Refunds.Count)
	copies := 0
	for _, hand := range sum.Hands {
		copies += hand.Reprinted.Count
	}
	assert.Positive(t, copies)
	cashiers, sources := Tally{}, Tally{}
	for _, hand := range span.Total.Hands {
		cashiers.add(hand.Sales.Count, hand.Sales.Sum)
	}
	for _, source := range span.Total.Sources {
		sources.add(0, source.Sum)
	}
	assert.Equal(t, span.Total.Sales, cashiers, "every sale has its cashier")
	assert.Equal(t, span.Total.Sales.Sum, sources.Sum, "and somebody who told of it")
	qris, cash := span.Total.Tenders()
	assert.Equal(t, span.Total.Sales.Sum, qris.Sum+cash.Sum)
	m.verified()
}

// Ensure that a running day stands beside the same hours of the same weekday a
// week before, also after midnight, and a past day beside the whole one.
func TestLikeness(t *testing.T) {
	s := openShop(t)
	settings := s.Shop().Settings
	settings.CutOff = 3
	require.NoError(t, s.Change(t.Context(), settings, ownersPIN, "owner"))
	sell := func(amount Rupiah) {
		o := s.charge(amount)
		_, err := s.Confirm(t.Context(), o.ID, Confirmation{Actor: "kasir", SeenAt: "sms"})
		require.NoError(t, err)
	}
	sell(10_000) // Friday, 13:00
	s.clock.add(12*time.Hour + 30*time.Minute)
	sell(5_000) // 1:30 in the night, still Friday's
	s.clock.add(7*24*time.Hour - 12*time.Hour)
	sell(7_000) // the next Friday, 13:30
	like := func() Likeness {
		o, err := s.Overview(t.Context(), "", "")
		require.NoError(t, err)
		return *o.Like
	}
	assert.Equal(t, Likeness{With: "2026-11-20", Until: 13}, like(), "the hour that runs is in neither")
	s.clock.add(time.Hour)
	assert.Equal(t, Likeness{With: "2026-11-20", Until: 14, Now: Tally{1, 7_000}, Then: Tally{1, 10_000}}, like())
	s.clock.add(12 * time.Hour) // 2:30
	assert.Equal(t, Likeness{With: "2026-11-20", Until: 2, Now: Tally{1, 7_000}, Then: Tally{2, 15_000}}, like())
	o, err := s.Overview(t.Context(), "2026-11-20", "2026-11-20")
	require.NoError(t, err)
	assert.Equal(t, Likeness{With: "2026-11-13", Whole: true, Now: Tally{2, 15_000}}, *o.Like)
	for _, span := range [][2]Day{{"2026-11-21", "2026-11-20"}, {"2026-02-30", "2026-03-01"}, {"x", "y"}, {"1999-01-01", "2026-11-20"}} {
		_, err := s.Overview(t.Context(), span[0], span[1])
		assert.ErrorIs(t, err, ErrSpan, span)
	}
}
