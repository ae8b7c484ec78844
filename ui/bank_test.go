package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
)

// Ensure that a day is matched with the acquirer's list by taps, that its columns
// are asked for once, and that what does not agree is named.
func TestBankByTaps(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, opening{facing: pos.FacingCashier, folders: []string{dir}})
	b.staffed()
	list := b.sellDay(4, 3)
	day, err := b.till.Today(context.Background())
	require.NoError(t, err)
	b.tick(24 * time.Hour)
	b.settle()
	rows := strings.SplitAfter(list, "\n")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "daftar.csv"), []byte(strings.Join(append(rows[:1:1], rows[2:]...), "")), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "kosong.csv"), nil, 0o600))

	b.tap("menu", "menu.today")
	b.until("the day", func() bool { return b.app.today.ready })
	b.tap("today.bank")
	b.on("bank")
	qris, _ := day.Tenders()
	assert.True(t, b.says(qris.Sum.String()))
	b.tap("bank.list", "file.kosong.csv")
	b.until("a refusal", func() bool { return b.says(b.app.t("statement_unreadable")) })
	b.tap("ok", "bank.list", "file.daftar.csv")
	b.on("bank.column")
	b.tap("column.Waktu", "column.none", "column.Nominal", "back", "column.Nominal", "column.none", "column.Referensi", "column.Keterangan", "cents.no")
	b.on("bank.result")
	assert.True(t, b.says(b.app.t("bank.differs")))
	lost := strings.Split(rows[1], ";")
	found := false
	for _, tile := range b.trace {
		found = found || strings.HasPrefix(tile.Label, "A-0001 · "+lost[0][11:16])
	}
	assert.True(t, found, "the payment that is not at the bank is named")
	b.tap("back", "today.bank", "bank.list", "file.daftar.csv")
	b.on("bank.result") // the columns are remembered

	b.tap("back", "today.bank", "bank.number")
	for _, digit := range strings.TrimPrefix(strings.ReplaceAll(qris.Sum.String(), ".", ""), "Rp") {
		b.tap("key." + string(digit))
	}
	b.tap("bank.compare")
	b.on("bank.result")
	assert.True(t, b.says(b.app.t("bank.agrees")))
	b.tap("back")
	b.until("the match on the day's page", func() bool {
		tile, _ := b.find("today.bank")
		return tile.Label == b.app.t("today.bank.yesterday")+" "+b.app.t("bank.agrees.short")+" ›"
	})
}

// Ensure that money that is not due yet, and an acquirer that must be named, are
// told in words.
func TestBankTooEarly(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.staffed()
	b.sellDay(2)
	for _, name := range []string{"dompet", "bank"} {
		require.NoError(t, b.till.SetSettlement(context.Background(), pos.Settlement{
			Acquirer: name, Batches: []pos.Batch{{Closes: 1440, After: 1}}, Zone: "WIB", Criteria: "URE",
		}, testPIN, "owner"))
	}
	b.app.bank.show("2026-11-20", b.app.showHome)
	b.drain()
	b.tap("acquirer.bank")
	b.on("bank")
	b.tap("bank.number", "key.5", "bank.compare")
	b.until("a refusal", func() bool { return b.says(b.app.t("bank_early")) })
	b.tap("ok")
	b.on("bank")
}
