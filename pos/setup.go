package pos

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
)

// SetUp is what the first start asks.
type SetUp struct {
	QRIS         string // the static payload; "" keeps the one that was added without a screen
	Sticker      bool   // a printed code of it can be paid too
	SecondTill   bool   // another till shows it too
	PIN          string // the owner's, six digits
	TerminalName string // "Kasir A"
	Zone         string // WIB, WITA or WIT
	Facing       Facing
	Actor        string
}

// SetUp pins the code, sets the owner's PIN and the settings, in one decision.
// Once a PIN is set it is refused with ErrSetUp.
func (t *Till) SetUp(ctx context.Context, s SetUp) error {
	if err := StrongSecret(RoleOwner, s.PIN); err != nil {
		return err
	}
	sealed, err := seal(t.sealer, hashPIN(s.PIN))
	if err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error { return x.setUp(s, sealed) })
}

func (x *txn) setUp(s SetUp, sealed []byte) error {
	shop := x.shop
	if shop.hasPIN() {
		return ErrSetUp
	}
	settings := shop.Settings
	settings.TerminalName, settings.Zone, settings.Facing = cleanText(s.TerminalName, nameMost), s.Zone, s.Facing
	if err := settings.check(); err != nil {
		return err
	}
	code, err := x.setUpCode(shop, s)
	if err != nil {
		return err
	}
	if err := x.record(s.Actor, &qrisPinned{QRIS: code}); err != nil {
		return err
	}
	if err := x.recordPrivate(s.Actor, &pinSet{Person: firstPerson}, sealed); err != nil {
		return err
	}
	return x.record(s.Actor, &settingsChanged{Settings: settings})
}

// setUpCode is the code that set-up pins: the one given, or the one added
// before without a screen, with the answers about stickers and other tills.
func (x *txn) setUpCode(shop *shopState, s SetUp) (QRIS, error) {
	if s.QRIS != "" {
		return x.newCode(shop, AddQRIS{Text: s.QRIS, Sticker: s.Sticker, SecondTill: s.SecondTill}, true)
	}
	code, ok := shop.public().Pinned()
	if !ok {
		return QRIS{}, ErrNotSetUp
	}
	code.Sticker, code.SecondTill = s.Sticker, s.SecondTill
	return code, nil
}

const (
	nameMost  = 40
	pathMost  = 4096
	idleMost  = 24 * 60           // minutes
	limitMost = 1_000_000_000_000 // tag 54 has room for thirteen digits
)

// check refuses settings the till does not know.
func (s Settings) check() error {
	if _, err := location(s.Zone); err != nil {
		return err
	}
	if s.TerminalName == "" {
		return ErrName
	}
	known := slices.Contains([]Facing{FacingUnknown, FacingCashier, FacingCustomer, FacingTurned}, s.Facing)
	if !known || s.CutOff < 0 || s.CutOff > 6 || s.Limit <= 0 || s.Limit > limitMost || s.ShowSeconds < 30 || s.ShowSeconds > 1800 ||
		s.FeeFixed < 0 || s.FeeFixed > s.Limit || s.FeeBasis < 0 || s.FeeBasis > basisPoints || s.DiscountFree < 0 ||
		s.ManualOrder < 0 || s.ManualShift < 0 || s.ManualBare < 0 ||
		s.Unusual < 0 || s.LockAfter < 0 || s.LockAfter > idleMost ||
		s.BackupDays < 0 || s.BackupDays > backupMost || s.BackupTo != "" && !filepath.IsAbs(s.BackupTo) || len(s.BackupTo) > pathMost {
		return ErrSetting
	}
	if len(s.Printer) > pathMost || !slices.Contains([]int{0, 58, 80}, s.PaperMM) {
		return ErrSetting
	}
	return s.checkReach()
}

// Change stores new settings with the owner's PIN.
func (t *Till) Change(ctx context.Context, s Settings, pin, actor string) error {
	s.TerminalName, s.Foot = cleanText(s.TerminalName, nameMost), cleanText(s.Foot, noteMost)
	if err := s.check(); err != nil {
		return err
	}
	if _, err := t.Approve(ctx, MaySettings, "", pin); err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error {
		if s.Gateway != "" && s.Gateway != x.shop.Settings.Gateway && x.shop.gateway(s.Gateway) == nil {
			return fmt.Errorf("gateway %q: %w", s.Gateway, ErrGateway)
		}
		return x.record(actor, &settingsChanged{Settings: s})
	})
}
