package pos

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const merchantApp = "id.example.merchant"

// phone pairs a phone that forwards notifications.
func (s *shop) phone(name string) {
	s.t.Helper()
	code, _, err := s.PairingSource(s.t.Context(), name, ownersPIN, "owner")
	require.NoError(s.t, err)
	got, secret, err := s.PairSource(s.t.Context(), code)
	require.NoError(s.t, err)
	require.Equal(s.t, name, got)
	require.Regexp(s.t, `^whsec_`, secret)
}

// trust says what a phone's word does to money that names no order.
func (s *shop) trust(name string, trust Trust, most Rupiah) error {
	return s.TrustSource(s.t.Context(), SourceTrust{Name: name, Trust: trust, Most: most, PIN: ownersPIN, Actor: "owner"})
}

// Ensure that a phone fetches its secret once, by the code the owner's PIN shows
// and within two minutes; that a device's code is none for it and its none for a
// device; and that it starts as one that may only suggest.
func TestPairSource(t *testing.T) {
	s := openShop(t)
	_, _, err := s.PairingSource(t.Context(), "hp9", "", "owner")
	require.ErrorIs(t, err, ErrPINNeeded)
	_, _, err = s.PairingSource(t.Context(), "HP 9", ownersPIN, "owner")
	require.ErrorIs(t, err, ErrName)
	code, until, err := s.PairingSource(t.Context(), "hp9", ownersPIN, "owner")
	require.NoError(t, err)
	assert.Equal(t, s.clock.now().Add(2*time.Minute), until)
	_, err = s.Pair(t.Context(), code, "Layar")
	require.ErrorIs(t, err, ErrPairing, "no device's code")
	name, secret, err := s.PairSource(t.Context(), code)
	require.NoError(t, err)
	assert.Equal(t, "hp9", name)
	_, _, err = s.PairSource(t.Context(), code)
	require.ErrorIs(t, err, ErrPairing, "used")
	_, _, err = s.PairingSource(t.Context(), "hp9", ownersPIN, "owner")
	require.ErrorIs(t, err, ErrName, "taken")

	device, _, err := s.PairingCode(t.Context(), ScopeDisplay, ownersPIN, "owner")
	require.NoError(t, err)
	_, _, err = s.PairSource(t.Context(), device)
	require.ErrorIs(t, err, ErrPairing, "a device's code")
	late, _, err := s.PairingSource(t.Context(), "hp8", ownersPIN, "owner")
	require.NoError(t, err)
	s.clock.add(2 * time.Minute)
	_, _, err = s.PairSource(t.Context(), late)
	require.ErrorIs(t, err, ErrPairing)

	s.reopen()
	key, err := s.SourceSecret(t.Context(), "hp9")
	require.NoError(t, err)
	assert.Len(t, key, 32)
	assert.NotContains(t, secret, string(key))
	all := s.Sources()
	require.Len(t, all, 1)
	assert.Equal(t, []any{MadePaired, TrustSuggest, Rupiah(0)}, []any{all[0].Made, all[0].Trust, all[0].Most})
	s.verified()
}

