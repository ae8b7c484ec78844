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
func (t *Till) Verify(ctx context.Context) error {
	return t.read(ctx, func(v view) error { return v.verify(ctx, t.store.dir) })
}

// verify replays into a file in a directory of its own below dir.
func (v view) verify(ctx context.Context, dir string) (err error) {
	dir, err = os.MkdirTemp(dir, "verify-")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	db, err := bbolt.Open(filepath.Join(dir, "replay.db"), 0o600,
		&bbolt.Options{NoSync: true, NoFreelistSync: true, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := fold(ctx, db, v.history()); err != nil {
		return err
	}
	return v.compare(ctx, db)
}

// compare walks both files at once, bucket by bucket. The meta bucket is left
// out: it holds the layout and where the journal file ends.
func (v view) compare(ctx context.Context, other *bbolt.DB) error {
	return other.View(func(tx *bbolt.Tx) error { return v.compareTo(ctx, view{tx: tx}) })
}

func (v view) compareTo(ctx context.Context, other view) error {
	for _, bucket := range buckets[1:] {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := compareBucket(bucket, v.rising(bucket, nil), other.rising(bucket, nil)); err != nil {
			return err
		}
	}
	return nil
}

// compareBucket names the first key that differs.
func compareBucket(name []byte, have, want *walk) error {
	for {
		key, value, err := have.next()
		wantKey, wantValue, wantErr := want.next()
		if err := errors.Join(err, wantErr); err != nil || key == nil && wantKey == nil {
			return err
		}
		if string(key) != string(wantKey) || string(value) != string(wantValue) {
			first := key
			if key == nil || wantKey != nil && string(wantKey) < string(key) {
				first = wantKey
			}
			return fmt.Errorf("%w: %s %q differs from the replay", ErrVerify, name, first)
		}
	}
}
