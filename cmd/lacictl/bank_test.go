package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/pos"
)

var jakarta = time.FixedZone("WIB", 7*3600)

// soldYesterday makes a till that sold three times at noon of yesterday, all
// confirmed by hand.
func soldYesterday(t *testing.T) (dir string, day string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	now := time.Now().In(jakarta).AddDate(0, 0, -1)
	noon := time.Date(now.Year(), now.Month(), now.Day(), 12, 0, 0, 0, jakarta)
	h, err := house.Open(t.Context(), house.Options{Dir: dir, Program: "laci", Listen: "127.0.0.1:0", Now: func() time.Time { return noon }})
	require.NoError(t, err)
	require.NoError(t, h.Till.SetUp(t.Context(), pos.SetUp{QRIS: assets.Sticker(), PIN: ownerPIN, TerminalName: "Kasir A", Zone: "WIB", Actor: "owner"}))
	for i, amount := range []pos.Rupiah{25_000, 40_000, 15_000} {
		o, err := h.Till.Charge(t.Context(), pos.Charge{Key: fmt.Sprint(i), Amount: amount, Actor: "owner", Note: "=1+1"})
		require.NoError(t, err)
		_, err = h.Till.Confirm(t.Context(), o.ID, pos.Confirmation{Actor: "owner", SeenAt: "merchant_app"})
		require.NoError(t, err)
	}
	require.NoError(t, h.Close())
	return dir, noon.Format(time.DateOnly)
}

// stoppedAndRunning runs a test on a stopped till and on one that is served.
func stoppedAndRunning(t *testing.T, test func(t *testing.T, dir, day string)) {
	t.Run("stopped", func(t *testing.T) {
		dir, day := soldYesterday(t)
		test(t, dir, day)
	})
	t.Run("running", func(t *testing.T) {
		dir, day := soldYesterday(t)
		s := serve(t, dir)
		test(t, dir, day)
		assert.Equal(t, fine, s.stop(t, syscall.SIGTERM), s.said.String())
	})
}

// Ensure that a report comes in every format, whether the till runs or not, to
// standard output and to a file that is there whole or not at all.
func TestReports(t *testing.T) {
	stoppedAndRunning(t, func(t *testing.T, dir, day string) {
		text := succeeds(t, "report", "--day", day, "--data", dir)
		for _, want := range []string{"Report of " + day, "Rp80.000", "By hand", "12:00", "WARUNG SAYUR BU TINI"} {
			assert.Contains(t, text, want)
		}
		assert.Contains(t, succeeds(t, "--lang", "id", "report", "--day", day, "--data", dir), "Penjualan lunas")

		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(succeeds(t, "report", "--from", day, "--to", day, "--format", "csv", "--data", dir), "\ufeff"))).ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, 4)
		assert.Equal(t, "'=1+1", rows[1][len(rows[1])-1])

		out := filepath.Join(t.TempDir(), "laporan")
		succeeds(t, "report", "--day", day, "--format", "xlsx", "--out", out+".xlsx", "--data", dir)
		book, err := excelize.OpenFile(out + ".xlsx")
		require.NoError(t, err)
		sales, err := book.GetRows("Sales")
		require.NoError(t, err)
		require.NoError(t, book.Close())
		assert.Len(t, sales, 4)
		succeeds(t, "report", "--day", day, "--format", "pdf", "--out", out+".pdf", "--data", dir)
		pdf, err := os.ReadFile(out + ".pdf")
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(string(pdf), "%PDF-"))

		lacictl(t, "", "report", "--from", "2026-02-30", "--to", day, "--out", out+".txt", "--data", dir).refuses(t, "span_invalid")
		assert.NoFileExists(t, out+".txt")
		assert.Equal(t, usage, lacictl(t, "", "report", "--from", day, "--data", dir).code)
		assert.Equal(t, usage, lacictl(t, "", "report", "--day", day, "--format", "doc", "--data", dir).code)
		lacictl(t, "", "report", "--day", day, "--out", filepath.Join(out, "no", "such"), "--data", dir).refuses(t, "output_failed")
		left, err := filepath.Glob(filepath.Join(filepath.Dir(out), ".laci-*"))
		require.NoError(t, err)
		assert.Empty(t, left)
	})
}

