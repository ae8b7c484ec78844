package pos

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/oklog/ulid/v2"
	"go.etcd.io/bbolt"
)

// fact is the body of an entry: what happened. apply folds it into the state,
// from the entry and the state alone, so that a replay comes to the same.
type fact interface {
	kind() Kind
	order() ID
	apply(x *txn, e Entry) error
}

// txn records facts and folds them into the state. The committer's goes on from
// one transaction of the file to the next.
type txn struct {
	view
	now    time.Time
	head   head
	stands head     // the head that the state in the file stands at
	fresh  [][]byte // the entries recorded, for the journal file
	told   []Entry  // those recorded now, for who follows the journal

	shop    *shopState // as this transaction knows it; replaced, never changed
	entropy io.Reader  // of new identities
	scratch []byte     // room for what is encoded
	entries []byte     // room for the entries recorded

	oldKeys, newKeys indexKeys // room for index keys

	touched []touched // orders changed since the last flush

	days         map[Day]*rolled // roll-ups, once they were read
	shift        *Shift          // the running shift, once it was read
	shiftChanged bool

	epoch uint32 // the epoch that the next entry opens, when above the head's
}

// begin goes on in a new transaction of the file.
func (x *txn) begin(tx *bbolt.Tx, now time.Time) {
	x.tx, x.now = tx, now.UTC().Truncate(time.Millisecond)
	x.fresh, x.entries, x.told = x.fresh[:0], x.entries[:0], x.told[:0]
}

// saveState makes recent what decisions keep at hand until they end.
func (x *txn) saveState() error {
	err := errors.Join(x.flush(), x.saveDays(), x.saveShift())
	x.recent.seal()
	return err
}

// write stores a value in the file, with its checksum.
func (x *txn) write(bucket, key, value []byte) error {
	return putIn(x.tx.Bucket(bucket), bucket, key, value)
}

// put changes a value of the state.
func (x *txn) put(bucket, key, value []byte) { x.recent.set(bucket, key, value) }

// remove removes a key of the state.
func (x *txn) remove(bucket, key []byte) { x.recent.set(bucket, key, nil) }

// save changes a value of the state, as JSON.
func (x *txn) save(bucket, key []byte, value any) error {
	encoded, err := x.encode(value)
	if err != nil {
		return err
	}
	x.put(bucket, key, encoded)
	return nil
}

// encode gives the JSON of a value, until the next call.
func (x *txn) encode(value any) ([]byte, error) {
	known, ok := value.(written)
	if !ok {
		return json.Marshal(value)
	}
	w := object{out: x.scratch[:0]}
	known.appendTo(&w)
	x.scratch = w.out
	return w.out, w.err
}

// day is the business day of an entry made now. With the clock behind the last
// entry the till sells on, in the last entry's day.
func (x *txn) day() (Day, error) {
	if x.now.Before(x.head.At) {
		return x.head.Day, nil
	}
	return x.shop.calendar().Day(x.now), nil
}

// record makes the fact an entry, chains it to the last and folds it in.
func (x *txn) record(actor string, f fact) error { return x.recordPrivate(actor, f, nil) }

// recordPrivate records a fact with a sealed part that never leaves the till.
func (x *txn) recordPrivate(actor string, f fact, private []byte) error {
	day, err := x.day()
	if err != nil {
		return err
	}
	body, err := x.encode(f)
	if err != nil {
		return err
	}
	body = bytes.Clone(body) // it is told of; the room it was made in is used again
	at := x.next()
	e := Entry{V: 1, Terminal: x.shop.Terminal, Epoch: at.Epoch, Seq: at.Seq, At: x.now, Day: day,
		Actor: actor, Kind: f.kind(), Order: f.order(), Body: body, Private: private, Prev: x.prev()}
	from := len(x.entries)
	if x.entries, err = e.appendTo(x.entries); err != nil {
		return err
	}
	to := len(x.entries)
	x.entries = append(x.entries, make([]byte, sumSize)...)
	if err := x.append(e, f, x.entries[from:to:len(x.entries)]); err != nil {
		return err
	}
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
	if err := x.write(bucketJournal, e.Cursor().key(), encoded); err != nil {
		return err
	}
	if len(x.fresh) == 0 {
		x.head.LogStart = x.head.LogEnd
	}
	x.fresh = append(x.fresh, encoded)
	return x.fold(e, f, encoded)
}

// fold makes an entry the head and folds its fact into the state.
func (x *txn) fold(e Entry, f fact, encoded []byte) error {
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
