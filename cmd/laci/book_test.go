//go:build linux

package main

import (
	"bytes"
	"os"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/cmd/internal/house"
	"laci/pos"
	"laci/qris"
	"laci/qris/symbol"
	"laci/ui"
)

// full tells whether the long form of a test is wanted.
func full() bool { return os.Getenv("LACI_FULL") == "1" }

// agrees reads the code on the screen with two readers of their own, and the words
// beside it: shop, NMID and amount are the code's. It gives what was read.
func (d *desk) agrees(name string, payable pos.Rupiah) (payload string) {
	d.t.Helper()
	payload, picture := d.readCode(name)
	read, err := symbol.Read(d.t.Context(), bytes.NewReader(encoded(d.t, picture)), symbol.Limits{})
	require.NoError(d.t, err)
	require.Equal(d.t, []string{payload}, read, "two readers read two codes")
	code, err := qris.Parse(payload)
	require.NoError(d.t, err)
	amount, there, err := code.Amount()
	require.NoError(d.t, err)
	require.True(d.t, there)
	assert.Equal(d.t, payable, pos.Rupiah(amount))
	one := d.frames.last()
	for _, drawn := range []string{code.Merchant().Name, words("code.nmid", code.NMID()), pos.Rupiah(amount).String()} {
		require.True(d.t, one.draws(drawn), "%q is not what stands beside its code: %s", drawn, one)
	}
	d.shot(name, code.Merchant().Name, code.NMID(), pos.Rupiah(amount).String())
	return payload
}

// draws tells whether these words, no more and no less, stand on the frame.
func (one traced) draws(words string) bool { return one.text(words).Label != "" }

// text gives the label that says these words, no more and no less.
func (one traced) text(words string) ui.TileInfo {
	for _, tile := range one.Tiles {
		if tile.Kind == "text" && tile.Label == words {
			return tile
		}
	}
	return ui.TileInfo{}
}

// turnTo turns pages until a tile is there.
func (d *desk) turnTo(code string) {
	d.t.Helper()
	for {
		one := d.wait("the tile "+code+" or a next page", func(one traced) bool {
			_, there := one.tile(code)
			next, more := one.tile("page.next")
			return there || more && next.Enabled
		})
		if _, there := one.tile(code); there {
			return
		}
		d.tap("page.next")
	}
}

// audit compares the book with what is in the till: every order, its money, and
// the day's sales.
func (c *cashier) audit(data string) {
	t := c.d.t
	h, err := house.Open(t.Context(), house.Options{Dir: data, Program: "test", Listen: "127.0.0.1:0"})
	require.NoError(t, err)
	defer func() { require.NoError(t, h.Close()) }()
	require.NoError(t, h.Till.Verify(t.Context()))
	orders, err := h.Till.History(t.Context(), pos.Search{Limit: len(c.book) + 10})
	require.NoError(t, err)
	require.Len(t, orders, len(c.book))
	var sales pos.Tally
	for _, o := range orders {
		v := c.of(o.Number)
		require.NotNil(t, v, "the cashier knows nothing of %s", o.Number)
		state := o.State
		if state == pos.Pending {
			state = pos.Expired // its time may have ended meanwhile, or not
		}
		assert.Equal(t, *v, line{number: o.Number, amount: o.Amount, payload: v.payload, over: v.over, state: state,
			received: o.Received, cash: o.Cash, returned: o.Returned, note: o.Note})
		if v.payload != "" {
			assert.Equal(t, v.payload, o.Payload, "the code that was on the screen")
		}
		if v.state == pos.Paid {
			sales.Count, sales.Sum = sales.Count+1, sales.Sum+v.amount
		}
	}
	days, err := h.Till.Days(t.Context(), h.Till.Day().Plus(-1), h.Till.Day())
	require.NoError(t, err)
	var counted pos.Tally
	for _, day := range days {
		counted.Count, counted.Sum = counted.Count+day.Sales.Count, counted.Sum+day.Sales.Sum
	}
	assert.Equal(t, sales, counted, "the sales of the day")
}