// Ensure that a day is compared with the bank by number and by list, whether the
// till runs or not; that columns named once are remembered; that what makes no
// sense is refused by its word and leaves no entry.
func TestBank(t *testing.T) {
	stoppedAndRunning(t, func(t *testing.T, dir, day string) {
		lacictl(t, "", "bank", "rule", "dompet", "--batch", "24:00+1", "--criteria", "UKE", "--payout-fee", "2500", "--data", dir).refuses(t, "pin_needed")
		rule := lacictl(t, ownerPIN, "bank", "rule", "dompet", "--batch", "24:00+1", "--criteria", "UKE", "--payout-fee", "2500", "--pin-stdin", "--data", dir)
		require.Equal(t, fine, rule.code, rule.err)
		assert.Contains(t, succeeds(t, "bank", "expected", "--day", day, "--data", dir), "Rp76.940") // 80.000 − 0,7 % − 2.500

		var result pos.BankComparison
		compare := func(args ...string) pos.BankComparison {
			t.Helper()
			out := succeeds(t, append([]string{"bank", "compare", "--json", "--data", dir}, args...)...)
			result = pos.BankComparison{}
			require.NoError(t, json.Unmarshal([]byte(out), &result))
			return result
		}
		assert.True(t, compare("--day", day, "--sum", "76.940").Match.Agrees)
		assert.False(t, compare("--day", day, "--sum", "36940").Match.Agrees)

		list := filepath.Join(t.TempDir(), "daftar.csv")
		write := func(lines ...string) {
			require.NoError(t, os.WriteFile(list, []byte("Waktu;Nominal;RRN\n"+strings.Join(lines, "\n")+"\n"), 0o600))
		}
		write(day+" 12:00:05;25.000;400000000001", day+" 12:00:20;15.000;400000000002", day+" 17:30:00;99.000;400000000003")
		lacictl(t, "", "bank", "compare", "--day", day, "--file", list, "--data", dir).refuses(t, "statement_columns")
		got := compare("--day", day, "--file", list, "--columns", "time=Waktu;gross=Nominal;rrn=RRN")
		require.NotNil(t, got.Lists)
		require.Len(t, got.Lists.Lacking, 1)
		assert.Equal(t, "A-0002", got.Lists.Lacking[0].Among[0].Order)
		require.Len(t, got.Lists.Strays, 1)
		assert.Equal(t, pos.Rupiah(99_000), got.Lists.Strays[0].Among[0].Gross)
		words := succeeds(t, "bank", "compare", "--day", day, "--file", list, "--data", dir)
		assert.Contains(t, words, "In the till, not at the bank")
		assert.Contains(t, words, "A-0002")
		assert.Contains(t, succeeds(t, "report", "--day", day, "--data", dir), "differs")

		write(day+" 12:00:05;25.000;400000000001", day+" 12:00:20;15.000;400000000002", day+" 12:00:30;40.000;400000000003")
		assert.True(t, compare("--day", day, "--file", list).Match.Agrees, "the columns are remembered")

		head := succeeds(t, "verify", "--data", dir)
		write("x;" + day + " 12:00:05;25.000")
		lacictl(t, "", "bank", "compare", "--day", day, "--file", list, "--data", dir).refuses(t, "statement_row")
		write(day + " 12:00:05;=25000;1")
		lacictl(t, "", "bank", "compare", "--day", day, "--file", list, "--data", dir).refuses(t, "statement_formula")
		require.NoError(t, os.WriteFile(list, make([]byte, 11<<20), 0o600))
		lacictl(t, "", "bank", "compare", "--day", day, "--file", list, "--data", dir).refuses(t, "statement_too_large")
		lacictl(t, "", "bank", "compare", "--day", "2099-01-01", "--sum", "1", "--data", dir).refuses(t, "bank_early")
		assert.Equal(t, usage, lacictl(t, "", "bank", "compare", "--day", day, "--data", dir).code)
		assert.Equal(t, usage, lacictl(t, "", "bank", "compare", "--day", day, "--file", list, "--columns", "waktu=Waktu", "--data", dir).code)
		assert.Equal(t, head, succeeds(t, "verify", "--data", dir), "nothing was recorded")
	})
}
