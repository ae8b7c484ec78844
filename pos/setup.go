package pos

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/oklog/ulid/v2"

	"laci/qris"
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
	if err := strongSecret(RoleOwner, s.PIN); err != nil {
		return err
	}
	sealed, err := t.sealer.Seal(hashPIN(s.PIN))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
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
		s.BackupDays < 0 || s.BackupDays > backupMost || s.BackupTo != "" && !filepath.IsAbs(s.BackupTo) || len(s.BackupTo) > pathMost {
		return ErrSetting
	}
	return nil
}

// Change stores new settings with the owner's PIN.
func (t *Till) Change(ctx context.Context, s Settings, pin, actor string) error {
	s.TerminalName = cleanText(s.TerminalName, nameMost)
	if err := s.check(); err != nil {
		return err
	}
	if _, err := t.Approve(ctx, MaySettings, "", pin); err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error { return x.record(actor, &settingsChanged{Settings: s}) })
}

// AddQRIS is a code to store.
type AddQRIS struct {
	Text                string // the static payload
	Sticker, SecondTill bool   // as in QRIS
	PIN                 string // the owner's, once one is set
	Actor               string
}

// AddQRIS stores a code: the first one is pinned at once; with the owner's PIN
// a later one becomes the payee; without, it is proposed and used by nothing.
func (t *Till) AddQRIS(ctx context.Context, a AddQRIS) (QRIS, error) {
	pin := true
	if t.Shop().HasPIN && a.PIN == "" {
		pin = false
	} else if _, err := t.Approve(ctx, MayQRIS, "", a.PIN); err != nil {
		return QRIS{}, err
	}
	var code QRIS
	err := t.decide(ctx, func(x *txn) (err error) {
		shop := x.shop
		if _, ready := shop.public().Pinned(); ready && !shop.hasPIN() {
			pin = false // before a PIN exists only the first one is taken
		}
		if code, err = x.newCode(shop, a, pin); err != nil {
			return err
		}
		if pin {
			return x.record(a.Actor, &qrisPinned{QRIS: code})
		}
		return x.record(a.Actor, &qrisProposed{QRIS: code})
	})
	return code, err
}

// PinQRIS makes a proposed code the payee, with the owner's PIN.
func (t *Till) PinQRIS(ctx context.Context, id, pin, actor string) error {
	if _, err := t.Approve(ctx, MayQRIS, "", pin); err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error {
		shop := x.shop
		code, ok := shop.code(id)
		if !ok {
			return ErrNotFound
		}
		now := *code
		now.Pinned = true
		return x.record(actor, &qrisPinned{QRIS: now})
	})
}

// newCode checks a static payload and makes what is stored of it.
func (x *txn) newCode(shop *shopState, a AddQRIS, pinned bool) (QRIS, error) {
	p, err := qris.Parse(a.Text)
	if err == nil {
		// A payload that can be stored can be made dynamic; any amount shows it.
		_, err = p.Dynamic(qris.Options{Amount: 1})
	}
	if err != nil {
		return QRIS{}, refusedCode{err}
	}
	if shop.Practice && !unpayable(p) {
		return QRIS{}, ErrPracticeCode
	}
	for _, known := range shop.Codes {
		if known.Text == a.Text {
			return QRIS{}, ErrQRISKnown
		}
	}
	return QRIS{ID: strings.ToLower(ulid.ULID(x.newID()).String()), Text: a.Text, Name: p.Merchant().Name, City: p.Merchant().City,
		NMID: p.NMID(), CRC: p.CRC(), Pinned: pinned, Sticker: a.Sticker, SecondTill: a.SecondTill, Added: x.now}, nil
}

// unpayable tells whether no wallet can pay the code: all of its accounts are
// of an institution that does not exist (NNS 93600999).
func unpayable(p qris.Payload) bool {
	for _, account := range p.Accounts() {
		if account.PAN != "" && !strings.HasPrefix(account.PAN, "93600999") {
			return false
		}
	}
	return true
}

// refusedCode is why a payload cannot be stored, with the code word of the
// payload's own fault.
type refusedCode struct{ cause error }

func (r refusedCode) Error() string   { return ErrQRIS.Error() + ": " + r.cause.Error() }
func (r refusedCode) Unwrap() []error { return []error{ErrQRIS, r.cause} }

// Code gives the fault of the payload, such as "crc_mismatch".
func (r refusedCode) Code() string {
	var coded interface{ Code() string }
	if errors.As(r.cause, &coded) {
		return coded.Code()
	}
	return ErrQRIS.Code()
}