// Ensure that a paired phone's word for money that names no order is a
// suggestion until the owner trusts it, and then settles up to the ceiling and
// only for a unique amount; an order it names is paid all along.
func TestTrustSource(t *testing.T) {
	s := openShop(t)
	s.phone("hp9")
	named := s.charge(40_000)
	assert.Equal(t, ResultSettled, s.settle(Report{Source: "hp9", Amount: 40_000, OrderRef: named.Number, PaidAt: noon}).Result)
	o := s.charge(25_000)
	out := s.settle(Report{Source: "hp9", Amount: 25_000, PaidAt: noon})
	assert.Equal(t, ResultSuggested, out.Result)
	assert.Equal(t, Awaiting, s.order(o.ID).State)

	assert.ErrorIs(t, s.TrustSource(t.Context(), SourceTrust{Name: "hp9", Trust: TrustAuto, Most: 1, Actor: "owner"}), ErrPINNeeded)
	assert.ErrorIs(t, s.trust("hp9", TrustAuto, 0), ErrAmount)
	assert.ErrorIs(t, s.trust("hp0", TrustAuto, 1), ErrSource)
	assert.ErrorIs(t, s.trust("hp9", TrustCodes, 1), ErrSetting)
	require.NoError(t, s.trust("hp9", TrustAuto, 50_000))
	assert.True(t, s.Shop().Unique, "switched on with it")

	told := func(o Order) string {
		return s.settle(Report{Source: "hp9", Amount: o.Payable, PaidAt: s.clock.now()}).Result
	}
	under, above := s.charge(30_000), s.charge(90_000)
	assert.Equal(t, ResultSettled, told(under))
	assert.Equal(t, Paid, s.order(under.ID).State)
	assert.Equal(t, ResultSuggested, told(above), "above the ceiling")

	settings := s.Shop().Settings
	settings.Unique = false
	require.NoError(t, s.Change(t.Context(), settings, ownersPIN, "owner"))
	assert.Equal(t, ResultSuggested, told(s.charge(31_000)), "the amount is nobody's own any more")
	settings.Unique = true
	require.NoError(t, s.Change(t.Context(), settings, ownersPIN, "owner"))
	assert.Equal(t, ResultSettled, told(s.charge(31_000)))
	share := func(second bool) {
		code, _ := s.Shop().Pinned()
		require.NoError(t, s.ShareQRIS(t.Context(), ShareQRIS{ID: code.ID, Sticker: code.Sticker, SecondTill: second, PIN: ownersPIN, Actor: "owner"}))
	}
	share(true)
	assert.Equal(t, ResultSuggested, told(s.charge(33_000)), "it may be another till's money now")
	share(false)
	assert.Equal(t, ResultSettled, told(s.charge(34_000)))
	require.NoError(t, s.trust("hp9", TrustSuggest, 0))
	assert.Equal(t, ResultSuggested, told(s.charge(32_000)))
	s.verified()
}

// Ensure that no phone settles by an amount alone while another till shows the
// same QRIS: neither can it be said, nor does it happen when it was said before.
func TestTrustBesideAnotherTill(t *testing.T) {
	s := openShop(t, beside(false, true))
	s.phone("hp9")
	assert.ErrorIs(t, s.trust("hp9", TrustAuto, 50_000), ErrShared)
	assert.False(t, s.Shop().Unique)
	assert.Equal(t, TrustSuggest, s.Sources()[0].Trust)
}

// Ensure that a phone whose secret a person typed only suggests, also when it
// names an order or a static code; that its word for known money raises no
// evidence; and that what is accepted counts as a person's word.
func TestPhoneByHand(t *testing.T) {
	s := openShop(t)
	secret, err := s.AddPhone(t.Context(), "hp2", ownersPIN, "owner")
	require.NoError(t, err)
	assert.Regexp(t, `^whsec_`, secret)
	assert.ErrorIs(t, s.trust("hp2", TrustAuto, 50_000), ErrSuggestOnly)

	o := s.charge(25_000)
	out := s.settle(Report{Source: "hp2", Amount: 25_000, OrderRef: o.Number, PaidAt: noon})
	assert.Equal(t, Outcome{Result: ResultSuggested, Order: o.ID, Payment: out.Payment}, out)
	assert.Equal(t, Awaiting, s.order(o.ID).State)
	paid, err := s.Attach(t.Context(), out.Payment, o.ID, "kasir")
	require.NoError(t, err)
	assert.Equal(t, []any{Paid, Manual}, []any{paid.State, paid.Evidence})

	seen := s.charge(30_000)
	_, err = s.Confirm(t.Context(), seen.ID, Confirmation{SeenAt: "merchant_app", Actor: "kasir"})
	require.NoError(t, err)
	assert.Equal(t, ResultWitnessed, s.settle(Report{Source: "hp2", Amount: 30_000, OrderRef: seen.Number, PaidAt: noon}).Result)
	assert.Equal(t, Manual, s.order(seen.ID).Evidence, "no surer than before")

	code, err := s.AddStatic(t.Context(), Static{Caller: "api:toko", ExternalID: "meja-1"})
	require.NoError(t, err)
	assert.Equal(t, ResultUnmatched, s.settle(Report{Source: "hp2", Amount: 9_000, OrderRef: code.ID.String(), PaidAt: noon}).Result)
	assert.Equal(t, ResultUnmatched, s.settle(Report{Source: "hp2", Amount: 9_500, OrderRef: "A-9999", PaidAt: noon}).Result)

	// Money another source told of, which a person has still to place.
	later := s.charge(60_000)
	s.settle(Report{Source: "server", Amount: 60_000, RRN: "629012345678", OrderRef: "Z-1", PaidAt: noon})
	s.settle(Report{Source: "hp2", Amount: 60_000, RRN: "629012345678", OrderRef: later.Number, PaidAt: noon})
	assert.NotEqual(t, Paid, s.order(later.ID).State)
	s.verified()
}

