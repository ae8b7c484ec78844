package pos

import (
	"encoding/hex"
	"errors"
)

// numbersApart is by how much the first order number of a new epoch stands
// above the highest one known: numbers that were given after the backup and
// before the loss are given to nobody else.
const numbersApart = 1000

// terminalEpoch is the first entry of an epoch: a backup took the place of what
// was there. Its sequence is 1 again, and it is chained to the last entry of
// the backup.
type terminalEpoch struct {
	ofShop
	OldHead string `json:"old_head"` // of the backup
	OldHash string `json:"old_hash"`
	Orders  uint64 `json:"orders"` // the next order has the number after it

	Strangers uint64 `json:"strangers,omitempty"` // and the next of a stranger's

	// The head of the till that the directory held before, if it sold.
	Replaced     string `json:"replaced_head,omitempty"`
	ReplacedHash string `json:"replaced_hash,omitempty"`
	FilesTrusted bool   `json:"files_trusted,omitempty"` // the owner took the backup's pins for those of that till
	Approved     string `json:"approved_by,omitempty"`
}

func (*terminalEpoch) kind() Kind { return KindTerminalEpoch }
func (f *terminalEpoch) apply(x *txn, e Entry) error {
	x.head.Orders = max(x.head.Orders, f.Orders)
	if err := x.countStrangers(f.Strangers); err != nil {
		return err
	}
	// Who logged out after the backup must stay out: everybody logs in again.
	return errors.Join(x.note(e, f.OldHead), x.changeShop(func(s *shopState) { s.Tokens = nil }))
}

// openEpoch records the first entry of the epoch above both tills'. f says how
// many orders strangers made at the till that was replaced.
func (x *txn) openEpoch(f *terminalEpoch, replaced head, actor string) error {
	f.OldHead, f.OldHash = x.head.String(), hex.EncodeToString(x.head.Hash[:])
	f.Orders = max(x.head.Orders, replaced.Orders) + numbersApart - 1
	strangers, err := x.strangers()
	if err != nil {
		return err
	}
	if f.Strangers = max(f.Strangers, strangers); f.Strangers > 0 {
		f.Strangers += numbersApart - 1
	}
	if replaced.Orders > 0 {
		f.Replaced, f.ReplacedHash = replaced.String(), hex.EncodeToString(replaced.Hash[:])
	}
	x.epoch = max(x.head.Epoch, replaced.Epoch) + 1
	return x.record(actor, f)
}
