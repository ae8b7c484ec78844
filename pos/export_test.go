package pos

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// codes are words that say their code.
func codes(code string, args ...any) string {
	return strings.TrimSpace(fmt.Sprintln(append([]any{code}, args...)...))
}

func export(t testing.TB, till *Till, e Export) []byte {
	t.Helper()
	var out bytes.Buffer
	e.Words = codes
	require.NoError(t, till.Export(t.Context(), &out, e))
	return out.Bytes()
}

// Ensure that no cell of a CSV can be taken for a formula, whoever wrote it, and
// that a CSV reader gets every text back.
func TestCSVIsSafe(t *testing.T) {
	s := openShop(t)
	notes := []string{"=1+1", "+62812", "-3", "@SUM(A1)", " =cmd|' /C calc'!A0", "＝1", "biasa", `a"b,c;d`, "'sudah", "kopi = enak"}
	for i, note := range notes {
		_, err := s.Charge(t.Context(), Charge{Key: fmt.Sprint("csv", i), Amount: 5_000, Note: note, Actor: "=cmd"})
		require.NoError(t, err)
	}
	data := export(t, s.Till, Export{Format: FormatCSV})
	require.True(t, bytes.HasPrefix(data, []byte("\ufeff")))
	rows, err := csv.NewReader(bytes.NewReader(data[3:])).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 1+len(notes))
	for i, row := range rows[1:] {
		require.Len(t, row, len(orderColumns()))
		for _, text := range row {
			if text != "" {
				assert.NotContains(t, "=+-@\t\r\n＝＋－＠", string([]rune(strings.TrimLeft(text, " "))[0]), "%q", text)
			}
		}
		assert.Equal(t, "5000", row[5])
		note := row[len(row)-1]
		assert.Equal(t, strings.TrimSpace(notes[i]), note[strings.Index(note, strings.TrimSpace(notes[i])):], "the words are kept")
	}
}

// Ensure that the rows of a list add up to the totals of its days, in CSV and
// XLSX, and that each order stands on it once.
func TestExportsAddUp(t *testing.T) {
	days, orders := size()
	if days > 5 {
		days = 5
	}
	m := bankedMonth(t, 11, days, orders)
	from, to := Day("2026-11-01"), Day("2026-11-01").Plus(days-1)
	o, err := m.Overview(t.Context(), from, to)
	require.NoError(t, err)
	var steps []int
	e := Export{From: from, To: to, Format: FormatCSV, Progress: func(done, total int) { assert.Equal(t, days, total); steps = append(steps, done) }}
	rows, err := csv.NewReader(bytes.NewReader(export(t, m.Till, e)[3:])).ReadAll()
	require.NoError(t, err)
	require.Len(t, steps, days)
	sold, cash, seen := Rupiah(0), Rupiah(0), map[string]bool{}
	for _, row := range rows[1:] {
		require.False(t, seen[row[0]], row[0])
		seen[row[0]] = true
		number := func(column int) Rupiah {
			n, err := strconv.ParseInt(row[column], 10, 64)
			require.NoError(t, err)
			return Rupiah(n)
		}
		if row[4] == "report.state.paid" || row[4] == "report.state.refunded" {
			sold += number(5) - number(6)
			cash += min(number(8), number(5)-number(6))
		}
	}
	_, inCash := o.Total.Tenders()
	assert.Equal(t, o.Total.Sales.Sum, sold)
	assert.Equal(t, inCash.Sum, cash)

	e.Format = FormatXLSX
	book, err := excelize.OpenReader(bytes.NewReader(export(t, m.Till, e)))
	require.NoError(t, err)
	defer func() { require.NoError(t, book.Close()) }()
	assert.Equal(t, []string{"report.sheet.overview", "report.sheet.orders"}, book.GetSheetList())
	list, err := book.GetRows("report.sheet.orders", excelize.Options{RawCellValue: true})
	require.NoError(t, err)
	require.Len(t, list, len(rows))
	for i, row := range list[1:] {
		assert.Equal(t, rows[i+1][0], row[0])
		assert.Equal(t, rows[i+1][5], row[5], "amounts are numbers")
		serial, err := strconv.ParseFloat(row[2], 64)
		require.NoError(t, err, "times are times")
		at, err := excelize.ExcelDateToTime(serial, false)
		require.NoError(t, err)
		assert.Equal(t, rows[i+1][2], at.Round(time.Second).Format(time.DateTime), "by the shop's clock")
	}
	overview, err := book.GetRows("report.sheet.overview")
	require.NoError(t, err)
	assert.Contains(t, fmt.Sprint(overview), strings.ReplaceAll(o.Total.Sales.Sum.Digits(), ".", ","))
}

