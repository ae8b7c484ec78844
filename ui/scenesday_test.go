package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"laci/pos"
)

// boss is a supervisor with a long name.
const boss, bossPIN = "Budi Santoso Wijaya", "73915"

// staffed hires two people and signs the supervisor in.
func (b *bench) staffed() {
	b.Helper()
	b.hire("Sari", pos.RoleCashier, "4826")
	b.hire(boss, pos.RoleSupervisor, bossPIN)
	b.signIn(boss, bossPIN)
}

// sellDay sells for some hours: most money is told of by a phone or a gateway,
// some by hand, some in cash. It gives the acquirer's list of it.
func (b *bench) sellDay(sales ...int) (list string) {
	b.Helper()
	ctx, number := context.Background(), 0
	for _, n := range sales {
		for range n {
			number++
			actor := []string{"Sari", boss, "Sari"}[number%3]
			c := pos.Charge{Key: fmt.Sprint(b.now().Unix(), number), Amount: pos.Rupiah(12_500 + number*1_500), Actor: actor}
			if number%6 == 0 {
				c.Cash, c.Tendered = c.Amount, c.Amount
			}
			o, err := b.till.Charge(ctx, c)
			require.NoError(b, err)
			b.tick(20 * time.Second)
			switch {
			case number%6 == 0:
				continue
			case number%5 == 0:
				_, err = b.till.Confirm(ctx, o.ID, pos.Confirmation{Actor: actor, SeenAt: "soundbox"})
			default:
				rrn := fmt.Sprintf("4%011d", b.now().Unix())
				_, err = b.till.Settle(ctx, pos.Report{
					Source: "hp", Evidence: []pos.Evidence{pos.ForwarderMatched, pos.GatewayVerified}[number%2],
					PaymentID: rrn, RRN: rrn, Amount: o.Payable, PaidAt: b.now(), OrderRef: o.Number,
				})
				list += fmt.Sprintf("%s;%d;%s;SUKSES\n", b.now().In(jakarta).Format("2006-01-02 15:04:05"), o.Payable, rrn)
			}
			require.NoError(b, err)
		}
		b.tick(time.Hour - time.Duration(n)*20*time.Second)
	}
	b.settle()
	for len(b.app.strip.told) > 0 {
		b.tap("strip")
	}
	return "Waktu;Nominal;Referensi;Keterangan\n" + list
}

// agreeOnTimes gives the files of a folder the time that it is at the bench.
func (b *bench) agreeOnTimes(dir string) {
	b.Helper()
	files, err := os.ReadDir(dir)
	require.NoError(b, err)
	for _, file := range files {
		require.NoError(b, os.Chtimes(filepath.Join(dir, file.Name()), b.now(), b.now()))
	}
}

var jakarta = time.FixedZone("WIB", 7*3600)

// tick moves the clock and nothing else.
func (b *bench) tick(d time.Duration) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.clock = b.clock.Add(d)
}

// dayScenes walks through the owner's day: figures, shifts, the bank.
func dayScenes(t *testing.T, o opening, see func(b *bench, name string)) {
	dir := o.folder(t, "Laporan")
	o.facing, o.folders = pos.FacingCashier, []string{dir}
	b := newBench(t, o)
	b.staffed()
	shiftScenes(b, see)
	list := b.sellDay(1, 3, 4, 3, 6, 2, 1)
	b.tick(7*24*time.Hour - 7*time.Hour)
	b.sellDay(2, 3, 5, 2)
	_, err := b.till.Settle(context.Background(), pos.Report{Source: "hp", Evidence: pos.ForwarderMatched, PaymentID: "stray", Amount: 77_700, PaidAt: b.now()})
	require.NoError(t, err)
	b.settle()
	b.tap("menu", "menu.today")
	b.until("the day", func() bool { return b.app.today.ready })
	see(b, "today-full")
	b.tap("today.all")
	see(b, "today-all")
	b.tap("back", "today.date")
	see(b, "calendar")
	b.tap("day.2026-11-20")
	b.until("the day", func() bool { return b.app.today.ready })
	see(b, "today-past")
	b.tap("today.save")
	see(b, "save")
	b.tap("save.xlsx")
	see(b, "save-where")
	b.tap("folder." + filepath.Base(dir))
	b.until("the report", func() bool { return b.says(b.app.t("save.done")) })
	see(b, "saved")
	b.tap("ok")
	b.on("today")
	bankScenes(b, dir, list, see)
}

func shiftScenes(b *bench, see func(b *bench, name string)) {
	b.tap("menu", "menu.shift")
	b.until("the shift", func() bool { return b.app.shift.ready })
	see(b, "shift-unopened")
	b.tap("shift.open", "key.2", "key.00", "key.000")
	see(b, "shift-float")
	b.tap("shift.open")
	b.until("the shift", func() bool { return b.app.shift.mine.Opened })
	b.tap("shift.in", "key.5", "key.0", "key.000", "next")
	see(b, "shift-why")
	b.tap("why.1")
	b.until("the cash", func() bool { return b.app.shift.mine.In == 50_000 })
	see(b, "shift")
	b.tap("shift.hand")
	see(b, "shift-hand")
	b.tap("back", "shift.x")
	b.on("x")
	see(b, "x")
	b.tap("back", "shift.close")
	b.tap("count.100000", "key.2", "count.50000", "key.1", "count.2000", "key.0", "key.0", "key.0", "key.9")
	see(b, "count")
	b.tap("count.done")
	see(b, "shift-close")
	b.tap("close.yes")
	b.on("z")
	see(b, "z")
	b.tap("back", "shift.zs")
	b.on("shift.zs")
	see(b, "zs")
	b.tap("back", "back", "back")
	b.on("keypad")
}

func bankScenes(b *bench, dir, list string, see func(b *bench, name string)) {
	rows := strings.SplitAfter(list, "\n")
	list = strings.Join(rows[:len(rows)-3], "") + "2026-11-20 15:00:00;33000;499999999999;SUKSES\n"
	require.NoError(b, os.WriteFile(filepath.Join(dir, "daftar.csv"), []byte(list), 0o600))
	b.agreeOnTimes(dir)
	b.tap("today.bank")
	b.on("bank")
	see(b, "bank")
	b.tap("bank.number", "key.1", "key.000", "key.000")
	see(b, "bank-number")
	b.tap("bank.compare")
	b.on("bank.result")
	see(b, "bank-sum")
	b.tap("back", "today.bank", "bank.list")
	b.until("the list", func() bool { _, ok := b.find("file.daftar.csv"); return ok })
	see(b, "bank-pick")
	b.tap("file.daftar.csv")
	b.on("bank.column")
	see(b, "bank-column")
	b.tap("column.Waktu", "column.none", "column.Nominal", "column.none", "column.Referensi", "column.Keterangan")
	see(b, "bank-cents")
	b.tap("cents.no")
	b.on("bank.result")
	see(b, "bank-list")
	b.tap("back")
}
