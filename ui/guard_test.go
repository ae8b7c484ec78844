package ui

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that where a customer can touch the screen nothing moves the order but
// a PIN: one quiet button is all there is, and a wrong PIN opens nothing.
func TestNothingACustomerPressesMovesAnOrder(t *testing.T) {
	for _, facing := range []pos.Facing{pos.FacingCustomer, pos.FacingTurned, pos.FacingUnknown} {
		b := newBench(t, opening{facing: facing})
		order := b.sell("2", "5", "000")
		var tiles []string
		for _, tile := range b.trace {
			if tile.Kind == "tile" {
				tiles = append(tiles, tile.Code)
			}
		}
		assert.Equal(t, []string{"cashier"}, tiles)
		b.press(fyne.KeyEscape)
		b.pin("111222")
		b.until("a refusal", func() bool { return b.says(b.app.t("pin_wrong")) })
		b.tap("back")
		b.on("code")
		kept, err := b.till.Order(context.Background(), order.ID)
		require.NoError(t, err)
		assert.Equal(t, order, kept)

		b.tap("cashier")
		b.pin(testPIN)
		b.on("code")
		_, there := b.find("arrived")
		assert.True(t, there)
		b.wait(40 * time.Second)
		_, there = b.find("arrived")
		assert.False(t, there, "a panel nobody uses closes")
	}
}

// Ensure that after LUNAS a customer sees a neutral card, that what needs a look
// is behind the PIN there and open where only the cashier is, and that the day's
// total is for those who may see it.
func TestWhatIsBehindThePIN(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCustomer})
	b.sell("2", "5", "000")
	b.tap("cashier")
	b.pin(testPIN)
	b.on("code")
	b.tap("arrived", "seen.owner", "confirm.yes")
	b.on("paid")
	b.wait(9 * time.Second)
	assert.Equal(t, "idle", b.screen)
	b.tap("start", "menu", "menu.today")
	b.pin(testPIN)
	b.on("today")

	b = newBench(t, opening{facing: pos.FacingCashier})
	b.tap("menu", "menu.inbox")
	b.on("inbox")
	b.tap("back", "menu", "menu.today")
	b.pin("111222")
	b.until("a refusal", func() bool { return b.says(b.app.t("pin_wrong")) })
	b.pin(testPIN)
	b.on("today")
}

// Ensure that money which fits but may not settle by itself is offered on the
// order's screen and confirmed with one tap, behind the PIN at a customer's side.
func TestOffer(t *testing.T) {
	for i, facing := range []pos.Facing{pos.FacingCashier, pos.FacingCustomer, pos.FacingCashier, pos.FacingCustomer} {
		b := newBench(t, opening{facing: facing, shared: true, size: testSizes[i%3]})
		order := b.sell("2", "5", "000")
		outcome, err := b.till.Settle(context.Background(), pos.Report{
			Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: "1", Amount: 25_000, PaidAt: b.now(),
		})
		require.NoError(t, err)
		require.Equal(t, "suggested", outcome.Result)
		b.until("the offer", func() bool { _, ok := b.app.view.offerFor(order.ID); return ok })
		if facing == pos.FacingCustomer {
			assert.True(t, b.says(b.app.t("code.checking")))
			b.tap("cashier")
			b.pin(testPIN)
			b.on("code")
		}
		b.shot(fmt.Sprintf("offer-%d", i))
		whole(b, "offer")
		b.tap("offer.yes")
		b.on("paid")
	}
}

// Ensure that money for a parked order that may not settle by itself is offered
// by a strip on every other screen.
func TestOfferForAnotherOrder(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier, shared: true})
	order := b.sell("1", "8", "000")
	b.tap("next")
	_, err := b.till.Settle(context.Background(), pos.Report{
		Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: "1", Amount: 18_000, PaidAt: b.now(),
	})
	require.NoError(t, err)
	b.until("the strip", func() bool { _, ok := b.find("strip.yes"); return ok })
	b.shot("offer-strip")
	whole(b, "offer strip")
	b.tap("strip.yes")
	b.until("the news", func() bool { return b.says(order.Number + " lunas Rp18.000") })
	assert.Equal(t, "keypad", b.screen)
}

// Ensure that money nobody can place is given to an order by a person who sees
// the facts.
func TestInbox(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier, shared: true})
	first := b.sell("2", "5", "000")
	b.tap("next")
	second := b.sell("2", "5", "000")
	b.until("the line about the other code", func() bool { return b.says(b.app.t("code.same_amount", "Rp25.000", first.Number)) })
	b.shot("twin")
	b.tap("next")
	outcome, err := b.till.Settle(context.Background(), pos.Report{
		Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: "1", Amount: 25_000, PaidAt: b.now(), Payer: "BUDI",
	})
	require.NoError(t, err)
	require.Equal(t, "ambiguous", outcome.Result)
	b.until("the strip", func() bool { _, ok := b.find("strip"); return ok })
	b.tap("strip", "money."+outcome.Payment.String())
	b.on("whose")
	b.tap("order." + second.Number)
	b.until("the order paid", func() bool {
		o, err := b.till.Order(context.Background(), second.ID)
		return err == nil && o.State == pos.Paid
	})
	b.until("an empty inbox", func() bool { return len(b.app.view.inbox) == 0 })
}

