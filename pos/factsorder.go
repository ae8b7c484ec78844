package pos

import "time"

// orderPlaced stores a new order, its local code with it, and the key its
// caller made for it.
type orderPlaced struct {
	Placed Order  `json:"order"`
	Key    string `json:"key"` // caller and charge key
}

func (*orderPlaced) kind() Kind  { return KindOrderPlaced }
func (f *orderPlaced) order() ID { return f.Placed.ID }
func (f *orderPlaced) apply(x *txn, _ Entry) error {
	id := f.Placed.ID
	x.head.Orders = f.Placed.Sequence
	if err := x.put(bucketIndex, indexKey(byKey, []byte(f.Key)), id[:]); err != nil {
		return err
	}
	return x.saveOrder(Order{}, f.Placed)
}

// orderShown says that the order's code is on a screen until Until.
type orderShown struct {
	ID    ID        `json:"order"`
	Until time.Time `json:"until"`
}

func (*orderShown) kind() Kind  { return KindOrderShown }
func (f *orderShown) order() ID { return f.ID }
func (f *orderShown) apply(x *txn, e Entry) error {
	return x.change(f.ID, func(o *Order) error {
		if o.FirstShown.IsZero() {
			o.FirstShown = e.At
		}
		o.ShowUntil, o.LastShown = f.Until, f.Until
		if o.State == Awaiting {
			return nil // still waits for a person
		}
		return o.move(Pending)
	})
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
		if o.Received > 0 {
			o.flag(FlagRefundDue)
		}
		return o.move(Cancelled)
	})
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
	now.Flags = append([]Flag(nil), old.Flags...)
	now.Payments = append([]ID(nil), old.Payments...)
	if err := change(&now); err != nil {
		return err
	}
	return x.saveOrder(old, now)
}
