package pos

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// replaceAmount writes an amount into a sample text, where it says #.
func replaceAmount(text string, amount Rupiah) string {
	return strings.ReplaceAll(text, "#", amount.String())
}

// Ensure that the owner's templates are stored and taken away by the PIN, and
// that what is no template is refused.
func TestTemplates(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	good := Template{App: merchantApp, Pattern: "Uang masuk {amount} dari {payer} ke {any}"}
	require.ErrorIs(t, s.AddTemplate(ctx, good, "", "owner"), ErrPINNeeded)
	require.NoError(t, s.AddTemplate(ctx, good, ownersPIN, "owner"))
	require.ErrorIs(t, s.AddTemplate(ctx, good, ownersPIN, "owner"), ErrName)
	for pattern, want := range map[string]error{
		"Uang masuk":                          ErrTemplate,
		"{amount}":                            ErrTemplate,
		"{any} {amount} {any}":                ErrTemplate,
		"Uang {amount} dan {amount}":          ErrTemplate,
		"Uang {amount}{payer}":                ErrTemplate,
		"Uang {jumlah}":                       ErrTemplate,
		"Cashback {amount} masuk":             ErrNotMoney,
		"Uang masuk {amount} (.*)":            nil,
		strings.Repeat("a", 400) + "{amount}": ErrTemplate,
	} {
		err := s.AddTemplate(ctx, Template{App: merchantApp, Pattern: pattern}, ownersPIN, "owner")
		assert.ErrorIs(t, err, want, pattern)
	}
	for _, app := range []string{"", "whatsapp", "id..x", "id.x y", strings.Repeat("a.", 100) + "b"} {
		assert.ErrorIs(t, s.AddTemplate(ctx, Template{App: app}, ownersPIN, "owner"), ErrApp, app)
	}
	require.ErrorIs(t, s.RemoveTemplate(ctx, good, "", "owner"), ErrPINNeeded)
	require.NoError(t, s.RemoveTemplate(ctx, good, ownersPIN, "owner"))
	require.ErrorIs(t, s.RemoveTemplate(ctx, good, ownersPIN, "owner"), ErrNotFound)
	s.reopen()
	assert.Equal(t, []Template{{App: merchantApp, Pattern: "Uang masuk {amount} (.*)"}}, s.Templates())
	s.verified()
}

// Ensure that a sample tells what would be read, or why it would not, and
// changes nothing.
func TestTrySample(t *testing.T) {
	s := openShop(t)
	require.NoError(t, s.AddTemplate(t.Context(), Template{App: merchantApp}, ownersPIN, "owner"))
	head := s.Head()
	for text, want := range map[string]Reading{
		"Pembayaran QRIS sebesar Rp25.000 dari BUDI via Dompetku berhasil": {Amount: 25_000, Payer: "BUDI", Issuer: "Dompetku"},
		"uang MASUK\n  rp 1.250.000,00 dari  Siti ":                        {Amount: 1_250_000, Payer: "Siti"},
		"You received IDR 25,000.00 from ANDI":                             {Amount: 25_000, Payer: "ANDI"},
		"Pembayaran 500 diterima":                                          {Amount: 500},
	} {
		got, err := s.TrySample(merchantApp, text, "")
		got.Pattern = ""
		assert.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for text, want := range map[string]error{
		"":                                       ErrText,
		"Selamat pagi":                           ErrText,
		"Uang masuk Rp0":                         ErrText,
		"Uang masuk -Rp25.000":                   ErrText,
		"Uang masuk Rp25.0001":                   ErrText,
		"Uang masuk Rp25,5":                      ErrText,
		"Uang masuk Rp12.34.567":                 ErrText,
		"Uang masuk Rp99999999999999":            ErrText,
		"Uang masuk Rp5.000 dari Promo Dompetku": ErrNotMoney,
		"Pembayaran QRIS Rp5.000 berhasil dibatalkan":    ErrNotMoney,
		"Uang masuk Rp5.000" + strings.Repeat(" ", 3000): ErrText,
	} {
		_, err := s.TrySample(merchantApp, text, "")
		assert.ErrorIs(t, err, want, text)
	}
	_, err := s.TrySample("id.other.app", "Uang masuk Rp5.000", "")
	assert.ErrorIs(t, err, ErrApp)

	got, err := s.TrySample("id.other.app", "Masuk Rp5.000, 12 item", "Masuk {amount}, {any} item")
	require.NoError(t, err)
	assert.Equal(t, Rupiah(5_000), got.Amount)
	_, err = s.TrySample("id.other.app", "Masuk Rp25,000", "Masuk Rp{amount},{any}")
	assert.ErrorIs(t, err, ErrText, "half of an amount is none")
	assert.Equal(t, head, s.Head())
}

// Ensure that templates of one app that read different amounts read none.
func TestTemplatesDiffer(t *testing.T) {
	s := openShop(t)
	for _, pattern := range []string{"Masuk {amount} saldo {any}", "Masuk {any} saldo {amount}"} {
		require.NoError(t, s.AddTemplate(t.Context(), Template{App: merchantApp, Pattern: pattern}, ownersPIN, "owner"))
	}
	_, err := s.TrySample(merchantApp, "Masuk 5.000 saldo 90.000", "")
	assert.ErrorIs(t, err, ErrText)
}

// Ensure that each of the till's own wordings reads the sentence it describes.
func TestWordings(t *testing.T) {
	for _, pattern := range wordings {
		text := strings.NewReplacer("{amount}", "Rp25.000", "{payer}", "BUDI", "{issuer}", "Dompetku", "{reference}", "REF-123456").Replace(pattern)
		r, err := Template{App: merchantApp}.read(text)
		assert.NoError(t, err, text)
		assert.Equal(t, Rupiah(25_000), r.Amount, text)
	}
}

// FuzzRead ensures that no pattern and no text make the till read an amount that
// is not written in the text, or stop it.
func FuzzRead(f *testing.F) {
	f.Add("Uang masuk {amount} dari {payer}", "Uang masuk Rp25.000 dari BUDI")
	f.Add("Terima {any} {amount}", "terima 1 2.000")
	f.Add("((((((({amount}", "(((((((5")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		for _, w := range []Template{{App: merchantApp, Pattern: pattern}, {App: merchantApp}} {
			r, err := w.read(text)
			if err != nil {
				continue
			}
			digits := strings.Map(func(c rune) rune {
				if c >= '0' && c <= '9' {
					return c
				}
				return -1
			}, cleanText(text, rawMost))
			assert.Contains(t, digits, strconv.FormatInt(int64(r.Amount), 10))
			assert.Positive(t, r.Amount)
			assert.True(t, utf8.ValidString(r.Payer+r.Issuer+r.Reference))
		}
	})
}
