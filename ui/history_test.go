package ui

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// fill makes orders: of every five the last stays unpaid, the rest are cash.
func (b *bench) fill(n int) {
	b.Helper()
	b.wait(time.Second)
	for i := range n {
		amount := pos.Rupiah(1_000 * (i + 1))
		c := pos.Charge{Key: fmt.Sprint("fill", i, b.now()), Amount: amount, Actor: "kasir"}
		if i%5 != 4 {
			c.Cash = amount
		}
		_, err := b.till.Charge(context.Background(), c)
		require.NoError(b, err)
	}
	b.settle()
	for len(b.app.strip.told) > 0 {
		b.tap("strip")
	}
}

// rows are the numbers of the orders on the screen, from the top.
func (b *bench) rows() (numbers []string) {
	for _, r := range b.app.history.rows[:b.app.history.shown] {
		numbers = append(numbers, r.number.words)
	}
	return numbers
}

// Ensure that the history pages through every order once, newest first, by
// arrows and keys, and comes back the same way.
func TestHistoryPages(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.hire("Budi", pos.RoleSupervisor, "7391")
	b.signIn("Budi", "7391")
	b.fill(33)
	b.tap("menu", "menu.history")
	b.until("the orders", func() bool { return len(b.app.history.orders) > 0 })
	var seen []string
	seen = append(seen, b.rows()...)
	first := b.rows()
	for next, ok := b.find("page.next"); ok && next.Enabled; next, ok = b.find("page.next") {
		before := b.rows()[0]
		b.tap("page.next")
		b.until("older orders", func() bool { return b.rows()[0] != before })
		seen = append(seen, b.rows()...)
	}
	require.Len(t, seen, 33)
	for i, number := range seen {
		assert.Equal(t, fmt.Sprintf("A-%04d", 33-i), number)
	}
	for range len(b.app.history.pages) {
		b.press(fyne.KeyPageUp)
	}
	b.until("the newest", func() bool { return b.rows()[0] == first[0] })
	assert.Equal(t, first, b.rows())

	b.tap("chip.open")
	b.until("the unpaid", func() bool { return len(b.rows()) == 6 })
	assert.Equal(t, []string{"A-0030", "A-0025", "A-0020", "A-0015", "A-0010", "A-0005"}, b.rows())
	b.tap("chip.cancelled")
	b.until("none", func() bool { return b.says(b.app.t("history.none")) })
}

// Ensure that a cashier without the right to totals sees the last twenty, older
// ones with a PIN, and any by its number.
func TestHistoryOfACashier(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.fill(30)
	b.tap("menu", "menu.history")
	b.until("the orders", func() bool { return len(b.app.history.orders) > 0 })
	seen := len(b.rows())
	for seen < cashierHistory {
		before := b.rows()[0]
		b.tap("page.next")
		b.until("older orders", func() bool { return b.rows()[0] != before })
		seen += len(b.rows())
	}
	assert.Equal(t, cashierHistory, seen)
	b.tap("page.next")
	b.pin(testPIN)
	b.on("history")
	b.until("the older ones", func() bool { return slices.Contains(b.rows(), "A-0010") })
	b.press(fyne.KeyEscape)

	b.tap("menu", "menu.history", "history.find", "key.2", "search.number")
	b.on("order")
	assert.True(t, b.says("A-0002"))
	b.tap("back")
	b.on("history")
	b.tap("history.find", "key.9", "key.9", "key.9", "search.number")
	b.until("a refusal", func() bool { return b.says(b.app.t("not_found")) })
	assert.Equal(t, "history", b.screen)
}

// Ensure that orders are found by their amount, and that the search is left.
func TestHistoryByAmount(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.fill(5)
	b.fill(4)
	b.tap("menu", "menu.history", "history.find", "key.3", "key.000", "search.amount")
	b.until("both", func() bool { return len(b.rows()) == 2 })
	assert.Equal(t, []string{"A-0008", "A-0003"}, b.rows())
	assert.True(t, b.says("Rp3.000"))
	b.tap("history.all")
	b.until("all", func() bool { return len(b.rows()) > 2 })
	b.tap("history.find", "key.7", "search.amount")
	b.until("none", func() bool { return b.says(b.app.t("history.none.amount", "Rp7")) })
}

// Ensure that a time of another day carries its date.
func TestMoment(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	assert.Equal(t, "13:04", b.app.moment(b.now()))
	assert.Equal(t, "19 Nov 13:04", b.app.moment(b.now().Add(-24*time.Hour)))
}
