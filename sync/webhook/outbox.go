package webhook

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"go.etcd.io/bbolt"

	"laci/pos"
)

// outboxName is the file of what is still to be told. It holds no money and can
// be lost: the journal is then told again from a day ago.
const outboxName = "deliveries.db"

var (
	bucketMeta = []byte("meta") // the cursor; who is switched off
	bucketRows = []byte("rows") // id → delivery
	bucketDue  = []byte("due")  // time and id of what waits
	keyCursor  = []byte("cursor")
)

const (
	keepRows = 5000            // told or failed, the newest
	lookMost = 1000            // of what waits, at once
	passMost = 5000            // entries that nobody is told of, before that is stored
	lockWait = 2 * time.Second // for the file of a program that is just closing
)

// outbox is the file.
type outbox struct {
	db *bbolt.DB

	mu     sync.Mutex
	at     pos.Cursor // how far the journal was read
	known  bool
	stored pos.Cursor // of at, what the file has
}

func openOutbox(dir string) (*outbox, error) {
	db, err := bbolt.Open(filepath.Join(dir, outboxName), 0o600, &bbolt.Options{Timeout: lockWait})
	if err != nil {
		return nil, fmt.Errorf("webhook: %w", err)
	}
	if err := furnish(db); err != nil {
		return nil, errors.Join(fmt.Errorf("webhook: %w", err), db.Close())
	}
	return &outbox{db: db}, nil
}

// furnish makes the buckets of a new file; one that has them is not written to.
func furnish(db *bbolt.DB) error {
	var missing bool
	err := db.View(func(tx *bbolt.Tx) error {
		missing = tx.Bucket(bucketDue) == nil
		return nil
	})
	if err != nil || !missing {
		return err
	}
	return db.Update(func(tx *bbolt.Tx) error {
		for _, name := range [][]byte{bucketMeta, bucketRows, bucketDue} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *outbox) close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	var err error
	if b.known && b.at != b.stored {
		err, b.stored = b.store(b.at, nil), b.at
	}
	return errors.Join(err, b.db.Close())
}

// cursor is how far the journal was read; known is false for a new file.
func (b *outbox) cursor() (at pos.Cursor, known bool, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.known {
		return b.at, true, nil
	}
	err = b.db.View(func(tx *bbolt.Tx) (err error) {
		text := tx.Bucket(bucketMeta).Get(keyCursor)
		at, err = pos.ParseCursor(string(text))
		known = text != nil
		return err
	})
	return at, known, err
}

// add stores what is to be told and how far the journal was read, in one step.
// With nothing to tell it stores only now and then: reading the same again does
// no harm, and a till that tells nobody writes nothing.
func (b *outbox) add(at pos.Cursor, rows []Delivery) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(rows) > 0 || at.Epoch != b.stored.Epoch || at.Seq-b.stored.Seq >= passMost {
		if err := b.store(at, rows); err != nil {
			return err
		}
		b.stored = at
	}
	b.at, b.known = at, true
	return nil
}

func (b *outbox) store(at pos.Cursor, rows []Delivery) error {
	return b.db.Update(func(tx *bbolt.Tx) error {
		for _, d := range rows {
			if err := put(tx, d); err != nil {
				return err
			}
		}
		return tx.Bucket(bucketMeta).Put(keyCursor, []byte(at.String()))
	})
}

// dueKey sorts by time.
func dueKey(d Delivery) []byte {
	return append(binary.BigEndian.AppendUint64(nil, uint64(d.Next.UnixNano())), d.ID[:]...)
}

// put stores a delivery and its place among what waits.
func put(tx *bbolt.Tx, d Delivery) error {
	rows, due := tx.Bucket(bucketRows), tx.Bucket(bucketDue)
	if before, err := rowAt(rows, d.ID[:]); err == nil && before.State == Waiting {
		if err := due.Delete(dueKey(before)); err != nil {
			return err
		}
	}
	if d.State == Waiting {
		if err := due.Put(dueKey(d), nil); err != nil {
			return err
		}
	}
	encoded, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return rows.Put(d.ID[:], encoded)
}

