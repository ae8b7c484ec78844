package pos

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	sariPIN = "2749" // a cashier
	budiPIN = "8362" // a supervisor
)

// staffed adds a cashier and a supervisor.
func (s *shop) staffed() {
	s.t.Helper()
	s.adds("Sari", RoleCashier, sariPIN)
	s.adds("Budi", RoleSupervisor, budiPIN)
}

func (s *shop) adds(name string, role Role, pin string) {
	s.t.Helper()
	require.NoError(s.t, s.AddPerson(s.t.Context(), AddPerson{Name: name, Role: role, Secret: pin, PIN: ownersPIN, Actor: "owner"}))
}

// Ensure that set-up makes the first owner, that people keep their names for
// ever, and that bidi marks, blanks and the names of programs are no names.
func TestPeople(t *testing.T) {
	s := openShop(t)
	require.Len(t, s.People(), 1)
	assert.Equal(t, RoleOwner, s.People()[0].Role)
	s.staffed()
	for _, name := range []string{"", " \u202e ", "sari", "BUDI", "Owner", "api:x", "till", "Kasir"} {
		err := s.AddPerson(t.Context(), AddPerson{Name: name, Role: RoleCashier, Secret: "7205", PIN: ownersPIN})
		assert.ErrorIs(t, err, ErrName, "%q", name)
	}
	assert.ErrorIs(t, s.AddPerson(t.Context(), AddPerson{Name: "Ani", Role: "king", Secret: "7205", PIN: ownersPIN}), ErrRole)
	assert.ErrorIs(t, s.AddPerson(t.Context(), AddPerson{Name: "Ani", Role: RoleCashier, Secret: "7205", PIN: budiPIN}), ErrPINWrong, "a supervisor adds nobody")
	assert.ErrorIs(t, s.AddPerson(t.Context(), AddPerson{Name: "Ani", Role: RoleCashier, Secret: sariPIN, PIN: ownersPIN}), ErrPINTaken)
	s.adds("A\u200bni  Rahma", RoleCashier, "7205")
	assert.Equal(t, "Ani Rahma", s.People()[3].Name)

	require.NoError(t, s.Retire(t.Context(), "ani rahma", ownersPIN, "owner"))
	assert.ErrorIs(t, s.SignIn(t.Context(), SignIn{Name: "Ani Rahma", PIN: "7205"}), ErrNotFound)
	assert.ErrorIs(t, s.Retire(t.Context(), "owner", ownersPIN, "owner"), ErrRights)
	s.adds("ANI rahma", RoleSupervisor, "720511")
	assert.Equal(t, "Ani Rahma", s.People()[3].Name, "the same person came back")
	assert.Equal(t, RoleSupervisor, s.People()[3].Role)
	for _, p := range s.People() {
		assert.Empty(t, p.Sealed)
	}
	s.verified()
	s.reopen()
	assert.Len(t, s.People(), 4)
}

// Ensure that runs, repeats and wrong lengths are no PIN, and that a web
// account has a password instead.
func TestStrongSecrets(t *testing.T) {
	for secret, role := range map[string]Role{
		"1234": RoleCashier, "4321": RoleCashier, "0000": RoleCashier, "1212": RoleSupervisor, "123123": RoleCashier, "121212": RoleOwner,
		"27495": RoleOwner, "2749": RoleOwner, "274": RoleCashier, "2749512": RoleCashier, "27a9": RoleCashier, "": RoleCashier, "٢٧٤٩": RoleCashier,
	} {
		assert.ErrorIs(t, StrongSecret(role, secret), ErrPINWeak, "%s %s", role, secret)
	}
	for secret, role := range map[string]Role{"2749": RoleCashier, "11223": RoleSupervisor, "274951": RoleOwner, "correct horse": RoleStaff} {
		assert.NoError(t, StrongSecret(role, secret), "%s %s", role, secret)
	}
	assert.ErrorIs(t, StrongSecret(RoleAdmin, "274951"), ErrPassword)
	assert.ErrorIs(t, StrongSecret(RoleAdmin, strings.Repeat("x", 201)), ErrPassword)
}

// Ensure that a PIN approves what the table says and nothing else, that it may
// be anybody's who has the right, and that the journal says whose it was.
func TestApproval(t *testing.T) {
	s := openShop(t)
	s.staffed()
	o := s.charge(25_000)
	s.settle(Report{Amount: 25_000, OrderRef: o.Number, PaymentID: "p1", PaidAt: noon})
	back := GiveBack{Amount: 5_000, How: BackInCash, Why: "kurang satu", Actor: "Sari"}
	for pin, want := range map[string]error{"": ErrPINNeeded, sariPIN: ErrPINWrong, "9999": ErrPINWrong} {
		back.PIN = pin
		_, err := s.Refund(t.Context(), o.ID, back)
		assert.ErrorIs(t, err, want)
	}
	back.Person, back.PIN = "Sari", sariPIN
	_, err := s.Refund(t.Context(), o.ID, back)
	assert.ErrorIs(t, err, ErrRights)
	back.Person, back.PIN = "", budiPIN
	o, err = s.Refund(t.Context(), o.ID, back)
	require.NoError(t, err)
	assert.Equal(t, "Budi", o.Refunds[0].By)
	assert.Equal(t, "Sari", o.Refunds[0].Actor)
	back.PIN = ownersPIN
	o, err = s.Refund(t.Context(), o.ID, back)
	require.NoError(t, err)
	assert.Equal(t, firstPerson, o.Refunds[1].By)

	out := s.settle(Report{Amount: 7_000, PaymentID: "p2", PaidAt: noon})
	_, err = s.Disown(t.Context(), out.Payment, Approval{Actor: "Sari", PIN: budiPIN, Why: "salah"})
	assert.ErrorIs(t, err, ErrPINWrong, "not ours needs the owner")
	_, err = s.Disown(t.Context(), out.Payment, Approval{Actor: "Sari", PIN: ownersPIN, Why: "salah"})
	require.NoError(t, err)
	assert.Error(t, s.Change(t.Context(), s.Shop().Settings, budiPIN, "Budi"))
	s.verified()
}

