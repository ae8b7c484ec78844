package pos

import (
	"context"
	"slices"
)

// The ways a forgotten PIN of the owner is replaced.
const (
	ResetByRecovery = "recovery_code" // the words that were shown at set-up
	ResetByAccount  = "os_account"    // by the account that owns the till's files
)

// ResetPIN gives the first owner a new PIN without the old one, and ends every
// wait. Whoever calls it has proved its right to: by the recovery code, or by
// being the account that owns the till's files. It stands in the journal and on
// the next Z. Before a PIN was set it is ErrNotFound.
func (t *Till) ResetPIN(ctx context.Context, how, pin, actor string) error {
	if !slices.Contains([]string{ResetByRecovery, ResetByAccount}, how) {
		return ErrReason
	}
	if err := StrongSecret(RoleOwner, pin); err != nil {
		return err
	}
	sealed, err := t.sealSecret(RoleOwner, pin)
	if err != nil {
		return err
	}
	return t.decide(ctx, func(x *txn) error {
		if !x.shop.hasPIN() {
			return ErrNotFound
		}
		return x.recordPrivate(actor, &pinReset{Person: firstPerson, How: how}, sealed)
	})
}