// Ensure that a report for a terminal and a page tell the same totals, the page
// is one, and that both stay whole with the largest numbers.
func TestTextAndPDF(t *testing.T) {
	s := openShop(t)
	for i := range 40 {
		keys++
		o, err := s.Charge(t.Context(), Charge{Key: fmt.Sprint("pdf", i), Amount: 10_000_000, Actor: fmt.Sprintf("kasir dengan nama panjang sekali nomor %d", i)})
		require.NoError(t, err)
		_, err = s.Confirm(t.Context(), o.ID, Confirmation{Actor: "sari", SeenAt: "sms"})
		require.NoError(t, err)
		s.clock.add(time.Hour)
	}
	text := string(export(t, s.Till, Export{From: "2026-11-01", To: "2026-11-30", Format: FormatText}))
	for _, want := range []string{"report.title.days 2026-11-01 2026-11-30", "Rp400.000.000", "report.certainty", "evidence.manual", "report.hour.from 13",
		"report.cashier", "kasir dengan nama panjang sekali nomor 39", "2026-11-21"} {
		assert.True(t, strings.Contains(text, want), want)
	}
	pdf := export(t, s.Till, Export{From: "2026-11-01", To: "2026-11-30", Format: FormatPDF})
	assert.True(t, bytes.HasPrefix(pdf, []byte("%PDF-")))
	assert.True(t, bytes.Contains(pdf, []byte("/Count 1\n")), "one page")
	assert.True(t, bytes.Equal(pdf, export(t, s.Till, Export{From: "2026-11-01", To: "2026-11-30", Format: FormatPDF})), "the same each time")
	assert.ErrorIs(t, s.Export(t.Context(), io.Discard, Export{Format: "doc", Words: codes}), ErrFormat)
	if dir := os.Getenv("LACI_OUT"); dir != "" {
		require.NoError(t, os.WriteFile(dir+"/report.pdf", pdf, 0o644))
	}
}

// stuck is a reader that goes away.
type stuck struct{ left int }

func (s *stuck) Write(p []byte) (int, error) {
	if s.left -= len(p); s.left < 0 {
		return 0, errStuck
	}
	return len(p), nil
}

var errStuck = errors.New("nobody reads")

// Ensure that a reader who goes away, and a caller who gives up, end a report
// and leave the till selling.
func TestExportEnds(t *testing.T) {
	s := openShop(t)
	for range 600 {
		s.charge(10_000)
	}
	for _, format := range []Format{FormatText, FormatCSV, FormatXLSX, FormatPDF} {
		assert.ErrorIs(t, s.Export(t.Context(), &stuck{left: 100}, Export{Format: format, Words: codes}), errStuck, format)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Export(ctx, writerFunc(func(p []byte) (int, error) { cancel(); return len(p), nil }), Export{Format: FormatCSV, Words: codes, From: "2026-01-01", To: "2026-12-31"})
	if err != nil {
		assert.ErrorIs(t, err, context.Canceled)
	}
	s.charge(20_000)
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// Ensure that a spreadsheet of a hundred thousand orders takes at most ten
// seconds and two hundred megabytes, by the writer alone.
func TestLargeXLSX(t *testing.T) {
	rows := 100_000
	if testing.Short() {
		rows = 5_000
	}
	s := openShop(t)
	o := soldOrder{Order: s.charge(25_000), day: "2026-11-20"}
	overview, err := s.Overview(t.Context(), "", "")
	require.NoError(t, err)
	calendar := Calendar{Zone: "WIB"}
	var peak, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&now)
	base := now.HeapAlloc
	start := time.Now()
	count := &counter{}
	err = writeXLSX(count, overview, codes, func(yield func([]Value) error) error {
		for i := range rows {
			o.Number = "A-" + strconv.Itoa(i)
			if err := yield(o.row(calendar, codes)); err != nil {
				return err
			}
			if i%10_000 == 0 {
				if runtime.ReadMemStats(&now); now.HeapAlloc > peak.HeapAlloc {
					peak = now
				}
			}
		}
		return nil
	})
	require.NoError(t, err)
	runtime.ReadMemStats(&now)
	heap := max(peak.HeapAlloc, now.HeapAlloc) - base
	t.Logf("%d rows: %s, %d MB of heap, %d MB of file", rows, time.Since(start), heap>>20, count.n>>20)
	assert.Less(t, heap, uint64(200<<20))
	if !testing.Short() { // a short run may be slowed down by the race detector
		assert.Less(t, time.Since(start), 10*time.Second)
	}
}

type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) { c.n += int64(len(p)); return len(p), nil }
