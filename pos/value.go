package pos

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"

	"go.etcd.io/bbolt"
)

// The buckets of the file. Everything but the journal is a fold of it.
var (
	bucketMeta     = []byte("meta")     // the head, the layout's number
	bucketJournal  = []byte("journal")  // cursor → entry
	bucketShop     = []byte("shop")     // settings, codes, PIN, keys, sources
	bucketOrders   = []byte("orders")   // order id → order
	bucketPayments = []byte("payments") // payment id → payment
	bucketIndex    = []byte("index")    // the prefixes below → ids
	bucketDays     = []byte("days")     // business day → roll-up
	bucketShifts   = []byte("shifts")   // the running shift; number → Z
)

var buckets = [][]byte{bucketMeta, bucketJournal, bucketShop, bucketOrders, bucketPayments, bucketIndex, bucketDays, bucketShifts}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sumOf is the CRC-32C over bucket, key and value that ends every stored value:
// bbolt itself checks only its meta pages.
func sumOf(bucket, key, value []byte) uint32 {
	sum := crc32.Update(0, castagnoli, bucket)
	sum = crc32.Update(sum, castagnoli, key)
	return crc32.Update(sum, castagnoli, value)
}

// seal appends the checksum to a value.
func withSum(bucket, key, value []byte) []byte {
	out := make([]byte, 0, len(value)+4)
	out = append(out, value...)
	return binary.BigEndian.AppendUint32(out, sumOf(bucket, key, value))
}

// checked strips and checks the checksum of a stored value. The result is valid
// only inside the transaction.
func checked(bucket, key, stored []byte) ([]byte, error) {
	if len(stored) < 4 {
		return nil, fmt.Errorf("%s %x: value too short: %w", bucket, key, ErrDamaged)
	}
	value := stored[:len(stored)-4]
	if binary.BigEndian.Uint32(stored[len(value):]) != sumOf(bucket, key, value) {
		return nil, fmt.Errorf("%s %x: checksum differs: %w", bucket, key, ErrDamaged)
	}
	return value, nil
}

// view reads the file: the one way values come out of it, checked.
type view struct{ tx *bbolt.Tx }

// get gives the checked value of a key, nil when there is none.
func (v view) get(bucket, key []byte) ([]byte, error) {
	stored := v.tx.Bucket(bucket).Get(key)
	if stored == nil {
		return nil, nil
	}
	return checked(bucket, key, stored)
}

// has tells whether the key is there.
func (v view) has(bucket, key []byte) bool {
	return v.tx.Bucket(bucket).Get(key) != nil
}

// load decodes the JSON value of a key into out and tells whether it was there.
func (v view) load(bucket, key []byte, out any) (bool, error) {
	value, err := v.get(bucket, key)
	if err != nil || value == nil {
		return false, err
	}
	if err := json.Unmarshal(value, out); err != nil {
		return false, fmt.Errorf("%s %x: %v: %w", bucket, key, err, ErrDamaged)
	}
	return true, nil
}

// scan walks the keys that start with prefix, from the first not below from, in
// rising order, until yield says no.
func (v view) scan(bucket, prefix, from []byte, yield func(key, value []byte) (bool, error)) error {
	cursor := v.tx.Bucket(bucket).Cursor()
	for key, stored := cursor.Seek(from); key != nil && hasPrefix(key, prefix); key, stored = cursor.Next() {
		value, err := checked(bucket, key, stored)
		if err != nil {
			return err
		}
		if more, err := yield(key, value); err != nil || !more {
			return err
		}
	}
	return nil
}

// scanBack walks the keys that start with prefix, from the last one below from,
// in falling order, until yield says no.
func (v view) scanBack(bucket, prefix, from []byte, yield func(key, value []byte) (bool, error)) error {
	cursor := v.tx.Bucket(bucket).Cursor()
	step := cursor.Prev
	if above, _ := cursor.Seek(from); above == nil {
		step = cursor.Last
	}
	for key, stored := step(); key != nil && hasPrefix(key, prefix); key, stored = cursor.Prev() {
		value, err := checked(bucket, key, stored)
		if err != nil {
			return err
		}
		if more, err := yield(key, value); err != nil || !more {
			return err
		}
	}
	return nil
}

func hasPrefix(key, prefix []byte) bool {
	return len(key) >= len(prefix) && string(key[:len(prefix)]) == string(prefix)
}
