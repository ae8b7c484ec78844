package pos

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// begin opens a till and pins its code; some things are drawn for the seed.
func (s *sim) begin() {
	s.draw()
	s.known = knowledge{told: map[string]ID{}, hours: map[ID]int{}, murky: map[Rupiah]bool{}, blurred: map[Rupiah]bool{},
		decoded: map[string]decodedValue{}, zone: "WIB"}
	s.open()
	_, err := s.till.AddQRIS(context.Background(), AddQRIS{Text: s.code, Sticker: s.sticker, SecondTill: s.second, Actor: "owner"})
	s.must(err == nil, "add qris: %v", err)
	page, err := s.till.AddKey(context.Background(), NewKey{Name: "page", Dialect: DialectTemanQRIS, Actor: "owner"})
	s.must(err == nil, "key: %v", err)
	s.merchant, s.strangers = page.Client, map[ID]string{}
	settings := s.till.Shop().Settings
	settings.Unique = s.unique
	s.must(s.till.Change(context.Background(), settings, "", "owner") == nil, "settings")
	var names []string
	for _, v := range s.voices {
		names = append(names, v.name)
		if v.most > 0 {
			s.pair(v)
		}
	}
	s.note("sticker %v, second till %v, practice %v, unique %v, told by %v", s.sticker, s.second, s.practice, s.unique, names)
	s.pic = s.look()
}

// pair makes a voice a phone of the till's, trusted up to its ceiling, or not at
// all where another till shows the code.
func (s *sim) pair(v *voice) {
	ctx := context.Background()
	code, _, err := s.till.PairingSource(ctx, v.name, "", "owner")
	s.must(err == nil, "pairing: %v", err)
	_, _, err = s.till.PairSource(ctx, code)
	s.must(err == nil, "pair: %v", err)
	err = s.till.TrustSource(ctx, SourceTrust{Name: v.name, Trust: TrustAuto, Most: v.most, Actor: "owner"})
	s.must(errors.Is(err, ErrShared) == s.second && (err == nil || s.second), "trust: %v", err)
}

// next makes one step: time goes on and something happens.
func (s *sim) next() {
	s.count++
	s.at = s.at.Add(time.Millisecond + s.pause())
	steps := []struct {
		weight int
		do     func()
	}{
		{14, s.charge}, {18, s.pay}, {34, s.deliver}, {7, s.confirm}, {9, s.attach},
		{5, s.cancel}, {8, s.onTill}, {5, s.show}, {4, s.extend}, {10, s.tick}, {2, s.jump}, {1, s.change}, {3, s.restart}, {3, s.crash}, {3, s.keep},
	}
	all := 0
	for _, step := range steps {
		all += step.weight
	}
	chosen := s.rng.IntN(all)
	for _, step := range steps {
		if chosen -= step.weight; chosen < 0 {
			step.do()
			break
		}
	}
	s.check()
	s.aside()
}

// pause is how long nothing happens between two steps.
func (s *sim) pause() time.Duration {
	switch s.rng.IntN(30) {
	case 0:
		return time.Duration(s.rng.IntN(45)) * time.Minute
	case 1, 2, 3:
		return time.Duration(s.rng.IntN(300)) * time.Second
	}
	return time.Duration(s.rng.IntN(9000)) * time.Millisecond
}

// charge rings up the next customer, now and then with a key used before.
func (s *sim) charge() {
	one := &sale{key: fmt.Sprintf("k%d", len(s.sales)), amount: s.price()}
	wish := Charge{Key: one.key, Amount: one.amount, Actor: "kasir"}
	if old := s.replace(); old != nil && s.oneIn(12) {
		wish.Replaces = old.id
	}
	var o Order
	_, err := s.act(harmless, func() (err error) {
		o, err = s.till.Charge(context.Background(), wish)
		return err
	})
	s.must(err == nil, "charge: %v", err)
	one.id, one.number = o.ID, o.Number
	s.note("charge %s %s, asks for %s, replaces %s", o.Number, o.Amount, o.Payable, s.pic.numbered(wish.Replaces))
	if s.unique {
		s.alone(&o)
	}
	s.advance(s.look())
	s.sales = append(s.sales, one)
	s.must(wish.Replaces.IsZero() || s.pic.orders[wish.Replaces].State == Cancelled, "a replaced order stayed open")
	s.must(o.State == Pending && o.Received == 0 && o.Payable <= o.Amount, "a new order is %s, received %s", o.State, o.Received)
	s.must(o.Number == fmt.Sprintf("A-%04d", len(s.sales)), "order number %s after %d orders", o.Number, len(s.sales)-1)
	s.again(harmless, "charge", func() error {
		twice, err := s.till.Charge(context.Background(), wish)
		s.must(err != nil || twice.ID == o.ID, "a charge twice made two orders")
		return err
	})
	wish.Amount++
	if s.oneIn(20) {
		_, err := s.till.Charge(context.Background(), wish)
		s.must(errors.Is(err, ErrKeyReused), "a used key with another amount: %v", err)
	}
}

