package pos

import (
	"context"
	"fmt"
)

// SourceTrust is what the owner lets a source do with money that names no order.
type SourceTrust struct {
	Name  string
	Trust Trust  // TrustSuggest or TrustAuto
	Most  Rupiah // with TrustAuto: the most that one payment may be, above zero
	PIN   string // the owner's, once one is set
	Actor string
}

// TrustSource says what a source's word does to money that names no order. With
// TrustAuto it settles up to a ceiling, where the stored QRIS allow that; this
// switches the unique amount on. It returns ErrSource, ErrAmount for a ceiling
// that is none, ErrSuggestOnly for a phone whose secret a person typed, and
// ErrShared while another till shows the counter's QRIS.
func (t *Till) TrustSource(ctx context.Context, w SourceTrust) error {
	switch {
	case w.Trust == TrustSuggest:
		w.Most = 0
	case w.Trust != TrustAuto:
		return fmt.Errorf("trust %q: %w", w.Trust, ErrSetting)
	case w.Most <= 0 || w.Most > limitMost:
		return fmt.Errorf("ceiling of %s: %w", w.Name, ErrAmount)
	}
	by, err := t.Approve(ctx, MayKeys, "", w.PIN)
	if err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error {
		if err := x.mayTrust(w); err != nil {
			return err
		}
		return x.trustSource(w, by)
	})
}

// mayTrust refuses a trust that the source, or the shop, does not bear.
func (x *txn) mayTrust(w SourceTrust) error {
	source := x.shop.source(w.Name)
	if source == nil {
		return fmt.Errorf("source %q: %w", w.Name, ErrSource)
	}
	if w.Trust != TrustAuto {
		return nil
	}
	code, ok := x.shop.public().Pinned()
	switch {
	case source.Made == MadeByHand:
		return fmt.Errorf("source %q: %w", w.Name, ErrSuggestOnly)
	case !ok:
		return ErrNotSetUp
	case code.SecondTill:
		return ErrShared
	}
	return nil
}

// trustSource records the trust and, for money that settles by itself, that
// amounts are unique from now on.
func (x *txn) trustSource(w SourceTrust, by string) error {
	f := &sourceTrusted{Name: w.Name, Trust: w.Trust, Most: w.Most, Approved: by}
	if err := x.record(w.Actor, f); err != nil || w.Trust != TrustAuto {
		return err
	}
	settings := x.shop.Settings
	if settings.Unique {
		return nil
	}
	settings.Unique = true
	return x.record(w.Actor, &settingsChanged{Settings: settings})
}

// trusts tells whether the one who reports money that names no order is trusted
// so far that it settles.
func (s *shopState) trusts(r Report, o Order) bool {
	source := s.source(r.Source)
	switch {
	case r.suggests:
		return false
	case source == nil || source.Trust == TrustCodes:
		return true
	}
	return source.Trust == TrustAuto && r.Amount <= source.Most && o.Unique()
}

// readFor makes a source's report ready: what its text tells is read by the
// templates, and one that must not settle is marked. It tells whether there is
// money in it. A phone's text counts only where a template reads it. Where the
// amount told and the one in the text differ, the text's is kept for a person.
func (s *shopState) readFor(r *Report) bool {
	source := s.source(r.Source)
	if source == nil {
		return true
	}
	if source.Made == MadeByHand {
		r.suggests, r.Evidence = true, Manual
	}
	if r.RawText == "" {
		return true
	}
	reading, err := s.read(r.App, r.RawText)
	if err != nil {
		return !source.Made.Phone() && r.Amount != 0
	}
	if r.Amount != 0 && r.Amount != reading.Amount {
		r.suggests, r.flags = true, append(r.flags, FlagAmountDoubt)
	}
	r.Amount = reading.Amount
	fillEmpty(&r.Payer, reading.Payer)
	fillEmpty(&r.Issuer, reading.Issuer)
	if r.RRN == "" && r.PaymentID == "" {
		r.RRN, r.PaymentID = reading.reference()
	}
	return true
}
