package pos

import (
	"encoding/json"
	"testing"
	"time"

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
