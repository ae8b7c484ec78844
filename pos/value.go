package pos

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"slices"

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

// sumSize is the length of a checksum.
const sumSize = 4

// withSum appends the checksum to a value, in its own room when it has some.
func withSum(bucket, key, value []byte) []byte {
	return binary.BigEndian.AppendUint32(value, sumOf(bucket, key, value))
}

// checked strips and checks the checksum of a stored value. The result is valid
// only inside the transaction.
func checked(bucket, key, stored []byte) ([]byte, error) {
	if len(stored) < sumSize {
		return nil, fmt.Errorf("%s %x: value too short: %w", bucket, key, ErrDamaged)
	}
	value := slices.Clip(stored[:len(stored)-sumSize])
	if binary.BigEndian.Uint32(stored[len(value):]) != sumOf(bucket, key, value) {
		return nil, fmt.Errorf("%s %x: checksum differs: %w", bucket, key, ErrDamaged)
	}
	return value, nil
}

// fullPages is how full a page is left when it splits: nearly all keys are
// written in rising order, so that half of a page would stay empty for ever.
const fullPages = 0.95

// putIn stores a value in a bucket of the file, with its checksum.
func putIn(b *bbolt.Bucket, name, key, value []byte) error {
	b.FillPercent = fullPages
	return b.Put(key, withSum(name, key, value))
}

// view reads the till as it stood at one moment: the file, with what is recent
// on top. It is the one way values come out, checked.
type view struct {
	tx     *bbolt.Tx
	recent recent
}

// get gives the checked value of a key, nil when there is none.
func (v view) get(bucket, key []byte) ([]byte, error) {
	if value, known := v.recent.get(bucket, key); known {
		return value, nil
	}
	stored := v.tx.Bucket(bucket).Get(key)
	if stored == nil {
		return nil, nil
	}
	return checked(bucket, key, stored)
}

// has tells whether the key is there.
func (v view) has(bucket, key []byte) bool {
	if value, known := v.recent.get(bucket, key); known {
		return value != nil
	}
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
