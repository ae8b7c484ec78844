package pos

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// Verify proves that the file agrees with its journal: it replays every entry
// into an empty file, checking the chain, and compares every value. The first
// difference comes back as ErrVerify. The till sells meanwhile.
func (t *Till) Verify(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp(t.store.dir, "verify-")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	return t.read(ctx, func(v view) error {
		replayed, err := v.replayed(ctx, filepath.Join(dir, "replay.db"))
		if err != nil {
			return err
		}
		return errors.Join(v.compare(ctx, replayed), replayed.Close())
	})
}

// replayStep bounds the entries of one transaction of a replay.
const replayStep = 5000

// replayed folds the whole journal into an empty file.
func (v view) replayed(ctx context.Context, path string) (*bbolt.DB, error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{NoSync: true, NoFreelistSync: true, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStorage, err)
	}
	cursor := v.tx.Bucket(bucketJournal).Cursor()
	key, stored := cursor.First()
	for more := true; more; more = key != nil {
		err := errors.Join(ctx.Err(), db.Update(func(tx *bbolt.Tx) (err error) {
			key, stored, err = v.replaySome(tx, cursor, key, stored)
			return err
		}))
		if err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	return db, nil
}

// replaySome folds a run of entries in and gives the next one.
func (v view) replaySome(tx *bbolt.Tx, cursor *bbolt.Cursor, key, stored []byte) (next, nextStored []byte, err error) {
	for _, bucket := range buckets {
		if _, err := tx.CreateBucketIfNotExists(bucket); err != nil {
			return nil, nil, err
		}
	}
	var entries [][]byte
	for ; key != nil && len(entries) < replayStep; key, stored = cursor.Next() {
		entry, err := checked(bucketJournal, key, stored)
		if err != nil {
			return nil, nil, err
		}
		entries = append(entries, entry)
	}
	return key, stored, replayInto(tx, entries)
}

// compare walks both files at once, bucket by bucket. The meta bucket is left
// out: it holds the layout and where the journal file ends.
func (v view) compare(ctx context.Context, other *bbolt.DB) error {
	return other.View(func(tx *bbolt.Tx) error {
		for _, bucket := range buckets[1:] {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := compareBucket(bucket, v.tx.Bucket(bucket), tx.Bucket(bucket)); err != nil {
				return err
			}
		}
		return nil
	})
}

// compareBucket names the first key that differs.
func compareBucket(name []byte, is, should *bbolt.Bucket) error {
	have, want := is.Cursor(), should.Cursor()
	key, value := have.First()
	wantKey, wantValue := want.First()
	for key != nil || wantKey != nil {
		if string(key) != string(wantKey) || string(value) != string(wantValue) {
			first := key
			if key == nil || wantKey != nil && string(wantKey) < string(key) {
				first = wantKey
			}
			return fmt.Errorf("%w: %s %q differs from the replay", ErrVerify, name, first)
		}
		key, value = have.Next()
		wantKey, wantValue = want.Next()
	}
	return nil
}
