package receipt

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/qris/symbol"
)

var noon = time.Date(2026, 8, 17, 5, 5, 22, 0, time.UTC) // 12:05:22 WIB

func shop() Shop {
	return Shop{Name: "WARUNG SAYUR BU TINI", City: "BANDUNG", NMID: "ID1020000000304", Terminal: "Kasir A", Zone: "WIB", Lang: "id"}
}

// sold is an order with everything a receipt can say, and what was paid for it.
func sold() (pos.Order, []pos.Payment) {
	o := pos.Order{ID: ulid.MustParse("01J5F0000000000000000000AB"), Number: "A-0042", State: pos.Paid, Placed: noon, PaidAt: noon.Add(time.Minute),
		Actor: "Sari", Amount: 83_500, Off: 3, Received: 63_497, Cash: 20_000, Note: "bungkus, tanpa cabe"}
	o.Items = []pos.Item{{Name: "Nasi campur ayam bakar komplit sambal ijo porsi besar", Quantity: 2, Price: 35_000}, {Name: "Es teh", Quantity: 3, Price: 5_000}}
	o.Subtotal, o.Discount, o.Tip = 85_000, 2_500, 1_000
	o.Refunds = []pos.Refund{{Amount: 5_000, How: "cash", At: noon.Add(time.Hour)}}
	return o, []pos.Payment{
		{Amount: 20_000, Evidence: pos.CashTaken, Tendered: 50_000},
		{Amount: 63_497, Evidence: pos.ForwarderMatched, Issuer: "GoPay", RRN: "000111666"},
	}
}

// Ensure that a receipt says what was sold, the lines that make the sum, what was
// paid and how the till knows.
func TestSale(t *testing.T) {
	o, money := sold()
	text := Sale(shop(), o, money, false).Text(42)
	for _, line := range []string{
		"WARUNG SAYUR BU TINI", "NMID ID1020000000304", "No. A-0042                17-08-2026 12:05", "Kasir A                               Sari",
		"  2 × 35.000                      Rp70.000", "Subtotal                          Rp85.000", "Diskon                            -Rp2.500",
		"Tip                                Rp1.000", "Kode unik                             -Rp3", "LUNAS                     17-08-2026 12:06",
		"Tunai                             Rp20.000", "  Diterima                        Rp50.000", "  Kembalian                       Rp30.000",
		"QRIS                              Rp63.497", "  Notifikasi HP                      GoPay", "  RRN                            000111666",
		"Dikembalikan 17-08-2026 13:05     -Rp5.000", "TOTAL                             Rp83.497",
	} {
		assert.Contains(t, text, line+"\n")
	}
	assert.NotContains(t, text, "CETAK ULANG")
	assert.NotContains(t, text, "LATIHAN")
}

// Ensure that a copy says that it is one, practice that its money is not real, a
// person's word whose it was, and an unpaid order that it is not paid.
func TestSaleMarks(t *testing.T) {
	o, _ := sold()
	practice := shop()
	practice.Practice = true
	text := Sale(practice, o, []pos.Payment{{Amount: 83_497, Evidence: pos.Manual, Actor: "Sari", LastDigits: "1666"}}, true).Text(42)
	assert.Contains(t, text, "LATIHAN, uang tidak sungguhan")
	assert.Contains(t, text, "CETAK ULANG")
	assert.Contains(t, text, "  Manual (Sari)")
	assert.Contains(t, text, "…1666")
	o.PaidAt, o.State = time.Time{}, pos.Pending
	text = Sale(shop(), o, nil, false).Text(42)
	assert.Contains(t, text, "BELUM LUNAS")
	assert.NotContains(t, text, "\nLUNAS")
}

// printed is a printer: it takes the four commands that a slip is made of and
// nothing else, and gives what is on the paper and whether it was cut.
func printed(t testing.TB, stream []byte) (paper *image.Gray, fed, cut bool) {
	t.Helper()
	require.True(t, bytes.HasPrefix(stream, []byte{0x1B, 0x40}))
	var rows []byte
	width, rest := 0, stream[2:]
	for len(rest) > 0 {
		require.False(t, cut, "bytes after the cut")
		switch {
		case bytes.HasPrefix(rest, []byte{0x1D, 0x76, 0x30, 0x00}):
			require.GreaterOrEqual(t, len(rest), 8)
			across, high := int(binary.LittleEndian.Uint16(rest[4:])), int(binary.LittleEndian.Uint16(rest[6:]))
			require.GreaterOrEqual(t, len(rest), 8+across*high)
			width, rows, rest = across*8, append(rows, rest[8:8+across*high]...), rest[8+across*high:]
		case bytes.HasPrefix(rest, []byte{0x1B, 0x64}):
			fed, rest = rest[2] > 0, rest[3:]
		case bytes.HasPrefix(rest, []byte{0x1D, 0x56, 0x42, 0x00}):
			cut, rest = true, rest[4:]
		default:
			require.FailNow(t, "not a command of a slip", "% x", rest[:min(8, len(rest))])
		}
	}
	require.Positive(t, width)
	paper = image.NewGray(image.Rect(0, 0, width, len(rows)*8/width))
	for i := range paper.Pix {
		paper.Pix[i] = 255
		if rows[i/8]&(0x80>>(i%8)) != 0 {
			paper.Pix[i] = 0
		}
	}
	return paper, fed, cut
}