// failing is a till that cannot save for a while.
type failing struct {
	Till
	err error
}

func (f *failing) Charge(ctx context.Context, c pos.Charge) (pos.Order, error) {
	if f.err != nil {
		return pos.Order{}, f.err
	}
	return f.Till.Charge(ctx, c)
}

// Ensure that a till that cannot save turns red and shows no code, and that the
// same charge is tried again with its key.
func TestCannotSave(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	broken := &failing{Till: b.till, err: errors.Join(pos.ErrStorage, errors.New("disk full"))}
	b.app.o.Till = broken
	key := b.app.keypad.chargeKey
	b.tap("key.5", "key.000", "show")
	b.on("trouble")
	assert.True(t, b.says(b.app.t("trouble.title")))
	assert.Empty(t, codeBox(b).Label)
	broken.err = nil
	assert.Equal(t, key, b.app.keypad.chargeKey)
	b.tap("retry")
	b.on("code")
	assert.Equal(t, pos.Rupiah(5_000), b.app.view.order.Payable)
}

// Ensure that a refusal without red is said in a sentence in place of the sum.
func TestRefusalAtTheKeypad(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.app.o.Till = &failing{Till: b.till, err: pos.ErrKeyReused}
	b.tap("key.5", "show")
	b.until("a sentence", func() bool { return b.says(b.app.t("key_reused")) })
	assert.Equal(t, "keypad", b.screen)
	b.tap("key.0")
	assert.False(t, b.says(b.app.t("key_reused")))
}

// Ensure that language and look change at once on every screen.
func TestLanguageAndLook(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	var kept []Prefs
	b.app.o.Remember = func(p Prefs) { kept = append(kept, p) }
	b.tap("menu", "menu.looks", "lang.en", "look.dark", "back", "back")
	assert.True(t, b.says("Key in an amount"))
	dark := themed(t, Prefs{Look: Dark})
	assert.Equal(t, paint(colorCard), dark.Color(colorCard, 0))
	assert.Equal(t, inkOf(dark.Color(colorCard, 0)), b.app.keypad.pad.keys[0].back.rim.drawn.fill)
	require.Len(t, kept, 2)
	assert.Equal(t, Prefs{Lang: "en", Look: Dark, Text: 100, Accent: "teal", Sound: "loud"}, kept[1])
}

// Ensure that the program's notice is a quiet line on the keypad until touched.
func TestNotice(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.app.Notice("no_server")
	b.until("the notice", func() bool { return b.says(b.app.t("no_server")) })
	whole(b, "notice")
	b.shot("notice")
	b.tap("notice")
	assert.False(t, b.says(b.app.t("no_server")))
	for _, size := range testSizes {
		b := newBench(t, opening{facing: pos.FacingCashier, size: size})
		b.app.Notice("key_file_lost")
		b.until("the long notice", func() bool { return b.says(b.app.t("key_file_lost")) })
		whole(b, "long notice")
		b.shot(fmt.Sprintf("notice-%v", size.Width))
	}
}

// Ensure that the program is told when a live code comes up and goes, and once
// of each order paid.
func TestLiveAndPaidAreTold(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	var live []bool
	var paid []string
	b.app.o.Live = func(code bool) { live = append(live, code) }
	b.app.o.Paid = func(o pos.Order, here bool) { paid = append(paid, o.Number) }
	order := b.sell("5", "000")
	b.tap("arrived")
	b.tap("confirm.no", "arrived", "seen.sms", "confirm.yes")
	b.on("paid")
	b.until("the news", func() bool { return len(paid) > 0 })
	b.settle()
	assert.Equal(t, []string{order.Number}, paid)
	assert.Equal(t, true, live[0])
	assert.Equal(t, false, live[len(live)-1])
}

// Ensure that practice says so on its screens, pays with its own button and is
// striped, never full green.
func TestPractice(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier, practice: true})
	band := b.app.t("practice.band")
	assert.True(t, b.says(band))
	b.sell("2", "5", "000")
	assert.True(t, b.says(band))
	_, there := b.find("arrived")
	assert.False(t, there)
	b.tap("pay.practice")
	b.on("paid")
	assert.True(t, b.says(band))
	assert.True(t, b.says(b.app.t("paid.practice")))
	picture := b.window.Canvas().Capture()
	green, all := 0, 0
	want := paint(colorPaid)
	wr, wg, wb, _ := want.RGBA()
	for y := 0; y < picture.Bounds().Dy(); y += 4 {
		for x := 0; x < picture.Bounds().Dx(); x += 4 {
			all++
			if r, g, bl, _ := picture.At(x, y).RGBA(); r == wr && g == wg && bl == wb {
				green++
			}
		}
	}
	share := float64(green) / float64(all)
	assert.Greater(t, share, 0.34)
	assert.Less(t, share, 0.75)
}
