package pos

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// beside pins another merchant's code beside the counter's.
func (s *shop) beside() QRIS {
	s.t.Helper()
	code, err := s.AddQRIS(s.t.Context(), AddQRIS{Text: otherShop(s.t, sticker(s.t)), Beside: true, PIN: ownersPIN, Actor: "owner"})
	require.NoError(s.t, err)
	return code
}

// Ensure that a code pinned beside the counter's is there for callers to
// choose, under a number, while the counter sells with its own; that it can be
// taken out of use again; and that the counter's can only be replaced.
func TestCodeBeside(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	counter, _ := s.Shop().Pinned()
	code := s.beside()
	assert.Equal(t, []any{2, true, true}, []any{code.Ref, code.Pinned, code.Beside})
	now, _ := s.Shop().Pinned()
	assert.Equal(t, counter, now)
	assert.Equal(t, []QRIS{counter, code}, s.Shop().Codes)
	assert.Equal(t, 1, counter.Ref)
	assert.Equal(t, counter.NMID, s.charge(1000).NMID)

	wish := Charge{Key: "k", Amount: 25_000, Actor: "api:toko", QRIS: code.ID}
	o, err := s.Charge(ctx, wish)
	require.NoError(t, err)
	assert.Equal(t, []string{code.ID, code.NMID}, []string{o.QRIS, o.NMID})
	assert.Contains(t, o.Payload, code.NMID)

	require.ErrorIs(t, s.UnpinQRIS(ctx, code.ID, "", "owner"), ErrPINNeeded)
	require.ErrorIs(t, s.UnpinQRIS(ctx, counter.ID, ownersPIN, "owner"), ErrMove)
	require.ErrorIs(t, s.UnpinQRIS(ctx, "nothing", ownersPIN, "owner"), ErrNotFound)
	require.NoError(t, s.UnpinQRIS(ctx, code.ID, ownersPIN, "owner"))
	head := s.Head()
	require.NoError(t, s.UnpinQRIS(ctx, code.ID, ownersPIN, "owner"))
	assert.Equal(t, head, s.Head())
	wish.Key = "k2"
	_, err = s.Charge(ctx, wish)
	assert.ErrorIs(t, err, ErrNotFound)
	assert.Equal(t, code.NMID, s.order(o.ID).NMID, "what was asked stays asked")

	require.NoError(t, s.PinQRIS(ctx, code.ID, ownersPIN, "owner"))
	_, err = s.Charge(ctx, wish)
	require.NoError(t, err)
	s.verified()
	s.reopen()
	assert.Len(t, s.Shop().Codes, 2)
	now, _ = s.Shop().Pinned()
	assert.Equal(t, counter, now)
}

// Ensure that the owner can say later what else brings money to a code, that it
// counts for the next money, and that saying it again changes nothing.
func TestShareQRIS(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	code, _ := s.Shop().Pinned()
	share := ShareQRIS{ID: code.ID, Sticker: !code.Sticker, SecondTill: !code.SecondTill, Actor: "owner"}
	require.ErrorIs(t, s.ShareQRIS(ctx, share), ErrPINNeeded)
	share.PIN = ownersPIN
	require.ErrorIs(t, s.ShareQRIS(ctx, ShareQRIS{ID: "nothing", PIN: ownersPIN, Actor: "owner"}), ErrNotFound)
	require.NoError(t, s.ShareQRIS(ctx, share))
	now, _ := s.Shop().Pinned()
	code.Sticker, code.SecondTill = share.Sticker, share.SecondTill
	assert.Equal(t, code, now)
	head := s.Head()
	require.NoError(t, s.ShareQRIS(ctx, share))
	assert.Equal(t, head, s.Head())
	s.verified()
	s.reopen()
	now, _ = s.Shop().Pinned()
	assert.Equal(t, code, now)
}

// Ensure that without a code at the counter one that was meant to stand beside
// it becomes the counter's, and that a proposal stands beside it once pinned.
func TestCodeBesideNothing(t *testing.T) {
	c := &clock{at: noon}
	s := &shop{clock: c, t: t, o: Options{Dir: t.TempDir(), Now: c.now, Sealer: plainSealer{}, NoSync: true}}
	s.open()
	first, err := s.AddQRIS(t.Context(), AddQRIS{Text: sticker(t), Beside: true, Actor: "lacictl"})
	require.NoError(t, err)
	now, ok := s.Shop().Pinned()
	assert.True(t, ok)
	assert.Equal(t, first, now)
	second, err := s.AddQRIS(t.Context(), AddQRIS{Text: otherShop(t, sticker(t)), Beside: true, Actor: "api:toko"})
	require.NoError(t, err)
	assert.False(t, second.Pinned, "before a PIN exists only the first one is taken")
	require.NoError(t, s.PinQRIS(t.Context(), second.ID, "", "owner"))
	now, _ = s.Shop().Pinned()
	assert.Equal(t, first, now)
	_, ok = s.Shop().PinnedCode(second.ID)
	assert.True(t, ok)
	s.verified()
}

// Ensure that money that names neither an order nor its account settles nothing
// by itself once it may have come to several, and that money that names its
// account is compared with what that account was asked for.
func TestMoneyOfSeveralCodes(t *testing.T) {
	s := openShop(t)
	ctx := t.Context()
	code := s.beside()
	atCounter := s.charge(25_000)
	s.clock.add(time.Second)
	out := s.settle(Report{Amount: 25_000, PaidAt: s.clock.now(), Payee: code.NMID})
	assert.Equal(t, ResultUnmatched, out.Result, "it came to the other account")

	called, err := s.Charge(ctx, Charge{Key: "k", Amount: 10_000, Actor: "api:toko", QRIS: code.ID})
	require.NoError(t, err)
	out = s.settle(Report{Amount: 10_000, PaidAt: s.clock.now()})
	assert.Equal(t, Outcome{Result: ResultSuggested, Order: called.ID, Payment: out.Payment}, out, "nobody said to which account")
	_, err = s.Attach(ctx, out.Payment, called.ID, "kasir")
	require.NoError(t, err)
	p, err := s.Payment(ctx, out.Payment)
	require.NoError(t, err)
	assert.Equal(t, code.NMID, p.Payee)

	s.clock.add(20 * time.Minute)
	again, err := s.Charge(ctx, Charge{Key: "k2", Amount: 25_000, Actor: "api:toko", QRIS: code.ID})
	require.NoError(t, err)
	out = s.settle(Report{Amount: 25_000, PaidAt: s.clock.now()})
	assert.Equal(t, ResultAmbiguous, out.Result, "an order of each account may be meant")
	s.clock.add(20 * time.Minute)
	last, err := s.Charge(ctx, Charge{Key: "k3", Amount: 31_000, Actor: "api:toko", QRIS: code.ID})
	require.NoError(t, err)
	out = s.settle(Report{Amount: 31_000, PaidAt: s.clock.now(), Payee: code.NMID})
	assert.Equal(t, ResultSettled, out.Result)
	assert.Equal(t, Paid, s.order(last.ID).State)
	out = s.settle(Report{Amount: 31_000, Source: "hp2", PaidAt: s.clock.now()})
	assert.Equal(t, ResultWitnessed, out.Result, "the same money, told by one that does not say where")
	assert.NotEqual(t, Paid, s.order(atCounter.ID).State)
	assert.NotEqual(t, Paid, s.order(again.ID).State)
	s.verified()
}