func rowAt(rows *bbolt.Bucket, id []byte) (d Delivery, err error) {
	value := rows.Get(id)
	if value == nil {
		return d, fmt.Errorf("webhook: delivery %x: %w", id, pos.ErrNotFound)
	}
	return d, json.Unmarshal(value, &d)
}

// save stores what became of a delivery.
func (b *outbox) save(d Delivery) error {
	return b.db.Update(func(tx *bbolt.Tx) error { return put(tx, d) })
}

// due gives what is to be told now, the oldest first, and when the first of the
// rest is; pass says what is left out.
func (b *outbox) due(now time.Time, pass func(Delivery) bool) (rows []Delivery, next time.Time, err error) {
	err = b.db.View(func(tx *bbolt.Tx) error {
		all := tx.Bucket(bucketRows)
		cursor := tx.Bucket(bucketDue).Cursor()
		looked := 0
		for key, _ := cursor.First(); key != nil && looked < lookMost; key, _ = cursor.Next() {
			looked++
			if at := time.Unix(0, int64(binary.BigEndian.Uint64(key))); at.After(now) {
				next = at
				return nil
			}
			d, err := rowAt(all, key[8:])
			if err != nil {
				return err
			}
			if !pass(d) {
				rows = append(rows, d)
			}
		}
		return nil
	})
	return rows, next, err
}

// list gives the newest deliveries, to one listener or to all with "".
func (b *outbox) list(to string, limit int) (rows []Delivery, err error) {
	err = b.db.View(func(tx *bbolt.Tx) error {
		all := tx.Bucket(bucketRows)
		cursor := all.Cursor()
		for key, _ := cursor.Last(); key != nil && len(rows) < limit; key, _ = cursor.Prev() {
			d, err := rowAt(all, key)
			if err != nil {
				return err
			}
			if to == "" || d.To == to {
				rows = append(rows, d)
			}
		}
		return nil
	})
	return rows, err
}

// prune drops the oldest that are told or failed, down to keepRows.
func (b *outbox) prune() error {
	return b.db.Update(func(tx *bbolt.Tx) error {
		rows := tx.Bucket(bucketRows)
		extra := rows.Inspect().KeyN - keepRows
		var old [][]byte
		for cursor, key := rows.Cursor(), []byte(nil); extra > len(old); {
			if key == nil {
				key, _ = cursor.First()
			} else {
				key, _ = cursor.Next()
			}
			if key == nil {
				break
			}
			if d, err := rowAt(rows, key); err == nil && (d.State == Done || d.State == Failed) {
				old = append(old, bytes.Clone(key))
			}
		}
		for _, key := range old {
			if err := rows.Delete(key); err != nil {
				return err
			}
		}
		return nil
	})
}

// offKey is where it stands that a listener is switched off.
func offKey(to string) []byte { return []byte("off " + to) }

// off tells whether a listener is switched off.
func (b *outbox) off(to string) (off bool, err error) {
	err = b.db.View(func(tx *bbolt.Tx) error {
		off = tx.Bucket(bucketMeta).Get(offKey(to)) != nil
		return nil
	})
	return off, err
}

// turn switches a listener off, holding what waits for it, or on again, when
// everything held or failed is told now.
func (b *outbox) turn(to string, off bool, now time.Time) error {
	return b.db.Update(func(tx *bbolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		if off {
			if err := meta.Put(offKey(to), []byte(now.UTC().Format(time.RFC3339))); err != nil {
				return err
			}
		} else if err := meta.Delete(offKey(to)); err != nil {
			return err
		}
		var changed []Delivery
		err := tx.Bucket(bucketRows).ForEach(func(_, value []byte) error {
			var d Delivery
			if err := json.Unmarshal(value, &d); err != nil || d.To != to {
				return err
			}
			switch {
			case off && d.State == Waiting:
				d.State, d.Next = Held, time.Time{}
			case !off && (d.State == Held || d.State == Failed):
				d.State, d.Next, d.Attempts = Waiting, now, 0
			default:
				return nil
			}
			changed = append(changed, d)
			return nil
		})
		if err != nil {
			return err
		}
		for _, d := range changed {
			if err := put(tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}