// pay lets a customer pay: an order on the screen or one long gone, once or
// twice, or the sticker, or the other till.
func (s *sim) pay() {
	switch {
	case s.sticker && s.oneIn(5):
		s.note("%s", s.happen(nil, s.passing(), false))
		return
	case s.second && s.oneIn(4):
		s.note("%s", s.happen(nil, s.passing(), true))
		return
	case len(s.sales) == 0:
		return
	}
	one := s.sales[max(0, len(s.sales)-1-s.rng.IntN(3))]
	if s.oneIn(8) {
		one = pick(s, s.sales)
	}
	o := s.sale(one)
	if s.paid(one, o.Payable) > 0 && !s.oneIn(10) {
		return // hardly anybody pays twice
	}
	amount := o.Payable
	if s.oneIn(20) && amount > 2000 {
		amount += pick(s, []Rupiah{-1000, 1000})
	}
	s.note("%s, which is %s", s.happen(one, amount, false), o.State)
}

// passing is what a customer of the sticker or the other till pays.
func (s *sim) passing() Rupiah {
	if len(s.sales) > 0 && s.oneIn(2) {
		return pick(s, s.sales).amount
	}
	return s.price()
}

// cancel gives an order up, often while its customer pays.
func (s *sim) cancel() {
	s.onSale("cancel", harmless, func(id ID) (Order, error) {
		return s.till.Cancel(context.Background(), id, ReasonChangedMind, "kasir")
	})
}

// show puts a code on the screen again.
func (s *sim) show() {
	s.onSale("show", harmless, func(id ID) (Order, error) { return s.till.Show(context.Background(), id, "kasir") })
}

// extend gives a code two more minutes: pressing twice gives four.
func (s *sim) extend() {
	s.onSale("extend", another, func(id ID) (Order, error) { return s.till.Extend(context.Background(), id, "kasir") })
}

// onSale does something with one of the last orders; it may be refused.
func (s *sim) onSale(what string, twice repeat, do func(ID) (Order, error)) {
	if len(s.sales) == 0 {
		return
	}
	one := s.sales[max(0, len(s.sales)-1-s.rng.IntN(4))]
	act := func() error { _, err := do(one.id); return err }
	_, err := s.act(twice, act)
	s.note("%s %s: %s", what, one.number, Code(err))
	if err != nil {
		s.must(errors.Is(err, ErrMove) || errors.Is(err, ErrReshow), "%s: %v", what, err)
		return
	}
	s.again(twice, what, act)
}

// tick closes displays.
func (s *sim) tick() {
	tick := func() error { return s.till.Tick(context.Background()) }
	_, err := s.act(some, tick)
	s.note("tick: %s", Code(err))
	s.must(err == nil, "tick: %v", err)
	s.again(harmless, "tick", tick)
	for _, o := range s.look().orders {
		s.must(o.State != Pending || s.now().Before(o.ShowUntil), "%s is pending after its countdown", o.Number)
	}
}

// jump sets the till's clock a day off, or right again.
func (s *sim) jump() {
	s.skewed = true
	s.skew = pick(s, []time.Duration{0, 0, 24 * time.Hour, -24 * time.Hour})
	s.note("the clock is off by %s", s.skew)
}

// change moves the shop to another zone or cut-off.
func (s *sim) change() {
	settings := s.till.Shop().Settings
	settings.Zone, settings.CutOff = pick(s, []string{"WIB", "WITA", "WIT"}), s.rng.IntN(7)
	_, err := s.act(another, func() error { return s.till.Change(context.Background(), settings, "", "owner") })
	s.must(err == nil, "change: %v", err)
	s.known.zone, s.known.cutOff = settings.Zone, settings.CutOff
	s.note("zone %s, the day ends at %d", settings.Zone, settings.CutOff)
}

// finish hears what is still under way, lets the truthful person decide about
// everything that waits, and asks for the proof.
func (s *sim) finish() {
	s.note("the end")
	for len(s.mail) > 0 {
		s.at = s.at.Add(time.Second)
		s.hear(s.rng.IntN(len(s.mail)))
		s.check()
	}
	for more := true; more; {
		more = false
		for _, r := range s.waiting() {
			more = s.decide(r) || more
			s.check()
		}
	}
	s.checkEnd()
}

// mailDue are the places of the reports that have arrived.
func (s *sim) mailDue() (due []int) {
	for i, m := range s.mail {
		if !m.due.After(s.at) {
			due = append(due, i)
		}
	}
	return due
}

// deliver lets the till hear one of the reports that have arrived, in any order.
func (s *sim) deliver() {
	due := s.mailDue()
	if len(due) == 0 {
		s.note("nothing to tell")
		return
	}
	s.hear(pick(s, due))
	if len(s.sent) > 1 && s.oneIn(8) { // an old delivery once more, as it was
		s.mail = append(s.mail, pick(s, s.sent))
		s.hear(len(s.mail) - 1)
	}
}

// attach lets a person who knows the truth look at the oldest waiting money.
func (s *sim) attach() {
	waiting := s.waiting()
	if len(waiting) == 0 {
		return
	}
	s.decide(pick(s, waiting))
}

// drop takes a report out of the mail.
func (s *sim) drop(i int) *mail {
	m := s.mail[i]
	s.mail = slices.Delete(s.mail, i, i+1)
	s.sent = append(s.sent, m)
	return m
}
