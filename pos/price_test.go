package pos

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

// Ensure that whatever is asked, the lines add up to the amount, the amount to
// what is owed, and nothing overflows or goes below one rupiah.
func TestLinesAddUp(t *testing.T) {
	s := openShop(t)
	random := rand.New(rand.NewPCG(1, 2))
	granted := 0
	for i := range 3000 {
		if i%300 == 0 {
			settings := s.Shop().Settings
			settings.FeeFixed, settings.FeeBasis = Rupiah(random.IntN(3)*500), random.IntN(2)*70
			settings.Unique, settings.DiscountFree = random.IntN(2) == 0, DefaultLimit
			require.NoError(t, s.Change(t.Context(), settings, ownersPIN, "owner"))
			s.clock.add(3600e9)
		}
		o, err := s.Charge(t.Context(), randomCharge(random, i))
		if err != nil {
			assert.NotEmpty(t, Code(err))
			assert.NotErrorIs(t, err, ErrStorage)
			continue
		}
		granted++
		items := Rupiah(0)
		for _, item := range o.Items {
			items += item.Price * Rupiah(item.Quantity)
		}
		if len(o.Items) > 0 {
			assert.Equal(t, items, o.Subtotal)
		}
		assert.Equal(t, o.Amount, o.Subtotal-o.Discount+o.Fee+o.Tip)
		assert.Equal(t, o.Amount, o.Off+o.Payable+o.Cash)
		assert.True(t, o.Amount > 0 && o.Amount <= DefaultLimit && o.Off >= 0 && o.Off < 100 && o.Payable >= 0)
	}
	assert.Greater(t, granted, 300, "most of the test would be refusals")
	s.verified()
}

// randomCharge asks for sane and insane things alike.
func randomCharge(random *rand.Rand, i int) Charge {
	amounts := []Rupiah{0, 1, 50, 999, 25_000, 100_000, DefaultLimit, DefaultLimit + 1, 1 << 62, -1}
	pick := func() Rupiah { return amounts[random.IntN(len(amounts))] }
	c := Charge{Key: strings.Repeat("k", 1+i%20) + string(rune('a'+i%26)) + Rupiah(i).Digits(), Amount: pick(), Actor: "kasir"}
	if random.IntN(3) == 0 {
		c.Discount = pick() / 3
	}
	if random.IntN(4) == 0 {
		c.Tip = pick() / 7
	}
	if random.IntN(4) == 0 {
		c.Cash = pick() / 2
	}
	for range random.IntN(3) {
		c.Amount = 0
		c.Items = append(c.Items, Item{Name: "kopi", Quantity: int64(random.IntN(5)), Price: pick() / 2})
	}
	return c
}

// Ensure that a share of a fee rounds half a rupiah up, in integers.
func TestFeeRounds(t *testing.T) {
	for amount, want := range map[Rupiah]Rupiah{100: 1, 71: 0, 72: 1, 214: 1, 215: 2, 1_000_000: 7_000} {
		assert.Equal(t, want, Settings{FeeBasis: 70}.fee(amount), "0.7 %% of %d", amount)
	}
}

// Ensure that metadata over its bounds is refused, counted in characters.
func TestMetadata(t *testing.T) {
	many := Metadata{}
	for i := range metaMost + 1 {
		many[Rupiah(i).Digits()] = ""
	}
	require.NoError(t, Metadata{strings.Repeat("é", 40): strings.Repeat("é", 500)}.check())
	for _, m := range []Metadata{many, {"": "x"}, {strings.Repeat("k", 41): ""}, {"k": strings.Repeat("v", 501)}} {
		require.ErrorIs(t, m.check(), ErrMetadata)
	}
}

// FuzzCleanText proves that text from outside is fit to be shown.
func FuzzCleanText(f *testing.F) {
	for _, seed := range []string{"", "Warung Sayur", "a\u202eb", "e\u0301", "\xff\xfe", "a\x00\nb\t\tc", "\u200bx\ufeff", "👩‍👩‍👧", " \u00a0 ", "e\u200b\u0301"} {
		f.Add(seed, 10)
	}
	f.Fuzz(func(t *testing.T, text string, most int) {
		if most < 0 || most > 1000 {
			return
		}
		got := cleanText(text, most)
		require.True(t, utf8.ValidString(got))
		require.LessOrEqual(t, utf8.RuneCountInString(got), most)
		require.True(t, norm.NFC.IsNormalString(got))
		require.Equal(t, strings.TrimSpace(got), got)
		for _, r := range got {
			require.True(t, r == ' ' || unicode.IsGraphic(r) && !unicode.IsSpace(r), "%U", r)
			require.False(t, unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Cf, r), "%U", r)
		}
		require.Equal(t, got, cleanText(got, most), "cleaning twice is once")
	})
}
