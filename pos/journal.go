package pos

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Kind names what an entry tells, in the past tense.
type Kind string

// The kinds of entries.
const (
	KindTillOpened      Kind = "till.opened"    // the file was made: terminal, practice or live
	KindTillRepaired    Kind = "till.repaired"  // a damaged file was made anew
	KindTerminalEpoch   Kind = "terminal.epoch" // a backup was restored: the sequence starts again
	KindBackupMade      Kind = "backup.made"    // written, read back and replayed
	KindSealLost        Kind = "seal.lost"      // the machine's key is gone: sealed secrets cannot be read
	KindRecoverySet     Kind = "recovery.set"   // backups have a new recovery code
	KindRecoveryWritten Kind = "recovery.written"
	KindSettings        Kind = "settings.changed"
	KindPINSet          Kind = "pin.set"
	KindPINRefused      Kind = "pin.refused"
	KindPINAccepted     Kind = "pin.accepted" // after refusals: the count starts again
	KindPINReset        Kind = "pin.reset"    // a forgotten PIN of the owner was replaced
	KindPersonAdded     Kind = "person.added"
	KindPersonRetired   Kind = "person.retired"
	KindCashierChanged  Kind = "cashier.changed" // signed in, handed over, signed out
	KindCashMoved       Kind = "cash.moved"      // in or out of the drawer, no sale
	KindShiftOpened     Kind = "shift.opened"
	KindShiftClosed     Kind = "shift.closed" // with the whole Z
	KindQRISProposed    Kind = "qris.proposed"
	KindQRISPinned      Kind = "qris.pinned"
	KindQRISUnpinned    Kind = "qris.unpinned"
	KindQRISShared      Kind = "qris.shared" // what else can bring money to it
	KindStaticAdded     Kind = "static.added"
	KindKeyAdded        Kind = "key.added"
	KindKeyRevoked      Kind = "key.revoked"
	KindTokenAdded      Kind = "token.added" // a web account logged in
	KindTokenRevoked    Kind = "token.revoked"
	KindSourceAdded     Kind = "source.added"
	KindSourceRevoked   Kind = "source.revoked"
	KindSourceTrusted   Kind = "source.trusted" // what its word does to money that names no order
	KindSourceBeating   Kind = "source.beating" // a phone sends signs of life
	KindSourceSilent    Kind = "source.silent"  // it sent none for some minutes while the shop was open
	KindSourceHeard     Kind = "source.heard"   // and is heard again
	KindTemplateAdded   Kind = "template.added" // how notifications of an app are read
	KindTemplateRemoved Kind = "template.removed"
	KindDeviceAdded     Kind = "device.added" // a screen or phone was paired
	KindDeviceRevoked   Kind = "device.revoked"
	KindHookAdded       Kind = "hook.added" // a program elsewhere is told what happens
	KindHookRevoked     Kind = "hook.revoked"
	KindOrderPlaced     Kind = "order.placed"
	KindOrderShown      Kind = "order.shown"
	KindOrderExpired    Kind = "order.expired"
	KindOrderCancelled  Kind = "order.cancelled"
	KindOrderClaimed    Kind = "order.claimed" // the customer says it is paid
	KindOrderFailed     Kind = "order.failed"
	KindOrderKept       Kind = "order.kept"      // too much money came and a person took the order as paid
	KindOrderPrinted    Kind = "order.printed"   // its first receipt
	KindOrderReprinted  Kind = "order.reprinted" // a copy of it
	KindOrderAsked      Kind = "order.asked"     // the owner, whether the money is there
	KindOrderAnswered   Kind = "order.answered"  // by the owner
	KindPaymentSettled  Kind = "payment.settled"
	KindPaymentReported Kind = "payment.reported" // money that waits for a person: ambiguous or unmatched
	KindPaymentAttached Kind = "payment.attached"
	KindPaymentWitness  Kind = "payment.witnessed"
	KindPaymentVoided   Kind = "payment.voided"
	KindPaymentReturned Kind = "payment.returned"
	KindPaymentNotOurs  Kind = "payment.disowned"
	KindRefundGiven     Kind = "refund.given"
	KindSettlement      Kind = "settlement.changed" // how an acquirer pays out
	KindBankCompared    Kind = "bank.compared"      // with counts and sums of what differs
	KindGatewayAdded    Kind = "gateway.added"
	KindGatewayRemoved  Kind = "gateway.removed"
	KindGatewayPinned   Kind = "gateway.pinned"  // whom its codes pay
	KindGatewayDoubted  Kind = "gateway.doubted" // its code was not shown: another amount, another payee, no code
	KindCodeAnswered    Kind = "code.answered"   // a gateway's code that came too late to be shown
)

