package house

import (
	"context"

	"laci/pos"
)

// actor is who verbs are journalled as.
const actor = "lacictl"

// verify proves that the till's state agrees with its journal, and that the
// journal holds the anchor if one is given. It answers with the head; the first
// difference is pos.ErrVerify.
func verify(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	if args.Anchor != "" {
		if err := till.VerifyAnchor(ctx, args.Anchor); err != nil {
			return Answer{}, err
		}
	}
	if err := till.Verify(ctx); err != nil {
		return Answer{}, err
	}
	return Answer{Head: till.Head().String()}, nil
}

// status answers with the till in a few lines.
func status(ctx context.Context, till *pos.Till, _ Args) (Answer, error) {
	shop := till.Shop()
	open, err := till.OpenOrders(ctx)
	if err != nil {
		return Answer{}, err
	}
	inbox, err := till.Inbox(ctx)
	if err != nil {
		return Answer{}, err
	}
	backup, err := till.BackupWarning(ctx)
	if err != nil {
		return Answer{}, err
	}
	s := Status{
		Terminal: shop.Terminal, Practice: shop.Practice, Ready: shop.Ready(), HasPIN: shop.HasPIN, Zone: shop.Zone,
		Open: len(open), Inbox: len(inbox), Anchor: till.Anchor(),
		Backup: backup, Unreadable: till.Unreadable(),
	}
	if q, ok := shop.Pinned(); ok {
		s.Name, s.NMID = q.Name, q.NMID
	}
	return Answer{Head: till.Head().String(), Status: &s}, nil
}

// today answers with the totals of a day.
func today(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	sum, err := till.Today(ctx)
	if args.Day != "" {
		sum, err = till.Summary(ctx, args.Day)
	}
	if err != nil {
		return Answer{}, err
	}
	return Answer{Summary: &sum}, nil
}

// addKey answers with the credentials of a new program.
func addKey(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	shown, err := till.AddKey(ctx, pos.NewKey{Name: args.Name, Scopes: args.Scopes, Dialect: args.Dialect, PIN: args.PIN, Actor: actor})
	if err != nil {
		return Answer{}, err
	}
	return Answer{Key: &shown}, nil
}
