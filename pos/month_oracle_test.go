package pos

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// oracle adds shifts, drawers and days up from the journal alone, the slow way:
// after every entry it works every order out anew from the payments it has.
type oracle struct {
	t      testing.TB
	shift  uint64
	shifts map[uint64]*reckoned
	days   map[Day]Tally
	orders map[ID]*reckonedOrder
	of     map[ID]ID // payment → order

	waiting map[ID]Rupiah // money that was reported and nobody's
}

// reckoned is a shift added up.
type reckoned struct {
	own, late              map[Day]Tally
	evidence               map[Evidence]Tally
	received               Tally
	refunds, voids         Tally
	float, taken, in, out  Rupiah
	back                   Rupiah
	manual, bare, given    map[string]Tally // by actor; given back
	cancelled, attachments map[string]Tally
	copied                 map[string]Tally
}

type reckonedOrder struct {
	shift    uint64
	total    Rupiah
	actor    string
	shown    bool
	payments []*reckonedMoney
	paidDay  Day // "" while it is no sale
	counted  map[Evidence]Rupiah
	test     bool
	receipts int
}

type reckonedMoney struct {
	id       ID
	amount   Rupiah
	evidence Evidence
	cash     bool
}

func newOracle(t testing.TB) *oracle {
	return &oracle{t: t, shift: 1, shifts: map[uint64]*reckoned{}, days: map[Day]Tally{}, orders: map[ID]*reckonedOrder{}, of: map[ID]ID{}, waiting: map[ID]Rupiah{}}
}

func (k *oracle) now() *reckoned {
	if k.shifts[k.shift] == nil {
		k.shifts[k.shift] = &reckoned{own: map[Day]Tally{}, late: map[Day]Tally{}, evidence: map[Evidence]Tally{},
			manual: map[string]Tally{}, bare: map[string]Tally{}, given: map[string]Tally{}, cancelled: map[string]Tally{}, attachments: map[string]Tally{}, copied: map[string]Tally{}}
	}
	return k.shifts[k.shift]
}

func bump[K comparable](in map[K]Tally, key K, count int, amount Rupiah) {
	in[key] = Tally{in[key].Count + count, in[key].Sum + amount}
	if in[key] == (Tally{}) {
		delete(in, key)
	}
}

// read takes one entry in.
func (k *oracle) read(e Entry) {
	var body struct {
		Placed struct {
			Amount, Off, Discount Rupiah
			Actor                 string
			Flags                 []string
		} `json:"order"`
	}
	switch e.Kind {
	case "order.placed":
		require.NoError(k.t, json.Unmarshal(e.Body, &body))
		k.orders[e.Order] = &reckonedOrder{total: body.Placed.Amount - body.Placed.Off, actor: body.Placed.Actor, test: len(body.Placed.Flags) > 0}
	case "order.shown":
		o := k.orders[e.Order]
		if !o.shown && o.shift == 0 {
			o.shift = k.shift
		}
		o.shown = true
	case "order.cancelled":
		k.cancelled(e)
	case "order.printed", "order.reprinted":
		k.printed(e)
	case "payment.settled", "payment.attached":
		k.money(e)
	case "payment.reported":
		k.reported(e)
	case "payment.witnessed":
		k.witness(e)
	case "payment.voided":
		k.voided(e)
	case "payment.returned":
		k.returned(e)
	case "refund.given":
		k.refund(e)
	case "cash.moved", "shift.opened", "shift.closed":
		k.drawer(e)
	}
}

func (k *oracle) reported(e Entry) {
	var body struct {
		Payment struct {
			ID     ID
			Amount Rupiah
		}
	}
	require.NoError(k.t, json.Unmarshal(e.Body, &body))
	k.waiting[body.Payment.ID] = body.Payment.Amount
}

func (k *oracle) cancelled(e Entry) {
	var body struct{ Reason string }
	require.NoError(k.t, json.Unmarshal(e.Body, &body))
	o := k.orders[e.Order]
	if o.shown && body.Reason != "replaced_paid" {
		bump(k.now().cancelled, e.Actor, 1, o.total-o.sum())
	}
}

// printed counts every receipt but an order's first, whatever the entry is called.
func (k *oracle) printed(e Entry) {
	o := k.orders[e.Order]
	if o.receipts++; o.receipts > 1 {
		bump(k.now().copied, e.Actor, 1, o.total)
	}
}

func (o *reckonedOrder) sum() (sum Rupiah) {
	for _, p := range o.payments {
		sum += p.amount
	}
	return sum
}