// Ensure that a phone's text is read by the templates of its app, that what no
// template reads never counts whatever amount is told beside it, and that two
// different amounts are left to a person.
func TestPhoneTexts(t *testing.T) {
	s := openShop(t)
	s.phone("hp9")
	require.NoError(t, s.trust("hp9", TrustAuto, 100_000))
	require.NoError(t, s.AddTemplate(t.Context(), Template{App: merchantApp}, ownersPIN, "owner"))
	told := func(text string, told Rupiah) (Order, Outcome) {
		o := s.charge(25_000)
		text = replaceAmount(text, o.Payable)
		if told < 0 {
			told = o.Payable
		}
		return o, s.settle(Report{Source: "hp9", App: merchantApp, RawText: text, Amount: told, PaidAt: s.clock.now()})
	}
	o, out := told("Pembayaran QRIS sebesar # dari BUDI S (Dompetku) berhasil. Ref 629012345679", 0)
	assert.Equal(t, ResultSettled, out.Result)
	p, err := s.Payment(t.Context(), out.Payment)
	require.NoError(t, err)
	assert.Equal(t, []any{o.Payable, "BUDI S", "Dompetku", "629012345679"}, []any{p.Amount, p.Payer, p.Issuer, p.RRN})
	_, out = told("Uang masuk # dari SITI", -1)
	assert.Equal(t, ResultSettled, out.Result)

	for _, text := range []string{
		"Cashback # dari Dompetku masuk!", "Promo: belanja # dapat bonus", "Pengembalian dana # diterima", "Refund # from TOKO",
		"Pembayaran # dibatalkan", "Tagihan # menunggu", "Halo", "Uang masuk # dari BUDI. Saldo Rp1.000.000",
	} {
		o, out := told(text, -1)
		assert.Equal(t, Outcome{Result: ResultUnread}, out, text)
		assert.Equal(t, Pending, s.order(o.ID).State, text)
	}
	waiting, err := s.Inbox(t.Context())
	require.NoError(t, err)
	assert.Empty(t, waiting)
	assert.Equal(t, Unread{App: merchantApp, At: s.clock.now()}, s.Sources()[0].Unread)
	assert.Equal(t, ResultUnread, s.settle(Report{Source: "hp9", App: "id.other.app", RawText: "Uang masuk Rp5.000 dari SITI", Amount: 5_000}).Result)

	o, out = told("Uang masuk # dari SITI", 99)
	assert.Equal(t, ResultSuggested, out.Result)
	p, err = s.Payment(t.Context(), out.Payment)
	require.NoError(t, err)
	assert.Equal(t, []any{o.Payable, []Flag{FlagAmountDoubt}}, []any{p.Amount, p.Flags})
	s.verified()
}

