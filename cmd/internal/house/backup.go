package house

import (
	"context"
	"errors"
	"time"

	"laci/pos"
)

const (
	backupLook  = time.Second // between two looks whether one is due
	backupIdle  = time.Minute // without a charge: nobody waits
	backupRetry = time.Hour   // after one that failed
)

// backUp makes the backups: when a shift was closed, or in the first idle minute
// when the last good one is older than 20 hours.
func (h *House) backUp(ctx context.Context, now func() time.Time) {
	ticker := time.NewTicker(backupLook)
	defer ticker.Stop()
	seen, closed := h.Till.Head(), false
	var failed time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		closed = h.shiftClosed(ctx, &seen) || closed
		waits := now().Sub(failed)
		if waits >= 0 && waits < backupRetry || !h.Till.HasRecoveryCode() || !closed && !(h.Till.BackupDue() && h.idle(ctx, now())) {
			continue
		}
		closed, failed = false, time.Time{}
		if err := h.makeBackup(ctx); err != nil {
			failed = now()
		}
	}
}

// shiftClosed tells whether a shift was closed since the cursor, and moves it.
func (h *House) shiftClosed(ctx context.Context, seen *pos.Cursor) (closed bool) {
	for h.Till.Head() != *seen {
		entries, err := h.Till.Entries(ctx, *seen, 1000)
		if err != nil || len(entries) == 0 {
			return closed
		}
		for _, e := range entries {
			closed = closed || e.Kind == pos.KindShiftClosed
			*seen = e.Cursor()
		}
	}
	return closed
}

// idle tells whether nothing was charged for a minute.
func (h *House) idle(ctx context.Context, now time.Time) bool {
	newest, err := h.Till.History(ctx, pos.Search{Limit: 1})
	if err != nil {
		return false
	}
	if len(newest) == 0 {
		return true
	}
	since := now.Sub(newest[0].Placed)
	return since >= backupIdle || since < 0
}

// makeBackup makes one and logs how it went. A store that was found to differ
// from its journal is examined at once.
func (h *House) makeBackup(ctx context.Context) error {
	made, err := h.Till.Backup(ctx, "", "till")
	switch {
	case err == nil:
		h.Log.Info("backup made", "file", made.File, "bytes", made.Size, "head", made.Extent.Head, "second_place", made.Second)
	case ctx.Err() != nil:
	default:
		h.Log.Error("backup failed", "error", err)
	}
	if errors.Is(err, pos.ErrVerify) || errors.Is(err, pos.ErrDamaged) {
		if err := h.Till.Examine(ctx, inspect); err != nil && ctx.Err() == nil {
			h.Log.Error("examination of the file", "error", err)
		}
	}
	return err
}