func (k *oracle) money(e Entry) {
	var body struct {
		Payment struct {
			ID       ID
			Amount   Rupiah
			Evidence Evidence
			Source   string
			Day      Day
			Actor    string
			Digits   string `json:"last_digits"`
		}
	}
	require.NoError(k.t, json.Unmarshal(e.Body, &body))
	p, o := body.Payment, k.orders[e.Order]
	if o.shift == 0 {
		o.shift = k.shift
	}
	o.payments = append(o.payments, &reckonedMoney{p.ID, p.Amount, p.Evidence, p.Source == "cash"})
	k.of[p.ID] = e.Order
	k.now().received = k.now().received.plus(Tally{1, p.Amount})
	switch {
	case p.Source == "cash":
		k.now().taken += p.Amount
	case p.Source == "manual":
		bump(k.now().manual, p.Actor, 1, p.Amount)
		if p.Digits == "" {
			bump(k.now().bare, p.Actor, 1, p.Amount)
		}
	}
	if e.Kind == "payment.attached" {
		bump(k.now().attachments, e.Actor, 1, p.Amount)
	}
	if o.paidDay == "" && o.sum() == o.total {
		o.paidDay = p.Day
	}
	k.again(o, o.paidDay)
}

// again works a sale out anew: what it counted before comes off, what it counts
// now comes on, each on the day given.
func (k *oracle) again(o *reckonedOrder, day Day) {
	now := map[Evidence]Rupiah{}
	if o.paidDay != "" && !o.test {
		now = o.split()
	}
	count := 0
	switch {
	case len(o.counted) == 0 && len(now) > 0:
		count = 1
	case len(o.counted) > 0 && len(now) == 0:
		count = -1
	}
	var change Rupiah
	for e, amount := range o.counted {
		bump(k.now().evidence, e, -1, -amount)
		change -= amount
	}
	for e, amount := range now {
		bump(k.now().evidence, e, 1, amount)
		change += amount
	}
	o.counted = now
	if count == 0 {
		return
	}
	bump(k.days, day, count, change)
	if o.shift == k.shift {
		bump(k.now().own, day, count, change)
	} else {
		bump(k.now().late, day, count, change)
	}
}

// split divides a sale into cash and the strongest word for the rest.
func (o *reckonedOrder) split() map[Evidence]Rupiah {
	strength := map[Evidence]int{"cash": 1, "manual": 2, "owner_confirmed": 3, "forwarder_matched": 4, "gateway_reported": 5, "gateway_verified": 6}
	best, cash := Evidence("cash"), Rupiah(0)
	for _, p := range o.payments {
		if p.cash {
			cash += p.amount
		} else if strength[p.evidence] > strength[best] {
			best = p.evidence
		}
	}
	parts := map[Evidence]Rupiah{}
	if cash = min(cash, o.total); cash > 0 {
		parts["cash"] = cash
	}
	if o.total > cash {
		parts[best] += o.total - cash
	}
	return parts
}

func (k *oracle) witness(e Entry) {
	var body struct {
		Payment ID
		Witness struct{ Evidence Evidence }
	}
	require.NoError(k.t, json.Unmarshal(e.Body, &body))
	o := k.orders[k.of[body.Payment]]
	if o == nil {
		return
	}
	strength := map[Evidence]int{"manual": 1, "forwarder_matched": 2, "gateway_reported": 3, "gateway_verified": 4}
	for _, p := range o.payments {
		if p.id == body.Payment && strength[body.Witness.Evidence] > strength[p.evidence] {
			p.evidence = body.Witness.Evidence
		}
	}
	k.again(o, o.paidDay)
}

func (k *oracle) voided(e Entry) {
	var body struct {
		Payment ID
		Day     Day
	}
	require.NoError(k.t, json.Unmarshal(e.Body, &body))
	o := k.orders[e.Order]
	for i, p := range o.payments {
		if p.id != body.Payment {
			continue
		}
		o.payments = append(o.payments[:i:i], o.payments[i+1:]...)
		k.now().received = k.now().received.plus(Tally{-1, -p.amount})
		k.now().voids = k.now().voids.plus(Tally{1, p.amount})
		break
	}
	if o.sum() < o.total {
		o.paidDay = ""
	}
	k.again(o, body.Day)
}

func (k *oracle) returned(e Entry) {
	var body struct{ Payment ID }
	require.NoError(k.t, json.Unmarshal(e.Body, &body))
	bump(k.now().given, e.Actor, 1, k.waiting[body.Payment])
}
