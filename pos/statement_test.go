package pos

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// Ensure that amounts are read as people and spreadsheets write them, and that
// what is none is refused.
func TestParseRupiah(t *testing.T) {
	for text, want := range map[string]Rupiah{
		"25000": 25_000, "25.000": 25_000, "25,000": 25_000, "Rp25.000": 25_000, "Rp 25.000,00": 25_000, "IDR 25,000.00": 25_000,
		"1.250.000": 1_250_000, "1,250,000.50": 1_250_001, "175,35": 175, "175,5": 176, "25.00": 25, "-1.500": -1_500, "(1.500)": -1_500,
		"Rp. 7": 7, "+9": 9, "0": 0,
	} {
		got, err := parseRupiah(cell{text: text}, false)
		assert.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for text, want := range map[string]Rupiah{"25000": 25_000, "2.5E+4": 25_000, "175.35000000000002": 175, "1.25E-1": 0, "25.125": 25, "1E15": -1} {
		got, err := parseRupiah(cell{text: text, number: true}, false)
		if want < 0 {
			assert.ErrorIs(t, err, ErrStatementRow, text)
			continue
		}
		assert.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "abc", "12.34.567", "1e9999999999", "25 ribu", "0x10", "--5", "1.2.3", "9999999999999999"} {
		_, err := parseRupiah(cell{text: text}, false)
		assert.ErrorIs(t, err, ErrStatementRow, text)
	}
	got, err := parseRupiah(cell{text: "2500050"}, true)
	require.NoError(t, err)
	assert.Equal(t, Rupiah(25_001), got)
	_, err = parseRupiah(cell{text: "=A1*2"}, false)
	assert.ErrorIs(t, err, ErrStatementFormula)
}

// Ensure that dates and times are read as lists write them: days before months,
// both languages, spreadsheets' numbers, and the clock of the acquirer.
func TestParseMoment(t *testing.T) {
	at := time.Date(2026, 11, 20, 13, 5, 22, 0, jakarta)
	for _, c := range [][2]string{
		{"", "2026-11-20 13:05:22"}, {"", "20/11/2026 13:05:22"}, {"", "20-11-2026 13.05.22"}, {"", "2026-11-20T06:05:22Z"},
		{"", "2026-11-20T13:05:22+07:00"}, {"20 November 2026", "13:05:22"}, {"20 Nov 2026", "13:05:22"}, {"20-Nop-26", "13.05.22"},
		{"20261120", "13:05:22"}, {"", "20 Nov 2026, 13:05:22 WIB"}, {"#46346", "13:05:22"}, {"", "#46346.545393518521"}, {"#46346", "#0.545393518521"},
		{"#46346", "#5.45393518521E-1"}, {"20/11/2026", "1:05:22 PM"},
	} {
		cells := [2]cell{}
		for i, text := range c {
			cells[i].text, cells[i].number = strings.CutPrefix(text, "#")
		}
		got, exact, err := parseMoment(cells[0], cells[1], jakarta, false)
		require.NoError(t, err, "%q", c)
		assert.True(t, exact, "%q", c)
		assert.True(t, at.Equal(got), "%q is %s", c, got)
	}
	got, exact, err := parseMoment(cell{text: "7 Agustus 2026"}, cell{}, jakarta, false)
	require.NoError(t, err)
	assert.False(t, exact)
	assert.True(t, time.Date(2026, 8, 7, 0, 0, 0, 0, jakarta).Equal(got))
	for _, text := range []string{"", "kemarin", "2026-13-01", "11/20/2026", "20-11-1999", "40000000"} {
		_, _, err := parseMoment(cell{text: text}, cell{}, jakarta, false)
		assert.ErrorIs(t, err, ErrStatementRow, text)
	}
}

// Ensure that the two sample lists are read to the last rupiah.
func TestSampleStatements(t *testing.T) {
	for name, columns := range map[string]Columns{
		"wallet.csv": {Time: "txn time", Gross: "txn amount", Fee: "charge amount", Net: "settle amount", RRN: "rrn", Status: "status", Cents: true},
		"bank.xlsx":  {Date: "Tanggal", Time: "Jam", Gross: "Nominal (Rp)", Fee: "MDR", Net: "Netto", RRN: "No. Referensi", Status: "Status"},
	} {
		file, err := os.Open("testdata/statement/" + name)
		require.NoError(t, err)
		got, err := ReadStatement(file, columns, jakarta)
		require.NoError(t, file.Close())
		require.NoError(t, err, name)
		require.Len(t, got.Rows, 5, name)
		assert.Equal(t, 1, got.Skipped, name)
		first := got.Rows[0]
		assert.True(t, time.Date(2026, 11, 20, 9, 12, 41, 0, jakarta).Equal(first.At), "%s: %s", name, first.At)
		assert.Equal(t, "400011220001", first.RRN)
		gross, fee, net := Rupiah(0), Rupiah(0), Rupiah(0)
		for _, row := range got.Rows {
			gross, fee, net = gross+row.Gross, fee+row.Fee, net+row.Net
		}
		assert.Equal(t, []Rupiah{182_500, 1_279, 181_221}, []Rupiah{gross, fee, net}, name)
	}
}

// sheetOf is a spreadsheet of these rows.
func sheetOf(t testing.TB, change func(*excelize.File), rows ...[]any) []byte {
	f := excelize.NewFile()
	defer func() { require.NoError(t, f.Close()) }()
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		require.NoError(t, err)
		require.NoError(t, f.SetSheetRow("Sheet1", at, &row))
	}
	if change != nil {
		change(f)
	}
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))
	return out.Bytes()
}

