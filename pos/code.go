package pos

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/oklog/ulid/v2"

	"laci/qris"
)

// AddQRIS is a code to store.
type AddQRIS struct {
	Text                string // the static payload
	Sticker, SecondTill bool   // as in QRIS
	Beside              bool   // for callers to choose; the counter sells with the code it has
	PIN                 string // the owner's, once one is set
	Actor               string
}

// AddQRIS stores a code: the first one is pinned at once; with the owner's PIN
// a later one becomes the payee, of the counter or beside it; without, it is
// proposed and used by nothing.
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
		code.Ref = len(shop.Codes) + 1
		if pin {
			return x.record(a.Actor, &qrisPinned{QRIS: code})
		}
		return x.record(a.Actor, &qrisProposed{QRIS: code})
	})
	return code, err
}

// PinQRIS makes a proposed code the payee, with the owner's PIN: of the
// counter, or beside it when it was proposed so.
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

// UnpinQRIS takes a code that is pinned beside the counter's out of use, with
// the owner's PIN: nothing new is asked for with it. The counter's own can only
// be replaced: ErrMove.
func (t *Till) UnpinQRIS(ctx context.Context, id, pin, actor string) error {
	by, err := t.Approve(ctx, MayQRIS, "", pin)
	if err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error {
		code, ok := x.shop.code(id)
		switch {
		case !ok:
			return ErrNotFound
		case !code.Pinned:
			return nil
		case !code.Beside:
			return fmt.Errorf("unpin the counter's QRIS: %w", ErrMove)
		}
		return x.record(actor, &qrisUnpinned{ID: id, Name: code.named(), Approved: by})
	})
}

// ShareQRIS is what else can bring money to a stored code.
type ShareQRIS struct {
	ID                  string
	Sticker, SecondTill bool   // as in QRIS
	PIN                 string // the owner's
	Actor               string
}

// ShareQRIS changes whether a printed code or another till can be paid too, with
// the owner's PIN: by that it is decided what an amount alone settles, from now on.
// Saying what is known already is harmless.
func (t *Till) ShareQRIS(ctx context.Context, w ShareQRIS) error {
	by, err := t.Approve(ctx, MayQRIS, "", w.PIN)
	if err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error {
		code, ok := x.shop.code(w.ID)
		if !ok {
			return ErrNotFound
		}
		if code.Sticker == w.Sticker && code.SecondTill == w.SecondTill {
			return nil
		}
		return x.record(w.Actor, &qrisShared{ID: w.ID, Name: code.named(), Sticker: w.Sticker, SecondTill: w.SecondTill, Approved: by})
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
	_, ready := shop.public().Pinned() // without one the counter takes what comes
	return QRIS{ID: strings.ToLower(ulid.ULID(x.newID()).String()), Text: a.Text, Name: p.Merchant().Name, City: p.Merchant().City,
		NMID: p.NMID(), CRC: p.CRC(), Pinned: pinned, Beside: a.Beside && ready, Sticker: a.Sticker, SecondTill: a.SecondTill, Added: x.now}, nil
}

// sampleBank begins the accounts of an institution that does not exist.
const sampleBank = "93600999"

// unpayable tells whether no wallet can pay the code: all of its accounts are
// of an institution that does not exist (NNS 93600999).
func unpayable(p qris.Payload) bool {
	for _, account := range p.Accounts() {
		if account.PAN != "" && !strings.HasPrefix(account.PAN, sampleBank) {
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
