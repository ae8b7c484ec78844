package ui

import (
	"context"

	"laci/pos"
)

// cashOrLeave takes the amount in cash; while a code is being prepared it gives
// the code up.
func (k *keypad) cashOrLeave() {
	if k.busy {
		k.leave()
		return
	}
	k.pay()
}

// leave gives up a charge whose code is being prepared. Its answer comes all the
// same, and says how that went.
func (k *keypad) leave() {
	if !k.waiting || k.leaving {
		return
	}
	k.leaving = true
	key, actor := k.chargeKey, k.a.actor()
	k.a.work(func(ctx context.Context) func() {
		if _, err := k.a.o.Till.CancelCharge(ctx, actor, key, pos.ReasonChangedMind); err != nil {
			k.a.o.Log.Warn("charge not cancelled while its code was prepared", "error", err)
		}
		return nil
	})
	k.a.render()
}

// dropped keeps the amount of a charge that was given up, for another one. An
// order that was shown before that is cancelled: nobody saw its code.
func (k *keypad) dropped(o pos.Order) {
	k.renew()
	k.a.render()
	if o.State == pos.Cancelled {
		return
	}
	actor := k.a.actor()
	k.a.work(func(ctx context.Context) func() {
		_, err := k.a.o.Till.Cancel(ctx, o.ID, pos.ReasonChangedMind, actor)
		return func() {
			if err != nil {
				k.a.refuse(err, func() { k.dropped(o) })
			}
		}
	})
}
