package pos

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// lists are the two layouts of statements the tests write, each with the
// columns that read it.
var lists = map[string]struct {
	write   func(testing.TB, []booking) []byte
	columns Columns
}{
	"wallet csv": {walletCSV, Columns{Time: "TXN_TIME", Gross: "TXN_AMOUNT", Fee: "CHARGE_AMOUNT", Net: "SETTLE_AMOUNT", RRN: "RRN",
		ID: "TXN_ID", Status: "STATUS", Cents: true}},
	"bank xlsx": {bankXLSX, Columns{Date: "Tanggal", Time: "Jam", Gross: "Nominal (Rp)", Net: "Netto", RRN: "No. Referensi", Status: "Status"}},
	"net only":  {walletCSV, Columns{Time: "TXN_TIME", Net: "SETTLE_AMOUNT", RRN: "RRN", Status: "STATUS", Cents: true}},
	"no names":  {bankXLSX, Columns{Date: "#2", Time: "#3", Gross: "#6", Status: "#9"}},
}

var jakarta = time.FixedZone("WIB", 7*3600)

// walletCSV is a list as a wallet gives it: semicolons, amounts in cents, times
// with their zone, a line of totals.
func walletCSV(t testing.TB, booked []booking) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = ';'
	require.NoError(t, w.Write([]string{"SETTLEMENT_ID", "TXN_ID", "TXN_TIME", "TXN_AMOUNT", "CHARGE_AMOUNT", "SETTLE_AMOUNT", "RRN", "STATUS"}))
	total := Rupiah(0)
	cents := func(r Rupiah) string { return strconv.FormatInt(int64(r)*100, 10) }
	for i, b := range booked {
		total += b.amount
		require.NoError(t, w.Write([]string{"S1", fmt.Sprintf("T%08d", i), b.at.In(jakarta).Format(time.RFC3339), cents(b.amount), cents(b.fee),
			cents(b.amount - b.fee), b.rrn, "SUCCESS"}))
		if i%50 == 7 { // what did not go well is in it too
			require.NoError(t, w.Write([]string{"S1", fmt.Sprintf("F%08d", i), b.at.In(jakarta).Format(time.RFC3339), cents(9_000), "0", cents(9_000), "", "FAILED"}))
		}
	}
	require.NoError(t, w.Write([]string{"TOTAL", "", "", cents(total), "", "", "", ""}))
	w.Flush()
	return out.Bytes()
}

// bankXLSX is a list as a bank gives it: a few lines about the merchant, dates
// as dates, times as texts, numbers as numbers, a row of totals.
func bankXLSX(t testing.TB, booked []booking) []byte {
	f := excelize.NewFile()
	defer func() { require.NoError(t, f.Close()) }()
	w, err := f.NewStreamWriter("Sheet1")
	require.NoError(t, err)
	row := 0
	put := func(cells ...any) {
		row++
		at, err := excelize.CoordinatesToCellName(1, row)
		require.NoError(t, err)
		require.NoError(t, w.SetRow(at, cells))
	}
	put("LAPORAN TRANSAKSI QRIS")
	put("Merchant", "WARUNG CONTOH")
	put()
	put("No", "Tanggal", "Jam", "No. Referensi", "Issuer", "Nominal (Rp)", "MDR", "Netto", "Status")
	total := Rupiah(0)
	for i, b := range booked {
		at := b.at.In(jakarta)
		total += b.amount
		put(i+1, time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC), at.Format("15:04:05"), b.rrn, "DOMPET",
			int64(b.amount), int64(b.fee), int64(b.amount-b.fee), "Berhasil")
	}
	put("", "Total", "", "", "", int64(total))
	require.NoError(t, w.Flush())
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))
	return out.Bytes()
}

// cheat puts frauds into what the bank booked: payments on a swapped sticker,
// shares too large, and a batch that was never paid out.
func (m *bankMonth) cheat(days int) (lost span) {
	rows := slices.Clone(m.booked)
	day := Day("2026-11-01").Plus(days / 2)
	lost.from, lost.to = m.rule.window(day, 1)
	for n := 0; n < days; {
		like := rows[m.rand.IntN(len(rows))]
		like.at = like.at.Add(time.Duration(m.rand.IntN(7200)-3600) * time.Second)
		like.rrn, like.fraud = fmt.Sprintf("9%011d", m.rand.Int64N(99_999_999_999)), "sticker"
		if !m.liedNear(like) && !like.in(lost) {
			m.booked, n = append(m.booked, like), n+1
		}
	}
	for n := 0; n < days/2+1; {
		i := m.rand.IntN(len(rows))
		if b := &m.booked[i]; b.fraud == "" && !b.in(lost) {
			b.fee, b.fraud, n = b.fee*2+5, "mdr", n+1
		}
	}
	m.booked = slices.DeleteFunc(m.booked, func(b booking) bool { return b.in(lost) })
	slices.SortFunc(m.booked, func(a, b booking) int { return a.at.Compare(b.at) })
	return lost
}

func (b booking) in(s span) bool { return !b.at.Before(s.from) && b.at.Before(s.to) }

// liedNear tells whether a stranger's payment would make a lie true.
func (m *bankMonth) liedNear(b booking) bool {
	for id := range m.lies {
		o := m.order(id)
		if o.Payable == b.amount && o.FirstShown.Sub(b.at).Abs() < 2*time.Hour {
			return true
		}
	}
	return false
}

// size is a month, or in a short run a few days of it.
func size() (days, orders int) {
	if testing.Short() {
		return 4, 80
	}
	return 30, 300
}

