package pos

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
)

// anchorLeast is how many digits of a hash an anchor must name.
const anchorLeast = 16

// Anchor gives the newest entry and its hash, "1.1200:4f0c…": whoever keeps it
// can prove later that the journal was not cut or changed before it.
func (t *Till) Anchor() string {
	h := t.headNow.Load()
	return h.String() + ":" + hex.EncodeToString(h.Hash[:])
}

// VerifyAnchor tells whether the journal still holds the entry that an anchor
// names, or ErrAnchor. At least 16 digits of the hash are needed.
func (t *Till) VerifyAnchor(ctx context.Context, anchor string) error {
	place, hash, ok := strings.Cut(strings.TrimSpace(anchor), ":")
	cursor, err := ParseCursor(place)
	if err != nil {
		return err
	}
	if hash = strings.ToLower(hash); !ok || len(hash) < anchorLeast {
		return fmt.Errorf("anchor without %d digits of a hash: %w", anchorLeast, ErrAnchor)
	}
	return t.read(ctx, func(v view) error {
		entry, err := v.get(bucketJournal, cursor.key())
		if err != nil {
			return err
		}
		is := hashOf(entry)
		if entry == nil || !strings.HasPrefix(hex.EncodeToString(is[:]), hash) {
			return fmt.Errorf("%s: %w", anchor, ErrAnchor)
		}
		return nil
	})
}
