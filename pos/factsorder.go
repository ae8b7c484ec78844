package pos

import (
	"cmp"
	"slices"
	"time"
)

// orderPlaced stores a new order, its local code with it, and the key its
// caller made for it.
type orderPlaced struct {
	Placed Order  `json:"order"`
	Key    string `json:"key"` // caller and charge key

	Approved string `json:"approved_by,omitempty"` // who let the discount pass
}

func (*orderPlaced) kind() Kind  { return KindOrderPlaced }
func (f *orderPlaced) order() ID { return f.Placed.ID }
func (f *orderPlaced) apply(x *txn, _ Entry) error {
	id := f.Placed.ID
	if f.Placed.Stranger {
		if err := x.countStrangers(f.Placed.Sequence); err != nil {
			return err
		}
	} else {
		x.head.Orders = f.Placed.Sequence
	}
	x.put(bucketIndex, indexKey(byKey, []byte(f.Key)), id[:])
	if !f.Placed.Replaces.IsZero() {
		err := x.change(f.Placed.Replaces, func(old *Order) error {
			old.ReplacedBy = id
			old.flag(FlagReplacement)
			return nil
		})
		if err != nil {
			return err
		}
	}
	x.saveOrder(Order{}, f.Placed)
	return nil
}

// orderShown says that the order's code is on a screen until Until. A payload
// says that it is a new code, for what is still owed.
type orderShown struct {
	ID      ID        `json:"order"`
	Until   time.Time `json:"until"`
	Payload string    `json:"payload,omitempty"`
	Payable Rupiah    `json:"payable,omitempty"`
	Shift   uint64    `json:"shift,omitempty"` // the shift it was first shown in

	Gateway   string    `json:"gateway,omitempty"`   // whose code the payload is; name and NMID as it reads
	Name      string    `json:"name,omitempty"`      // with Gateway
	NMID      string    `json:"nmid,omitempty"`      // with Gateway
	Reference string    `json:"reference,omitempty"` // the gateway's own name for its code, shown or not
	CodeUntil time.Time `json:"code_until,omitzero"` // that code cannot be paid later
	Local     string    `json:"local_why,omitempty"` // why it is the shop's own code and not the gateway's
}

func (*orderShown) kind() Kind  { return KindOrderShown }
func (f *orderShown) order() ID { return f.ID }
func (f *orderShown) apply(x *txn, e Entry) error {
	return x.change(f.ID, func(o *Order) error {
		if o.FirstShown.IsZero() {
			o.FirstShown = e.At
			if err := x.showIn(o, f.Shift, e.Day); err != nil {
				return err
			}
		}
		o.ShowUntil, o.LastShown = f.Until, f.Until
		f.takeCode(o)
		if o.waits() {
			return o.move(Awaiting) // still waits for a person
		}
		return o.move(Pending)
	})
}

// takeCode gives the order the code that is shown.
func (f *orderShown) takeCode(o *Order) {
	if f.Reference != "" || !f.CodeUntil.IsZero() {
		o.GatewayRef, o.GatewayUntil = f.Reference, f.CodeUntil
	}
	switch {
	case f.Gateway != "":
		o.Payload, o.Name, o.NMID = f.Payload, f.Name, f.NMID
	case f.Payload != "": // for the rest of what is owed
		o.Asked = append(slices.Clone(o.Asked), o.Payable)
		o.Payload, o.Payable = f.Payload, f.Payable
		o.unflag(FlagShort)
	}
	if f.Local != "" {
		o.flag(FlagLocalCode)
	}
}

// showIn gives an order to the shift that first showed its code. One of a
// stranger's begins no shift before money came for it.
func (x *txn) showIn(o *Order, shift uint64, day Day) error {
	s, err := x.running()
	if err != nil {
		return err
	}
	if o.Shift == 0 {
		o.Shift = cmp.Or(shift, s.Number)
	}
	if o.Stranger || s.Day != "" {
		return nil
	}
	return x.inShift(func(s *Shift) { s.begin(day) })
}

// orderExpired says that the countdown ended. The code stays payable.
type orderExpired struct {
	ID ID `json:"order"`
}

func (*orderExpired) kind() Kind  { return KindOrderExpired }
func (f *orderExpired) order() ID { return f.ID }
func (f *orderExpired) apply(x *txn, _ Entry) error {
	return x.change(f.ID, func(o *Order) error { return o.move(Expired) })
}

// orderCancelled says who gave the order up and why. Its code, once shown,
// stays payable: money that comes is due back.
type orderCancelled struct {
	ID     ID     `json:"order"`
	Reason string `json:"reason"`
}

func (*orderCancelled) kind() Kind  { return KindOrderCancelled }
func (f *orderCancelled) order() ID { return f.ID }
func (f *orderCancelled) apply(x *txn, e Entry) error {
	return x.change(f.ID, func(o *Order) error {
		o.Cancelled = f.Reason
		if o.LastShown.After(e.At) {
			o.LastShown = e.At
		}
		o.Suggestion = ID{}
		o.BackDue = 0 // a part of what is kept: not owed twice
		o.owe(o.Kept())
		if err := o.move(Cancelled); err != nil {
			return err
		}
		if f.Reason != ReasonReplacedPaid {
			return x.gaveUp(*o, e)
		}
		// The order it replaced kept the money: only the difference goes back.
		return x.change(o.Replaces, func(old *Order) error {
			old.owe(-o.Total())
			return nil
		})
	})
}

// gaveUp counts an order that a person gave up after its code was shown.
func (x *txn) gaveUp(o Order, e Entry) error {
	if o.FirstShown.IsZero() {
		return nil
	}
	return x.hand(e.Day, e.Actor, func(h *Hand) { h.Cancelled.add(1, o.Owed()) })
}

// orderFailed says that the order's code never came to a screen.
type orderFailed struct {
	ID     ID     `json:"order"`
	Reason string `json:"reason"` // never_shown
}

func (*orderFailed) kind() Kind  { return KindOrderFailed }
func (f *orderFailed) order() ID { return f.ID }
func (f *orderFailed) apply(x *txn, _ Entry) error {
	return x.change(f.ID, func(o *Order) error { return o.move(Failed) })
}

// change folds one change into a stored order.
func (x *txn) change(id ID, change func(*Order) error) error {
	old, err := x.orderBy(id)
	if err != nil {
		return err
	}
	now := old
	now.Flags, now.Payments = slices.Clone(old.Flags), slices.Clone(old.Payments)
	if err := change(&now); err != nil {
		return err
	}
	x.saveOrder(old, now)
	return nil
}