// Ensure that what a printer prints is the receipt's picture, dot by dot, on both
// widths of paper, fed and cut, and that its code is read off the paper.
func TestESCPOS(t *testing.T) {
	o, money := sold()
	for _, dots := range []int{Dots58, Dots80} {
		slip := Sale(shop(), o, money, false)
		page, err := slip.Picture(dots)
		require.NoError(t, err)
		paper, fed, cut := printed(t, ESCPOS(page))
		assert.True(t, fed)
		assert.True(t, cut)
		require.Equal(t, page.Rect, paper.Rect)
		differ := 0
		for i, dot := range page.Pix {
			if (dot == 1) != (paper.Pix[i] == 0) {
				differ++
			}
		}
		assert.Zero(t, differ)
		dark := bytes.Count(page.Pix, []byte{1})
		assert.InDelta(t, 0.12, float64(dark)/float64(len(page.Pix)), 0.08, "ink on the paper")
		var file bytes.Buffer
		require.NoError(t, png.Encode(&file, paper))
		texts, err := symbol.Read(t.Context(), bytes.NewReader(file.Bytes()), symbol.Limits{})
		require.NoError(t, err)
		assert.Equal(t, []string{"LACI A-0042 01J5F0000000000000000000AB"}, texts)
		if _, err := exec.LookPath("zbarimg"); err != nil {
			t.Log("zbarimg is not installed")
			continue
		}
		name := filepath.Join(t.TempDir(), "paper.png")
		require.NoError(t, os.WriteFile(name, file.Bytes(), 0o600))
		out, err := exec.Command("zbarimg", "-q", "--raw", name).Output()
		require.NoError(t, err)
		assert.Equal(t, slip.Code+"\n", string(out))
	}
}

// Ensure that no line of a receipt leaves its paper, however long a name is.
func TestPictureStaysOnPaper(t *testing.T) {
	o, money := sold()
	long := shop()
	long.Name = strings.Repeat("TOKO ", 12) + strings.Repeat("W", 60)
	o.Items = append(o.Items, pos.Item{Name: strings.Repeat("m", 60), Quantity: 100_000, Price: 9_999_999})
	money[1].Issuer = strings.Repeat("Bank ", 12)
	page, err := Sale(long, o, money, true).Picture(Dots58)
	require.NoError(t, err)
	for y := range page.Rect.Dy() {
		for _, x := range []int{0, 1, 2, Dots58 - 3, Dots58 - 2, Dots58 - 1} {
			require.Zero(t, page.ColorIndexAt(x, y), "at %d, %d", x, y)
		}
	}
}

// Ensure that a PDF has one page as wide as the paper and holds the picture.
func TestPDF(t *testing.T) {
	o, money := sold()
	var file bytes.Buffer
	require.NoError(t, Sale(shop(), o, money, false).PDF(&file, Dots80))
	assert.True(t, bytes.HasPrefix(file.Bytes(), []byte("%PDF-")))
	assert.Contains(t, file.String(), "/MediaBox [0 0 204.09 ", "576 dots of 1/8 mm are 72 mm are 204.09 points")
	assert.Contains(t, file.String(), "/Count 1\n")
	assert.Contains(t, file.String(), "/Width 576")
}

// Ensure that the WhatsApp code opens the customer's own app with the receipt and
// can be drawn coarse enough to be scanned.
func TestWhatsApp(t *testing.T) {
	o, money := sold()
	address, err := url.Parse(WhatsApp(shop(), o, money))
	require.NoError(t, err)
	assert.Equal(t, "https://wa.me/", address.Scheme+"://"+address.Host+address.Path)
	text := address.Query().Get("text")
	assert.Contains(t, text, "*WARUNG SAYUR BU TINI*\nNo. A-0042 · 17-08-2026 12:05\nTOTAL Rp83.497")
	assert.Contains(t, text, "RRN 000111666")
	code, err := symbol.Draw(address.String(), symbol.L)
	require.NoError(t, err)
	assert.LessOrEqual(t, code.Size(), 85)
}

// Ensure that nothing anybody wrote reaches the printer as a command: whatever the
// words are, the stream is dots, a feed and a cut.
func FuzzESCPOS(f *testing.F) {
	f.Add("Kopi \x1b@ susu", "\x1dV\x00", "\x10\x04\x01")
	f.Add("é中文🙂", strings.Repeat("x ", 200), "")
	f.Fuzz(func(t *testing.T, name, note, foot string) {
		o, money := sold()
		o.Items[0].Name, o.Note = name, note
		s := shop()
		s.Name, s.Foot = name, foot
		page, err := Sale(s, o, money, false).Picture(Dots58)
		require.NoError(t, err)
		_, fed, cut := printed(t, ESCPOS(page))
		assert.True(t, fed && cut)
	})
}

// Ensure that the dots of a picture are black or white, nothing between.
func TestPictureHasTwoColours(t *testing.T) {
	o, money := sold()
	page, err := Sale(shop(), o, money, false).Picture(Dots80)
	require.NoError(t, err)
	assert.Equal(t, color.Palette{color.White, color.Black}, page.Palette)
	if out := os.Getenv("LACI_OUT"); out != "" {
		for _, dots := range []int{Dots58, Dots80} {
			file, err := os.Create(filepath.Join(out, "receipt-"+map[int]string{Dots58: "58", Dots80: "80"}[dots]+".png"))
			require.NoError(t, err)
			require.NoError(t, Sale(shop(), o, money, true).PNG(file, dots))
			require.NoError(t, file.Close())
		}
	}
}
