package pos

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// million is how many orders the large till holds: made once, kept beside the
// other temporary files, and told apart by layout.
const million = 1_000_000

// largeTill opens a till with a million orders over a year, nine in ten paid.
func largeTill(b *testing.B) *shop {
	b.Helper()
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("laci-million-layout%d", layout))
	c := &clock{at: noon.AddDate(-1, 0, 0)}
	s := &shop{clock: c, t: b, o: Options{Dir: dir, Now: c.now, Sealer: plainSealer{}, NoSync: true, Log: slog.New(slog.DiscardHandler)}}
	if _, err := os.Stat(filepath.Join(dir, "whole")); err != nil {
		require.NoError(b, os.RemoveAll(dir))
		fillLarge(b, s)
		require.NoError(b, os.WriteFile(filepath.Join(dir, "whole"), nil, 0o600))
	}
	c.at = noon.Add(time.Hour)
	return s
}

// fillLarge makes the orders, a thousand in a decision.
func fillLarge(b *testing.B, s *shop) {
	b.Helper()
	till, err := Open(b.Context(), s.o)
	require.NoError(b, err)
	require.NoError(b, till.SetUp(b.Context(), SetUp{QRIS: sticker(b), PIN: ownersPIN, TerminalName: "Kasir A", Zone: "WIB"}))
	step := 365 * 24 * time.Hour / (million / 1000)
	for i := range million / 1000 {
		require.NoError(b, till.decide(b.Context(), func(x *txn) error { return thousand(x, i*1000) }))
		s.clock.add(step)
	}
	require.NoError(b, till.Close())
}

// thousand charges and settles.
func thousand(x *txn, from int) error {
	for n := from; n < from+1000; n++ {
		amount := Rupiah(1000 + n%5000*100)
		o, err := x.charge(Charge{Key: strconv.Itoa(n), Amount: amount, Actor: "kasir"}, "", false)
		if err != nil {
			return err
		}
		if err := x.flush(); err != nil {
			return err
		}
		if n%10 == 0 {
			continue
		}
		_, err = x.settle(Report{Source: "hp1", Evidence: ForwarderMatched, Amount: amount, OrderRef: o.Number, PaymentID: o.Number})
		if err := errors.Join(err, x.flush()); err != nil {
			return err
		}
	}
	return nil
}

// BenchmarkMillion is what a till with a million orders takes to open and to
// answer what a counter asks.
func BenchmarkMillion(b *testing.B) {
	s := largeTill(b)
	ctx := context.Background()
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			till, err := Open(ctx, s.o)
			require.NoError(b, err)
			require.NoError(b, till.Close())
		}
	})
	till, err := Open(ctx, s.o)
	require.NoError(b, err)
	defer func() { require.NoError(b, till.Close()) }()
	day := Calendar{Zone: "WIB"}.Day(noon.AddDate(0, -1, 0))
	b.Run("day", func(b *testing.B) {
		for b.Loop() {
			summary, err := till.Summary(ctx, day)
			require.NoError(b, err)
			require.Positive(b, summary.Sales.Count)
		}
	})
	b.Run("thirty days", func(b *testing.B) {
		for b.Loop() {
			days, err := till.Days(ctx, "2026-10-01", "2026-10-30")
			require.NoError(b, err)
			require.Len(b, days, 30)
		}
	})
	b.Run("report of thirty days", func(b *testing.B) {
		for b.Loop() {
			o, err := till.Overview(ctx, "2026-10-01", "2026-10-30")
			require.NoError(b, err)
			require.Positive(b, o.Total.Sales.Count)
		}
	})
	b.Run("xlsx of 100,000 orders", func(b *testing.B) {
		for b.Loop() {
			require.NoError(b, till.Export(ctx, io.Discard, Export{From: "2026-09-25", To: "2026-10-30", Format: FormatXLSX, Words: codes}))
		}
	})
	for name, search := range map[string]Search{
		"all": {}, "paid": {Chip: ChipPaid}, "open": {Chip: ChipOpen}, "check": {Chip: ChipCheck}, "cancelled": {Chip: ChipCancelled},
		"amount": {Amount: 25_000}, "amount open": {Amount: 21_000, Chip: ChipOpen}, "amount cancelled": {Amount: 25_000, Chip: ChipCancelled},
		"number": {Number: "A-500000"},
	} {
		b.Run("page/"+name, func(b *testing.B) {
			for b.Loop() {
				_, err := till.History(ctx, search)
				require.NoError(b, err)
			}
		})
	}
}
