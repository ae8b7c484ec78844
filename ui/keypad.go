package ui

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"github.com/oklog/ulid/v2"

	"laci/pos"
)

// keypad is home: an amount is keyed in and its code is shown.
type keypad struct {
	*page
	sum       sum
	cleared   sum       // what C took away
	until     time.Time // it can be brought back until then
	note      string    // what the sale is for
	replaces  pos.Order // the order with a wrong amount that the next one takes the place of
	chargeKey string    // of the charge to come; a new one only when its code is left
	usual     usual     // what a sale comes to here
	minute    time.Time // the clock shows it
	busy      bool      // a charge is on its way
	waiting   bool      // and takes so long that it is said
	leaving   bool      // and is not wanted any more
	refusal   string    // stands in place of the sum line until the next key

	header  *header
	rp      *label
	amount  *label
	line    *label
	quick   []*tile
	remark  *tile
	restore *tile
	instead *tile
	pad     *digitPad
	cash    *tile
	show    *tile
	unpaid  *unpaidList
	notice  *tile
}

// quickAmounts are the notes most paid with.
var quickAmounts = []pos.Rupiah{10_000, 20_000, 50_000}

// restoreFor is how long what C took away can be brought back.
const restoreFor = 5 * time.Second

func newKeypad(a *App) *keypad {
	k := &keypad{page: newPage(a)}
	k.header = newHeader(k.page)
	k.rp, k.amount = k.label(colorQuiet, true), k.figures(colorInk)
	k.line = k.label(colorQuiet, false)
	k.line.lines, k.line.stand = 3, atTop
	k.unpaid = newUnpaidList(k.page)
	for _, n := range quickAmounts {
		t := k.tile("quick."+n.Digits(), asKey, func() { k.enter(k.sum.add(n)) })
		t.say(n.Digits())
		k.quick = append(k.quick, t)
	}
	k.remark = k.tile("note", asRemark, k.writeNote)
	k.restore = k.tile("restore", asChosen, k.bringBack)
	k.instead = k.marked("replace.stop", asAmber, "close", k.keepOld)
	k.pad = newDigitPad(k.page, k.press, "plus", "back", "clear")
	k.cash = k.tile("cash", asSecond, k.cashOrLeave)
	k.show = k.tile("show", asMain, k.charge)
	k.notice = k.tile("notice", asAmber, func() { k.reminder().do() })
	k.notice.label.lines = 2
	return k
}

// showKeypad opens an empty keypad with a new charge key.
func (a *App) showKeypad() {
	if a.now != a.keypad {
		a.watch(pos.Order{})
		a.keypad.fresh()
	}
	a.open(a.keypad)
}

// fresh empties the keypad and makes the key of the next charge.
func (k *keypad) fresh() {
	k.sum, k.cleared, k.until, k.refusal = sum{}, sum{}, time.Time{}, ""
	k.busy, k.waiting, k.leaving = false, false, false
	k.note, k.replaces = "", pos.Order{}
	k.header.eye.close()
	k.renew()
	k.usual.learn(k.a)
	k.a.lookAtBackups()
}

// renew makes another key: the last one belongs to another wish.
func (k *keypad) renew() { k.chargeKey = ulid.Make().String() }

// wish is what the till is asked for.
func (k *keypad) wish() pos.Charge {
	return pos.Charge{Key: k.chargeKey, Amount: k.sum.total(), Note: k.note, Actor: k.a.actor(), Replaces: k.replaces.ID}
}

func (k *keypad) name() string { return "keypad" }

// press does what a key says.
func (k *keypad) press(name string) {
	switch {
	case k.busy && name == "clear":
		k.leave()
	case k.busy:
	case name == "plus":
		k.sum.plus()
		k.enter(true)
	case name == "back":
		k.sum.back()
		k.enter(true)
	case name == "clear":
		k.clear()
	default:
		k.enter(k.sum.digits(name))
	}
}

// enter shows what was keyed in, or that it did not fit.
func (k *keypad) enter(fits bool) {
	k.refusal = ""
	if !fits {
		k.refusal = k.a.t("keypad.digits")
	}
	k.a.render()
}

// clear empties the amount; for a while it can be brought back.
func (k *keypad) clear() {
	if k.sum.total() > 0 {
		k.cleared, k.until = k.sum.copy(), k.a.o.Now().Add(restoreFor)
	}
	k.sum = sum{}
	k.enter(true)
}

func (k *keypad) bringBack() {
	k.sum, k.until = k.cleared, time.Time{}
	k.enter(true)
}

// restorable tells whether what C took away may come back.
func (k *keypad) restorable() bool {
	return k.sum.total() == 0 && k.a.o.Now().Before(k.until)
}

// tick moves the clock and the minutes, and ends Kembalikan. Between minutes
// there is nothing to move, and a till that waits stays idle.
func (k *keypad) tick(now time.Time) {
	ended := !k.until.IsZero() && !now.Before(k.until)
	if k.header.eye.tick(now) {
		k.a.render()
	}
	if minute := now.Truncate(time.Minute); ended || !minute.Equal(k.minute) {
		k.minute = minute
		k.a.lookAtBackups()
		if ended {
			k.until = time.Time{}
		}
		k.a.ask() // who hears of money, and whether the clock is right, change without a commit
		k.a.render()
	}
}

// key takes a hardware key. Escape takes the amount away, and then the wish to
// replace an order.
func (k *keypad) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		k.charge()
	case fyne.KeyEscape:
		if k.sum.total() == 0 && !k.replaces.ID.IsZero() {
			k.keepOld()
			return
		}
		k.press("clear")
	default:
		if key := digitKey(name); key != "" {
			k.press(key)
		}
	}
}

// over tells whether the amount is above the limit of one sale.
func (k *keypad) over() bool { return k.sum.total() > k.a.view.shop.Limit }

// ready tells whether a code can be asked for.
func (k *keypad) ready() bool { return !k.busy && k.sum.total() > 0 && !k.over() }

// slow is how long an answer may take before the keys are shown as dead: most
// are there sooner, and drawing twice would make them late.
const slow = 150 * time.Millisecond

// charge asks for the code of the amount, off the UI goroutine; until the
// answer is there nothing can be pressed.
func (k *keypad) charge() {
	if !k.ready() {
		return
	}
	k.busy = true
	c := k.wish()
	k.a.work(func(ctx context.Context) func() {
		o, err := k.a.o.Till.Charge(ctx, c)
		if err == nil {
			prepare(o.Payload)
		}
		return func() { k.answer(o, err) }
	})
	time.AfterFunc(slow, func() {
		k.a.o.Do(func() {
			if k.busy {
				k.waiting = true
				k.a.render()
			}
		})
	})
}

// answer shows the code, or why there is none.
func (k *keypad) answer(o pos.Order, err error) {
	left := k.leaving
	k.busy, k.waiting, k.leaving = false, false, false
	switch {
	case err == nil && (o.State == pos.Cancelled || left && o.State != pos.Paid):
		k.dropped(o)
		return
	case err == nil:
		k.a.showCode(o)
		return
	case errors.Is(err, pos.ErrKeyReused):
		k.renew()
	case broken(err):
		k.a.trouble.show(err, k.charge)
		return
	}
	k.refusal = k.a.sentence(err)
	k.a.render()
}