// Ensure that a program's own reading of a text counts, as before, where no
// template is for the app, and that a text alone is enough where one is.
func TestProgramTexts(t *testing.T) {
	s := openShop(t)
	_, err := s.AddSource(t.Context(), "server", ownersPIN, "owner")
	require.NoError(t, err)
	o := s.charge(25_000)
	r := Report{Source: "server", App: merchantApp, RawText: "Dana 25 ribu", Amount: 25_000, OrderRef: o.Number, PaidAt: noon}
	assert.Equal(t, ResultSettled, s.settle(r).Result)
	r.Amount, r.OrderRef = 0, ""
	assert.Equal(t, ResultUnread, s.settle(r).Result)
	require.NoError(t, s.AddTemplate(t.Context(), Template{App: merchantApp, Pattern: "Terima {amount} ya {any}"}, ownersPIN, "owner"))
	o = s.charge(26_000)
	r.RawText = "TERIMA  rp 26.000\nya kak"
	assert.Equal(t, ResultSettled, s.settle(r).Result)
	assert.Equal(t, Paid, s.order(o.ID).State)
	s.verified()
}

// Ensure that a restored backup trusts a phone no further than the till did.
func TestRestoreKeepsTrust(t *testing.T) {
	ctx := t.Context()
	s := openKeyed(t, t.TempDir(), ownersPIN)
	code := s.withCode()
	s.phone("hp9")
	require.NoError(t, s.trust("hp9", TrustAuto, 500_000))
	old := Template{App: merchantApp, Pattern: "Uang {any} {amount}"}
	for _, w := range []Template{{App: merchantApp}, old} {
		require.NoError(t, s.AddTemplate(ctx, w, ownersPIN, "owner"))
	}
	s.sell(3)
	file := s.backedUp()
	require.NoError(t, s.trust("hp9", TrustSuggest, 0))
	require.NoError(t, s.RemoveTemplate(ctx, old, ownersPIN, "owner"))
	_, err := s.restoreFrom(file, code, ownersPIN, false)
	require.NoError(t, err)
	s.restored()
	require.Len(t, s.Sources(), 1)
	assert.Equal(t, TrustSuggest, s.Sources()[0].Trust)
	assert.Equal(t, []Template{{App: merchantApp}}, s.Templates())
	s.verified()
}

// Ensure that a new phone takes an old one's place once it told of the money of
// a test order, and with it the trust; or untested, when somebody says so.
func TestReplaceSource(t *testing.T) {
	ctx := t.Context()
	s := openShop(t)
	s.phone("hp1")
	require.NoError(t, s.trust("hp1", TrustAuto, 70_000))
	s.phone("hp2")
	test, err := s.Charge(ctx, Charge{Key: "test", Amount: 1000, Test: true, Actor: "owner"})
	require.NoError(t, err)
	w := ReplaceSource{Old: "hp1", New: "hp2", Test: test.ID, PIN: ownersPIN, Actor: "owner"}
	try := func(change func(*ReplaceSource)) error {
		other := w
		change(&other)
		return s.ReplaceSource(ctx, other)
	}
	require.ErrorIs(t, try(func(w *ReplaceSource) { w.PIN = "" }), ErrPINNeeded)
	require.ErrorIs(t, try(func(w *ReplaceSource) { w.Old = "hp0" }), ErrSource)
	require.ErrorIs(t, try(func(w *ReplaceSource) { w.New = "hp1" }), ErrSource)
	require.ErrorIs(t, try(func(*ReplaceSource) {}), ErrUntested)
	s.settle(Report{Source: "hp1", Amount: test.Payable, PaidAt: noon})
	require.ErrorIs(t, try(func(*ReplaceSource) {}), ErrUntested, "the old phone told of it")
	sale := s.charge(4_000)
	s.settle(Report{Source: "hp2", Amount: sale.Payable, PaidAt: noon})
	require.ErrorIs(t, try(func(w *ReplaceSource) { w.Test = sale.ID }), ErrUntested, "no test")
	assert.Equal(t, ResultWitnessed, s.settle(Report{Source: "hp2", Amount: test.Payable, PaidAt: noon}).Result)
	require.NoError(t, try(func(*ReplaceSource) {}))
	_, err = s.SourceSecret(ctx, "hp1")
	require.ErrorIs(t, err, ErrSource)
	all := s.Sources()
	require.Len(t, all, 1)
	assert.Equal(t, []any{"hp2", TrustAuto, Rupiah(70_000)}, []any{all[0].Name, all[0].Trust, all[0].Most})

	_, err = s.AddPhone(ctx, "hp3", ownersPIN, "owner")
	require.NoError(t, err)
	require.NoError(t, s.ReplaceSource(ctx, ReplaceSource{Old: "hp2", New: "hp3", Untested: true, PIN: ownersPIN, Actor: "owner"}))
	assert.Equal(t, TrustSuggest, s.Sources()[0].Trust, "a typed secret is trusted no further")
	s.verified()
}

