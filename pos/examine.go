package pos

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Hasty tells whether the last stop was unclean and the file too large to be
// inspected before it was opened: Examine should run soon.
func (t *Till) Hasty() bool { return t.store.hasty }

// Examine inspects a copy of the till's file while the till sells. A damaged
// file is made anew from the journal file before the next decision, kept aside,
// and journalled; the damage comes back. inspect is pos.Inspect in a child
// process with a time limit.
func (t *Till) Examine(ctx context.Context, inspect func(ctx context.Context, dir string) error) (err error) {
	dir, err := os.MkdirTemp(t.store.dir, "examine-")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := t.CopyTo(ctx, filepath.Join(dir, dbName)); err != nil {
		return err
	}
	err = inspect(ctx, dir)
	var damage *Damage
	if errors.As(err, &damage) {
		return errors.Join(damage, t.decideRepair(ctx, damage))
	}
	return err
}

// CopyTo writes the file as it was last committed under another name, while the
// till sells.
func (t *Till) CopyTo(ctx context.Context, path string) error {
	return t.read(ctx, func(v view) error {
		if err := v.tx.CopyFile(path, 0o600); err != nil {
			return fmt.Errorf("%w: %w", ErrStorage, err)
		}
		return nil
	})
}

// decideRepair makes the file anew before the next decision, which tells of it.
func (t *Till) decideRepair(ctx context.Context, damage *Damage) error {
	err := t.decide(ctx, func(*txn) error {
		t.store.suspect, t.store.broken = damage, true
		return nil
	})
	if err != nil {
		return err
	}
	return t.tellRepair(ctx, damage)
}

// tellRepair journals that a file was damaged and made anew.
func (t *Till) tellRepair(ctx context.Context, damage *Damage) error {
	t.log.Error("a damaged file was made anew from the other one", "file", damage.File, "cause", damage.Cause)
	return t.decide(ctx, func(x *txn) error {
		return x.record("till", &tillRepaired{File: damage.File, Cause: cleanText(damage.Cause, textMost)})
	})
}
