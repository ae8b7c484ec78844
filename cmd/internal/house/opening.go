package house

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"laci/pos"
)

// openTill opens the till of o.Dir with the key file beside it. The directory
// is made if it is missing, for this account alone; keys is where its key goes.
func openTill(ctx context.Context, o pos.Options, keys ring) (*pos.Till, error) {
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDir, err)
	}
	if err := pos.FinishRestore(o.Dir); err != nil {
		return nil, err
	}
	before := holdsTill(o.Dir)
	sealer, made, err := openKey(o.Dir, keys)
	if err != nil {
		return nil, err
	}
	o.Sealer, o.Inspect, o.Travel, o.Pack = sealer, inspect, travel(), keys.plain
	till, err := pos.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	sweep(o.Dir)
	if made && before {
		// The key that this till's secrets were sealed with is gone. It sells on.
		if err := till.SealLost(ctx, "till"); err != nil {
			return nil, errors.Join(err, till.Close())
		}
	}
	return till, nil
}

// holdsTill tells whether a till was opened in dir before; either of its two
// files can be made anew from the other.
func holdsTill(dir string) bool {
	_, noData := os.Stat(filepath.Join(dir, dataName))
	_, noLog := os.Stat(filepath.Join(dir, logName))
	return noData == nil || noLog == nil
}

// sweep removes the copies that a look at the files leaves behind when it is
// killed. They are nobody's: the till was just opened.
func sweep(dir string) {
	for _, pattern := range []string{"verify-*", "examine-*"} {
		left, _ := filepath.Glob(filepath.Join(dir, pattern)) // fails for a bad pattern only
		for _, path := range left {
			_ = os.RemoveAll(path) // the next opening tries again
		}
	}
}
