package practice

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"laci/pos"
)

// entriesAtOnce is how many entries of the journal are read at a time.
const entriesAtOnce = 200

// watch pays what is charged until the gateway closes.
func (p *Practice) watch() {
	heads, end := p.house.Till.Watch()
	defer end()
	for {
		p.notice()
		select {
		case <-p.ctx.Done():
			return
		case _, open := <-heads:
			if !open {
				return
			}
		}
	}
}

// notice reads what was charged since the last time and lets it be paid by the
// plan of now.
func (p *Practice) notice() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for {
		entries, err := p.house.Till.Entries(p.ctx, p.cursor, entriesAtOnce)
		if err != nil {
			return // the till closes
		}
		for _, e := range entries {
			p.cursor = e.Cursor()
			if e.Kind != pos.KindOrderShown {
				continue
			}
			o, err := p.house.Till.Order(p.ctx, e.Order)
			if err != nil || !o.FirstShown.Equal(e.At) {
				continue // shown again
			}
			p.take(o, p.plan)
		}
		if len(entries) < entriesAtOnce {
			return
		}
	}
}

// take lets an order be paid by a plan.
func (p *Practice) take(o pos.Order, plan Plan) {
	if o.Actor == singaPay {
		o.Callback = plan.Tell
	}
	switch plan.Rule {
	case Never:
		return
	case CallbackLost:
		p.post.lose(o)
	case CallbackFirst:
		p.first = append(p.first, o)
	}
	p.tasks.Go(func() { p.payLater(o, plan) })
}

// payLater pays an order when its plan says so.
func (p *Practice) payLater(o pos.Order, plan Plan) {
	timer := time.NewTimer(plan.after())
	defer timer.Stop()
	select {
	case <-p.ctx.Done():
		return
	case <-timer.C:
	}
	amount, times := o.Payable, 1
	switch plan.Rule {
	case Short:
		amount = max(1, amount-slack)
	case Over:
		amount += slack
	case Double:
		times = 2
	}
	for range times {
		if err := p.pay(p.ctx, o, amount); err != nil {
			p.log.Error("practice order not paid", "order", o.Number, "error", err)
			return
		}
	}
	if o.Actor == singaPay && o.Callback != "" {
		p.tell(p.ctx, o)
	}
}

// pay lets pretend money come for an order.
func (p *Practice) pay(ctx context.Context, o pos.Order, amount pos.Rupiah) error {
	out, err := p.house.Till.Settle(ctx, pos.Report{
		Source: "wallet", Evidence: pos.PracticeMoney, PaymentID: rand.Text(), RRN: newRRN(), Amount: amount, Currency: "IDR",
		PaidAt: time.Now(), OrderRef: o.ID.String(), Issuer: "LATIHAN", Actor: "wallet",
	})
	if err == nil && out.Result != pos.ResultSettled {
		err = errors.New(out.Result)
	}
	return err
}

// newRRN draws a retrieval reference number: twelve digits.
func newRRN() string {
	random := make([]byte, 6)
	_, _ = rand.Read(random) // never fails
	number := uint64(0)
	for _, b := range random {
		number = number<<8 | uint64(b)
	}
	return fmt.Sprintf("%012d", number%1_000_000_000_000)
}
