package pos

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/oklog/ulid/v2"
	"go.etcd.io/bbolt"
)

// head is the newest entry of the journal, as the file knows it.
type head struct {
	Cursor
	Hash   [32]byte // of that entry's bytes
	At     time.Time
	Day    Day
	Orders uint64 // how many orders were numbered so far

	LogStart int64 // length of the journal file before the entry's commit
	LogEnd   int64 // and once the entry is in it
}

// fact is the body of an entry: what happened. apply folds it into the state,
// from the entry and the state alone, so that a replay comes to the same.
type fact interface {
	kind() Kind
	order() ID
	apply(x *txn, e Entry) error
}

// txn is a write transaction: it records facts and folds them into the state.
type txn struct {
	view
	now   time.Time
	head  head
	fresh [][]byte // the entries recorded, for the journal file
	told  []Entry  // those recorded now, for who follows the journal
	trust bool     // a fact changed what the till keeps in memory

	shop    *shopState // as this transaction knows it; replaced, never changed
	entropy io.Reader  // of new identities

	touched []*touched // orders changed since the last flush

	days         map[Day]*Summary // roll-ups changed since the last commit
	shift        *Shift           // the running shift, once it was read
	shiftChanged bool

	epoch uint32 // the epoch that the next entry opens, when above the head's
}

// newTxn starts from what the file knows.
func newTxn(tx *bbolt.Tx, now time.Time) (*txn, error) {
	shop, err := view{tx}.shopState()
	if err != nil {
		return nil, err
	}
	return newTxnOf(tx, now, shop)
}

// newTxnOf starts from what the file knows, with the shop read before.
func newTxnOf(tx *bbolt.Tx, now time.Time, shop *shopState) (*txn, error) {
	x := &txn{view: view{tx}, now: now.UTC().Truncate(time.Millisecond), shop: shop}
	err := x.loadHeadInto(&x.head)
	x.head.LogStart = x.head.LogEnd
	return x, err
}

var keyHead = []byte("head")

// loadHead reads the head; a new file has none.
func (v view) loadHeadInto(h *head) error {
	value, err := v.get(bucketMeta, keyHead)
	if err != nil || value == nil {
		return err
	}
	if len(value) != 12+32+4*8+len(time.DateOnly) {
		return fmt.Errorf("head: %w", ErrDamaged)
	}
	h.Cursor = cursorOf(value[:12])
	copy(h.Hash[:], value[12:44])
	h.At = time.UnixMilli(int64(binary.BigEndian.Uint64(value[44:]))).UTC()
	h.Orders = binary.BigEndian.Uint64(value[52:])
	h.LogStart = int64(binary.BigEndian.Uint64(value[60:]))
	h.LogEnd = int64(binary.BigEndian.Uint64(value[68:]))
	h.Day = Day(value[76:])
	return nil
}

// saveHead writes the head once a commit.
func (x *txn) saveHead() error {
	if err := errors.Join(x.flush(), x.saveDays(), x.saveShift()); err != nil {
		return err
	}
	h := x.head
	value := append(h.key(), h.Hash[:]...)
	value = binary.BigEndian.AppendUint64(value, uint64(h.At.UnixMilli()))
	value = binary.BigEndian.AppendUint64(value, h.Orders)
	value = binary.BigEndian.AppendUint64(value, uint64(h.LogStart))
	value = binary.BigEndian.AppendUint64(value, uint64(h.LogEnd))
	value = append(value, h.Day...)
	return x.put(bucketMeta, keyHead, value)
}

// fullPages is how full a page is left when it splits: nearly all keys are
// written in rising order, so that half of a page would stay empty for ever.
const fullPages = 0.95

// put stores a value with its checksum.
func (x *txn) put(bucket, key, value []byte) error {
	b := x.tx.Bucket(bucket)
	b.FillPercent = fullPages
	return b.Put(key, withSum(bucket, key, value))
}

// save stores a value as JSON.
func (x *txn) save(bucket, key []byte, value any) error {
	encoded, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return x.put(bucket, key, encoded)
}

// remove deletes a key.
func (x *txn) remove(bucket, key []byte) error { return x.tx.Bucket(bucket).Delete(key) }

// day is the business day of an entry made now. With the clock behind the last
// entry the till sells on, in the last entry's day.
func (x *txn) day() (Day, error) {
	shop := x.shop
	if x.now.Before(x.head.At) {
		return x.head.Day, nil
	}
	return shop.calendar().Day(x.now), nil
}

// record makes the fact an entry, chains it to the last and folds it in.
func (x *txn) record(actor string, f fact) error { return x.recordPrivate(actor, f, nil) }

// recordPrivate records a fact with a sealed part that never leaves the till.
func (x *txn) recordPrivate(actor string, f fact, private []byte) error {
	day, err := x.day()
	if err != nil {
		return err
	}
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	at := x.next()
	e := Entry{V: 1, Terminal: x.shop.Terminal, Epoch: at.Epoch, Seq: at.Seq, At: x.now, Day: day,
		Actor: actor, Kind: f.kind(), Order: f.order(), Body: body, Private: private, Prev: x.prev()}
	encoded, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if err := x.append(e, f, encoded); err != nil {
		return err
	}
	e.Body = bytes.Clone(e.Body) // whatever becomes of the room it was made in
	x.told = append(x.told, e)
	return nil
}

// next is the place of the next entry.
func (x *txn) next() Cursor {
	if x.epoch > x.head.Epoch {
		return Cursor{Epoch: x.epoch, Seq: 1}
	}
	return Cursor{Epoch: max(1, x.head.Epoch), Seq: x.head.Seq + 1}
}

// prev is what the next entry names as the one before it.
func (x *txn) prev() string {
	if x.head.Seq == 0 {
		return ""
	}
	return hex.EncodeToString(x.head.Hash[:])
}

// append stores an entry's bytes as the new head and folds its fact in.
func (x *txn) append(e Entry, f fact, encoded []byte) error {
	if err := x.put(bucketJournal, e.Cursor().key(), encoded); err != nil {
		return err
	}
	if x.clockBack(e.At) {
		if err := x.inShift(func(s *Shift) { s.Doubt = true }); err != nil {
			return err
		}
	}
	x.head.Cursor, x.head.Hash = e.Cursor(), hashOf(encoded)
	x.head.LogEnd += frameSize(len(encoded))
	if e.At.After(x.head.At) {
		x.head.At = e.At
	}
	x.head.Day = e.Day
	x.fresh = append(x.fresh, encoded)
	if err := f.apply(x, e); err != nil || e.Order.IsZero() {
		return err
	}
	return x.change(e.Order, func(o *Order) error {
		o.Entries = o.withEntry(e.Cursor())
		return nil
	})
}

// newID makes the identity of an order or payment. Those of one millisecond
// follow each other, so that they sort as they were made.
func (x *txn) newID() ID { return ulid.MustNew(ulid.Timestamp(x.now), x.entropy) }