// Ensure that a month without frauds agrees with the bank to the last rupiah, by
// list and by one number for each day.
func TestBankAgrees(t *testing.T) {
	days, orders := 3, 60
	m := bankedMonth(t, 2, days, orders)
	booked := slices.Clone(m.booked)
	for id := range m.lies { // the money came after all
		o := m.order(id)
		booked = append(booked, booking{at: o.PaidAt.Add(-20 * time.Second), amount: o.Payable, rrn: "8" + strings.Repeat("0", 5) + o.Number[2:], fee: m.rule.MDR(o.PaidAt, o.Payable)})
	}
	for name, list := range lists {
		columns := list.columns
		result, err := m.CompareBank(t.Context(), BankWish{From: "2026-11-01", To: "2026-11-03", Actor: "owner", List: bytes.NewReader(list.write(t, booked)), Columns: &columns})
		require.NoError(t, err, name)
		assert.True(t, result.Match.Agrees, "%s: %+v", name, result.Lists)
		assert.Equal(t, result.Match.Expected, result.Match.Matched, name)
	}
	// The columns of the last list are remembered.
	again, err := m.Settlement("bank")
	require.NoError(t, err)
	require.NotNil(t, again.Columns)

	for day := Day("2026-11-01"); day <= "2026-11-03"; day = day.Plus(1) {
		net := Rupiah(0)
		for _, b := range booked {
			if Day(b.at.In(jakarta).Format(time.DateOnly)) == day {
				net += b.amount - b.fee
			}
		}
		for _, c := range []struct {
			sum    Rupiah
			agrees bool
		}{{net, true}, {net - 4_000, false}, {net + 4_000, false}} {
			result, err := m.CompareBank(t.Context(), BankWish{From: day, To: day, Actor: "owner", Sum: &c.sum})
			require.NoError(t, err)
			assert.Equal(t, net, result.Match.Net)
			assert.Equal(t, c.agrees, result.Match.Agrees, "%s: %s", day, c.sum)
		}
	}
	m.verified()
	m.reopen()
	m.verified()
}

// Ensure that what cannot be compared yet, or is somebody else's, is refused and
// leaves no entry.
func TestBankRefuses(t *testing.T) {
	m := bankedMonth(t, 3, 1, 40)
	head := m.Head()
	columns := lists["wallet csv"].columns
	wish := func(from, to Day, rows []booking) error {
		_, err := m.CompareBank(t.Context(), BankWish{From: from, To: to, List: bytes.NewReader(walletCSV(t, rows)), Columns: &columns})
		return err
	}
	tomorrow := m.Day().Plus(1)
	assert.ErrorIs(t, wish(tomorrow, tomorrow, m.booked), ErrBankEarly)
	assert.ErrorIs(t, wish("2026-11-02", "2026-11-01", m.booked), ErrSpan)
	assert.ErrorIs(t, wish("2026-11-01", "2027-11-01", m.booked), ErrSpan)
	sum := Rupiah(1)
	_, err := m.CompareBank(t.Context(), BankWish{From: tomorrow, To: tomorrow, Sum: &sum})
	assert.ErrorIs(t, err, ErrBankEarly)
	_, err = m.CompareBank(t.Context(), BankWish{From: "2026-11-01", To: "2026-11-01"})
	assert.ErrorIs(t, err, ErrStatement)
	_, err = m.CompareBank(t.Context(), BankWish{Acquirer: "lain", From: "2026-11-01", To: "2026-11-01", Sum: &sum})
	assert.ErrorIs(t, err, ErrNotFound)
	_, err = m.CompareBank(t.Context(), BankWish{From: "2026-11-01", To: "2026-11-01", List: strings.NewReader("a,b\n")})
	assert.ErrorIs(t, err, ErrStatementColumns, "nobody has said where the list keeps what")

	foreign := slices.Clone(m.booked)
	for i := range foreign {
		foreign[i].amount, foreign[i].rrn = foreign[i].amount+137, "7"+foreign[i].rrn[1:]
	}
	assert.ErrorIs(t, wish("2026-11-01", "2026-11-01", foreign), ErrStatementForeign)
	assert.Equal(t, head, m.Head())
}

// Ensure that with several rules one must be named, and that a rule is dropped by
// the owner alone, also over a restart.
func TestSeveralAcquirers(t *testing.T) {
	s := openShop(t)
	assert.ErrorIs(t, s.DropSettlement(t.Context(), "qris", ownersPIN, "owner"), ErrNotFound, "the one of a shop that said nothing")
	for _, name := range []string{"dompet", "bank"} {
		rule := settlementDefault("UKE")
		rule.Acquirer = name
		require.NoError(t, s.SetSettlement(t.Context(), rule, ownersPIN, "owner"))
	}
	_, err := s.Payouts(t.Context(), "", "2026-11-19", "2026-11-19")
	assert.ErrorIs(t, err, ErrAcquirer)
	assert.ErrorContains(t, err, "dompet, bank")
	_, err = s.Payouts(t.Context(), "bank", "2026-11-19", "2026-11-19")
	assert.NoError(t, err)
	assert.ErrorIs(t, s.DropSettlement(t.Context(), "dompet", "000001", "owner"), ErrPINWrong)
	require.NoError(t, s.DropSettlement(t.Context(), "dompet", ownersPIN, "owner"))
	s.reopen()
	only, err := s.Settlement("")
	require.NoError(t, err)
	assert.Equal(t, "bank", only.Acquirer)
	s.verified()
}