// Cursor is a place in the journal: the epoch and the sequence in it, written
// "1.1200". The zero Cursor stands before the first entry.
type Cursor struct {
	Epoch uint32
	Seq   uint64
}

// String writes the cursor as every interface does: "1.1200".
func (c Cursor) String() string {
	return strconv.FormatUint(uint64(c.Epoch), 10) + "." + strconv.FormatUint(c.Seq, 10)
}

// ParseCursor reads "1.1200". "" and "0" are the place before the first entry.
func ParseCursor(text string) (Cursor, error) {
	if text == "" || text == "0" {
		return Cursor{}, nil
	}
	left, right, ok := strings.Cut(text, ".")
	epoch, errEpoch := strconv.ParseUint(left, 10, 32)
	seq, errSeq := strconv.ParseUint(right, 10, 64)
	if !ok || errEpoch != nil || errSeq != nil || left[0] == '+' || right[0] == '+' {
		return Cursor{}, fmt.Errorf("cursor %q: %w", text, ErrCursor)
	}
	return Cursor{Epoch: uint32(epoch), Seq: seq}, nil
}

// Before tells whether c stands before other.
func (c Cursor) Before(other Cursor) bool {
	return c.Epoch < other.Epoch || c.Epoch == other.Epoch && c.Seq < other.Seq
}

// key is the cursor as a key of the journal bucket: it sorts in journal order.
func (c Cursor) key() []byte {
	var key [12]byte
	binary.BigEndian.PutUint32(key[:4], c.Epoch)
	binary.BigEndian.PutUint64(key[4:], c.Seq)
	return key[:]
}

// cursorOf reads a key of the journal bucket.
func cursorOf(key []byte) Cursor {
	return Cursor{Epoch: binary.BigEndian.Uint32(key[:4]), Seq: binary.BigEndian.Uint64(key[4:])}
}

// Entry is one fact: a change of money or of trust, in the past tense, never
// edited. Everything else in the file can be rebuilt from the entries.
type Entry struct {
	V        int             `json:"v"`
	Terminal string          `json:"terminal"`
	Epoch    uint32          `json:"epoch"`
	Seq      uint64          `json:"seq"` // gapless, from 1 in each epoch
	At       time.Time       `json:"at"`  // UTC
	Day      Day             `json:"day"` // the business day, fixed when the entry was made
	Actor    string          `json:"actor"`
	Kind     Kind            `json:"kind"`
	Order    ID              `json:"order,omitzero"`
	Body     json.RawMessage `json:"body"`
	Private  []byte          `json:"private,omitempty"` // sealed; never leaves the till
	Prev     string          `json:"prev"`              // hex SHA-256 of the previous entry's bytes
}

// Cursor gives the entry's place.
func (e Entry) Cursor() Cursor { return Cursor{Epoch: e.Epoch, Seq: e.Seq} }

// Public gives the entry without what must not leave the till.
func (e Entry) Public() Entry {
	e.Private = nil
	return e
}

// hashOf is the link of the chain: the SHA-256 of an entry's stored bytes.
func hashOf(entry []byte) [sha256.Size]byte { return sha256.Sum256(entry) }
