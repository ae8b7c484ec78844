package pos

// touched is an order that a decision changed: as the file has it, and as it is
// now. A decision changes one order several times and saves it once.
type touched struct{ stored, now Order }

// orderBy gives an order as the decision knows it.
func (x *txn) orderBy(id ID) (Order, error) {
	if known := x.find(id); known != nil {
		return known.now, nil
	}
	return x.view.orderBy(id)
}

func (x *txn) find(id ID) *touched {
	for i := range x.touched {
		if x.touched[i].now.ID == id {
			return &x.touched[i]
		}
	}
	return nil
}

// saveOrder keeps a changed order until the decision ends; old is what stood
// there before. Indexes are read before a decision writes, so that none is read
// stale.
func (x *txn) saveOrder(old, now Order) {
	if known := x.find(now.ID); known != nil {
		known.now = now
		return
	}
	x.touched = append(x.touched, touched{stored: old, now: now})
}

// flush saves what a decision changed, with its index keys.
func (x *txn) flush() error {
	for i := range x.touched {
		o := &x.touched[i]
		x.reindex(&o.stored, &o.now, o.now.ID)
		if err := x.save(bucketOrders, o.now.ID[:], &o.now); err != nil {
			return err
		}
	}
	x.touched = x.touched[:0]
	x.recent.seal()
	return nil
}
