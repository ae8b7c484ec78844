package ui

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that the day shows what was sold: total, count, average, by evidence,
// by hour, and every order page by page.
func TestToday(t *testing.T) {
	for i, size := range testSizes[:3] {
		b := newBench(t, opening{facing: pos.FacingCashier, size: size, look: []Look{Light, Dark, Light}[i]})
		total, number := pos.Rupiah(0), 0
		for hour, sales := range []int{1, 3, 4, 3, 6, 2, 1} {
			for range sales {
				number++
				amount := pos.Rupiah(12_500 + number*1_500)
				o, err := b.till.Charge(context.Background(), pos.Charge{Key: fmt.Sprint(number), Amount: amount, Actor: "kasir"})
				require.NoError(t, err)
				b.wait(20 * time.Second)
				if number%5 == 0 {
					_, err = b.till.Confirm(context.Background(), o.ID, pos.Confirmation{Actor: "Kasir A", SeenAt: "soundbox"})
				} else {
					_, err = b.till.Settle(context.Background(), pos.Report{
						Source: "hp", Evidence: []pos.Evidence{pos.ForwarderMatched, pos.GatewayVerified}[number%2],
						PaymentID: o.Number, Amount: amount, PaidAt: b.now(), OrderRef: o.Number,
					})
				}
				require.NoError(t, err)
				total += amount
			}
			if hour < 6 {
				b.wait(time.Hour - time.Duration(sales)*20*time.Second)
			}
		}
		b.settle()
		for len(b.app.strip.told) > 0 {
			b.tap("strip")
		}
		b.tap("menu", "menu.today")
		b.pin(testPIN)
		b.until("the day", func() bool { return b.app.today.ready })
		assert.True(t, b.says(total.String()))
		assert.True(t, b.says("20"))
		assert.True(t, b.says((total / 20).String()))
		assert.True(t, b.says("Jumat, 20 November"))
		assert.True(t, b.says("Notifikasi HP"))
		assert.True(t, b.says("A-0020"), "the newest first")
		assert.False(t, b.says("A-0001"))
		whole(b, "today")
		b.shot(fmt.Sprintf("today-full-%d", i))
		for next, ok := b.find("page.next"); ok && next.Enabled; next, ok = b.find("page.next") {
			b.tap("page.next")
		}
		assert.True(t, b.says("A-0001"))
		b.press(fyne.KeyEscape)
		assert.Equal(t, "keypad", b.screen)
	}
}

// Ensure that amounts over a bar are short and right.
func TestShortAmounts(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	for amount, short := range map[pos.Rupiah]string{
		312_400: "312 rb", 999_400: "999 rb", 1_000_000: "1 jt", 1_240_000: "1,2 jt", 12_000_000: "12 jt", 700: "1 rb",
	} {
		assert.Equal(t, short, b.app.today.bars.short(amount))
	}
}