// bomb is a spreadsheet whose one sheet unpacks to far more than a list; its
// header says that it is small.
func bomb(t testing.TB, lie bool) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	parts := map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`,
	}
	for name, text := range parts {
		part, err := w.Create(name)
		require.NoError(t, err)
		_, err = part.Write([]byte(text))
		require.NoError(t, err)
	}
	part, err := w.Create("xl/worksheets/sheet1.xml")
	require.NoError(t, err)
	_, err = part.Write([]byte(`<worksheet><sheetData><row><c t="str"><v>`))
	require.NoError(t, err)
	for range 150 {
		_, err = part.Write(bytes.Repeat([]byte("A"), 1<<20))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	data := out.Bytes()
	if lie { // in the central directory: 1000 bytes
		at := bytes.LastIndex(data, []byte("PK\x01\x02"))
		binary.LittleEndian.PutUint32(data[at+24:], 1000)
	}
	return data
}

// Ensure that a list that makes no sense is refused whole, by a code word, and
// quickly: shifted columns, formulas, a file too large, half a file, a bomb.
func TestBadStatements(t *testing.T) {
	columns := Columns{Time: "Waktu", Gross: "Nominal", RRN: "RRN"}
	good := "Waktu,Nominal,RRN\n2026-11-20 13:05:22,25000,400000000001\n"
	xlsx := sheetOf(t, nil, []any{"Waktu", "Nominal", "RRN"}, []any{"2026-11-20 13:05:22", 25000, "400000000001"})
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"empty":             {nil, ErrStatement},
		"picture":           {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), ErrStatement},
		"prose":             {[]byte("tidak ada apa apa di sini"), ErrStatement},
		"eleven megabytes":  {bytes.Repeat([]byte("2026-11-20 13:05:22,25000,4\n"), 11<<20/28), ErrStatementSize},
		"no such columns":   {[]byte("Tanggal,Jumlah\n2026-11-20,25000\n"), ErrStatementColumns},
		"shifted":           {[]byte(good + "x,2026-11-20 13:06:22,25000,400000000002\n"), ErrStatementRow},
		"shifted left":      {[]byte(good + "25000,400000000002\n"), ErrStatementRow},
		"no amount":         {[]byte(good + "2026-11-20 13:06:22,,400000000002\n"), ErrStatementRow},
		"after the totals":  {[]byte(good + "Total,25000,\n2026-11-20 13:06:22,25000,400000000002\n"), ErrStatementRow},
		"formula":           {[]byte(good + "2026-11-20 13:06:22,=25000*2,4\n"), ErrStatementFormula},
		"formula in sheet":  {sheetOf(t, func(f *excelize.File) { require.NoError(t, f.SetCellFormula("Sheet1", "B2", "=25000*2")) }, []any{"Waktu", "Nominal", "RRN"}, []any{"2026-11-20 13:05:22", 0, "4"}), ErrStatementFormula},
		"formula elsewhere": {sheetOf(t, func(f *excelize.File) { require.NoError(t, f.SetCellFormula("Sheet1", "E2", "=WEBSERVICE(A1)")) }, []any{"Waktu", "Nominal", "RRN"}, []any{"2026-11-20 13:05:22", 25000, "4"}), ErrStatementFormula},
		"half a sheet":      {xlsx[:len(xlsx)/2], ErrStatement},
		"bomb":              {bomb(t, false), ErrStatementSize},
		"lying bomb":        {bomb(t, true), ErrStatement},
		"zip of nothing":    {append([]byte("PK\x03\x04"), make([]byte, 100)...), ErrStatement},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadStatement(bytes.NewReader(c.data), columns, jakarta)
			require.ErrorIs(t, err, c.want)
			assert.NotEmpty(t, Code(err), "a clear word: %v", err)
		})
	}
	for name, data := range map[string][]byte{"csv": []byte(good), "xlsx": xlsx, "utf-16": utf16le(good), "bom": append([]byte("\ufeff"), good...)} {
		got, err := ReadStatement(bytes.NewReader(data), columns, jakarta)
		require.NoError(t, err, name)
		require.Len(t, got.Rows, 1, name)
		assert.Equal(t, Rupiah(25_000), got.Rows[0].Gross, name)
	}
}

func utf16le(text string) []byte {
	out := []byte{0xff, 0xfe}
	for _, r := range text {
		out = append(out, byte(r), 0)
	}
	return out
}

// FuzzStatement: whatever the bytes are, the reader ends, and never gives a row
// without an amount or from a year without QRIS.
func FuzzStatement(f *testing.F) {
	f.Add([]byte("Waktu,Nominal,RRN\n2026-11-20 13:05:22,25000,400000000001\n"))
	f.Add([]byte("x;y\nWaktu;Nominal;RRN\n20/11/2026;Rp25.000,00;1\nTotal;1;\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := ReadStatement(bytes.NewReader(data), Columns{Time: "Waktu", Gross: "Nominal", RRN: "RRN"}, jakarta)
		if err != nil {
			assert.NotEmpty(t, Code(err))
			return
		}
		for _, row := range got.Rows {
			assert.Positive(t, row.Amount())
			assert.GreaterOrEqual(t, row.At.Year(), 2018)
		}
	})
}

// Ensure that the titles of both sample layouts are found, under whatever the
// bank wrote above them, and that what is no list has none.
func TestStatementTitles(t *testing.T) {
	for name, want := range map[string][]string{
		"wallet.csv": {"SETTLEMENT_ID", "TXN_ID", "TXN_TIME", "MERCHANT_NAME", "TXN_AMOUNT", "CHARGE_AMOUNT", "SETTLE_AMOUNT", "RRN", "STATUS"},
		"bank.xlsx":  {"No", "Tanggal", "Jam", "No. Referensi", "Issuer", "Nominal (Rp)", "MDR", "Netto", "Status"},
	} {
		file, err := os.Open("testdata/statement/" + name)
		require.NoError(t, err)
		got, err := StatementTitles(file)
		require.NoError(t, file.Close())
		require.NoError(t, err, name)
		assert.Equal(t, want, got, name)
	}
	for text, want := range map[string]error{"": ErrStatement, "halo": ErrStatement, "1,2\n3,4\n": ErrStatementColumns, "PK\x03\x04": ErrStatement} {
		_, err := StatementTitles(strings.NewReader(text))
		assert.ErrorIs(t, err, want, "%q", text)
	}
	_, err := StatementTitles(bytes.NewReader(bomb(t, true)))
	assert.Error(t, err)
}