// Ensure that wrong PINs make one wait, longer each time, over a restart, that
// the wait is the person's own, and that selling goes on.
func TestLockOut(t *testing.T) {
	s := openShop(t)
	s.staffed()
	for range personTries {
		require.ErrorIs(t, s.SignIn(t.Context(), SignIn{Name: "Sari", PIN: "0000"}), ErrPINWrong)
	}
	require.ErrorIs(t, s.SignIn(t.Context(), SignIn{Name: "Sari", PIN: "0000"}), ErrPINWrong)
	s.reopen()
	assert.ErrorIs(t, s.SignIn(t.Context(), SignIn{Name: "Sari", PIN: sariPIN}), ErrPINLocked)
	assert.NoError(t, s.SignIn(t.Context(), SignIn{Name: "Budi", PIN: budiPIN}), "another person is not kept out")
	s.charge(1000)
	s.clock.add(firstWait)
	require.ErrorIs(t, s.SignIn(t.Context(), SignIn{Name: "Sari", PIN: "0000"}), ErrPINWrong)
	s.clock.add(firstWait)
	assert.ErrorIs(t, s.SignIn(t.Context(), SignIn{Name: "Sari", PIN: sariPIN}), ErrPINLocked, "the second wait is longer")
	s.clock.add(firstWait)
	require.NoError(t, s.SignIn(t.Context(), SignIn{Name: "Sari", PIN: sariPIN}))
	require.ErrorIs(t, s.SignIn(t.Context(), SignIn{Name: "Sari", PIN: "0000"}), ErrPINWrong, "the count starts again")
	assert.Equal(t, 1, s.People()[1].Refusals)
	s.verified()
}

// Ensure that a till on which many PINs are tried for many people waits for
// everybody, that its owner's PIN or a quiet day ends that, and that guessing a
// password from afar does not keep anybody at the till out.
func TestLockOutOfDevice(t *testing.T) {
	s := openShop(t)
	require.NoError(t, s.AddPerson(t.Context(), AddPerson{Name: "Web", Role: RoleAdmin, Email: "tini@example.id", Secret: "kata sandi 1", PIN: ownersPIN}))
	for _, name := range []string{"Ani", "Edo", "Ida", "Oki"} {
		s.adds(name, RoleCashier, map[string]string{"Ani": "7205", "Edo": "7206", "Ida": "7207", "Oki": "7208"}[name])
		for range 3 {
			require.ErrorIs(t, s.SignIn(t.Context(), SignIn{Name: name, PIN: "0000"}), ErrPINWrong)
		}
		require.NoError(t, s.SignIn(t.Context(), SignIn{Name: name, PIN: map[string]string{"Ani": "7205", "Edo": "7206", "Ida": "7207", "Oki": "7208"}[name]}))
	}
	assert.Equal(t, 3, s.Till.shop.Load().Device.Refusals, "the owner's PIN, given to add each, starts the count again")
	for _, name := range []string{"Ani", "Edo", "Ida", "Oki"} {
		for range 3 {
			_ = s.SignIn(t.Context(), SignIn{Name: name, PIN: "0000"})
		}
	}
	assert.ErrorIs(t, s.CheckPIN(t.Context(), ownersPIN), ErrPINLocked)
	s.clock.add(firstWait * 8)
	assert.NoError(t, s.CheckPIN(t.Context(), ownersPIN))
	assert.Zero(t, s.Till.shop.Load().Device.Refusals)

	for range 20 {
		_, err := s.CheckPassword(t.Context(), "tini@example.id", "kata sandi 2")
		require.Error(t, err)
	}
	assert.NoError(t, s.CheckPIN(t.Context(), ownersPIN))
	s.clock.add(2 * time.Hour)
	p, err := s.CheckPassword(t.Context(), " Tini@Example.id ", "kata sandi 1")
	require.NoError(t, err)
	assert.Equal(t, RoleAdmin, p.Role)
	_, err = s.CheckPassword(t.Context(), "nobody@example.id", "kata sandi 1")
	assert.ErrorIs(t, err, ErrPINWrong)
	assert.ErrorIs(t, s.SignIn(t.Context(), SignIn{Name: "Web", PIN: "kata sandi 1"}), ErrRights, "an account of the web is no cashier")
	s.verified()
}