// Ensure that the silence of a phone that sends signs of life is written on the
// day, on the Z and in the report, from when it was last heard until it is heard
// again; that one while the shop is closed is not; and that a revoked phone's
// silence ends.
func TestSilence(t *testing.T) {
	ctx := t.Context()
	s := openShop(t)
	s.phone("hp1")
	s.phone("quiet")
	pass := func(d time.Duration) {
		t.Helper()
		s.clock.add(d)
		require.NoError(t, s.Tick(ctx))
	}
	silences := func() []Silence {
		day, err := s.Today(ctx)
		require.NoError(t, err)
		return day.Silences
	}
	s.HeardBeat("hp1")
	pass(time.Hour)
	assert.Empty(t, silences(), "the shop is closed")
	s.HeardBeat("hp1")
	s.charge(5_000)
	pass(4 * time.Minute)
	head := s.Head()
	pass(time.Second)
	assert.Equal(t, head, s.Head(), "nothing is written while all is well")
	since := s.clock.now().Add(-4*time.Minute - time.Second)
	pass(2 * time.Minute)
	assert.Equal(t, []Silence{{Source: "hp1", From: since}}, silences())
	head = s.Head()
	pass(20 * time.Second)
	assert.Equal(t, head, s.Head(), "once")

	s.reopen()
	pass(time.Second)
	assert.Len(t, silences(), 1)
	s.HeardBeat("hp1")
	until := s.clock.now()
	pass(time.Second)
	assert.Equal(t, []Silence{{"hp1", since, until}}, silences())
	assert.True(t, s.Sources()[0].Silent.IsZero())

	_, err := s.CloseShift(ctx, CloseShift{Actor: "owner"})
	require.NoError(t, err)
	pass(10 * time.Minute)
	assert.Len(t, silences(), 1, "closed")
	_, err = s.OpenShift(ctx, OpenShift{Actor: "owner"})
	require.NoError(t, err)
	opened := s.clock.now()
	pass(time.Minute)
	assert.Len(t, silences(), 1, "the shop just opened")
	pass(5 * time.Minute)
	require.NoError(t, s.RevokeSource(ctx, "hp1", ownersPIN, "owner"))
	assert.Equal(t, Silence{"hp1", opened, s.clock.now()}, silences()[1])
	z, err := s.X(ctx)
	require.NoError(t, err)
	assert.Equal(t, []Kind{KindSourceSilent, KindSourceRevoked}, []Kind{z.Notes[0].Kind, z.Notes[1].Kind})

	o, err := s.Overview(ctx, "", "")
	require.NoError(t, err)
	sections := o.Sections(func(code string, _ ...any) string { return code })
	var rows [][]Value
	for _, section := range sections {
		if section.Title == "report.silent" {
			rows = section.Rows
		}
	}
	require.Len(t, rows, 2)
	assert.Equal(t, "hp1", rows[0][0].Text)
	s.verified()
}