// Ensure that guessing the owner's PIN at a prompt that takes anybody's, and
// giving one's own in between, does not start the owner's count again.
func TestGuessingBetweenOwnPINs(t *testing.T) {
	s := openShop(t)
	s.staffed()
	guesses := 0
	for range 10 {
		if _, err := s.Approve(t.Context(), MaySettings, "", "000111"); err != nil && Code(err) == "pin_wrong" {
			guesses++
		}
		_ = s.SignIn(t.Context(), SignIn{Name: "Sari", PIN: sariPIN})
		_, _ = s.Approve(t.Context(), MayVoid, "", budiPIN)
	}
	assert.Equal(t, personTries+1, guesses)
}

// Ensure that a forgotten PIN is replaced without the old one, ends every wait,
// and stands in the journal and on the next Z.
func TestResetPIN(t *testing.T) {
	s := openShop(t)
	for range personTries + 1 {
		require.Error(t, s.CheckPIN(t.Context(), "000111"))
	}
	require.ErrorIs(t, s.CheckPIN(t.Context(), ownersPIN), ErrPINLocked)
	assert.ErrorIs(t, s.ResetPIN(t.Context(), "because", "274951", "lacictl"), ErrReason)
	assert.ErrorIs(t, s.ResetPIN(t.Context(), ResetByAccount, "123456", "lacictl"), ErrPINWeak)
	require.NoError(t, s.ResetPIN(t.Context(), ResetByAccount, "274951", "lacictl"))
	assert.NoError(t, s.CheckPIN(t.Context(), "274951"))
	assert.ErrorIs(t, s.CheckPIN(t.Context(), ownersPIN), ErrPINWrong)
	s.charge(1000)
	z, err := s.CloseShift(t.Context(), CloseShift{Actor: "kasir"})
	require.NoError(t, err)
	last := z.Notes[len(z.Notes)-1]
	assert.Equal(t, Note{At: noon, Kind: KindPINReset, Actor: "lacictl", What: ResetByAccount}, last)
	s.verified()
}

// Ensure that every right has somebody, that an owner has each of those a
// person can have, and that nobody has a right above a supervisor's by chance.
func TestRights(t *testing.T) {
	for right, roles := range rights {
		assert.NotEmpty(t, roles, right)
		assert.True(t, RoleOwner.May(right) || right == MayReport, right)
	}
	for _, right := range []Right{MayReturn, MaySettings, MayQRIS, MayKeys, MayPeople, MayRestore} {
		assert.Equal(t, []Role{RoleOwner}, rights[right], right)
	}
	assert.True(t, APIKey{Scopes: []string{ScopeSettle}}.May(MayReport))
	assert.False(t, APIKey{Scopes: []string{ScopeSettle}}.May(MaySeeTotals))
	assert.False(t, APIKey{Scopes: []string{ScopeAdmin}}.May(MayQRIS))
	assert.False(t, RoleCashier.May(MaySeeTotals))
	assert.False(t, Role("nobody").May(MayLook))
}

// Ensure that confirming by hand has the limits the owner set, per order, per
// shift and without a reference, that above them a supervisor's PIN is needed
// and named, and that a new shift starts again.
func TestManualLimits(t *testing.T) {
	s := openShop(t)
	s.staffed()
	settings := s.Shop().Settings
	settings.ManualOrder, settings.ManualShift, settings.ManualBare = 100_000, 250_000, 50_000
	require.NoError(t, s.Change(t.Context(), settings, ownersPIN, "owner"))
	confirm := func(amount Rupiah, digits, pin string) error {
		o := s.charge(amount)
		o, err := s.Confirm(t.Context(), o.ID, Confirmation{Actor: "Sari", SeenAt: "soundbox", LastDigits: digits, PIN: pin})
		if err == nil {
			p, _ := s.Payment(t.Context(), o.Payments[0])
			assert.Equal(t, pin != "", p.Approved == "Budi")
		}
		return err
	}
	assert.ErrorIs(t, confirm(100_001, "1234", ""), ErrManualLimit)
	assert.ErrorIs(t, confirm(50_001, "", ""), ErrManualLimit)
	assert.ErrorIs(t, confirm(100_001, "1234", sariPIN), ErrPINWrong)
	assert.NoError(t, confirm(50_000, "", ""))
	assert.NoError(t, confirm(100_000, "1234", ""))
	assert.NoError(t, confirm(100_000, "1234", ""))
	assert.ErrorIs(t, confirm(1_000, "1234", ""), ErrManualLimit, "the shift's limit")
	assert.NoError(t, confirm(1_000_000, "", budiPIN))
	z, err := s.CloseShift(t.Context(), CloseShift{Actor: "Sari"})
	require.NoError(t, err)
	assert.Equal(t, Hand{Manual: Tally{4, 1_250_000}, Bare: Tally{2, 1_050_000}}, z.Hands["Sari"])
	assert.NoError(t, confirm(1_000, "1234", ""))
	s.verified()
}
