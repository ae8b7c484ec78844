package house

import (
	"context"

	"laci/pos"
)

// backup makes a backup now, in args.To too.
func backup(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	made, err := till.Backup(ctx, args.To, actor)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Backup: &made}, nil
}

// planBackups says where else backups go and how many days they are kept.
func planBackups(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return Answer{}, till.SetBackups(ctx, args.To, args.Days, args.PIN, actor)
}

// backupHealth answers with what the owner must know of the backups.
func backupHealth(ctx context.Context, till *pos.Till, _ Args) (Answer, error) {
	health, err := till.BackupHealth(ctx)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Health: &health}, nil
}

// newRecovery answers with the six words that open backups from now on. Whoever
// asks on a terminal has them in front of him.
func newRecovery(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	code, err := till.NewRecoveryCode(ctx, args.PIN, actor)
	if err == nil {
		err = till.RecoveryWritten(ctx, actor)
	}
	return Answer{Secret: code}, err
}

// recoverPIN gives the owner a new PIN for the six words.
func recoverPIN(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return Answer{}, till.RecoverPIN(ctx, args.Recovery, args.Secret, actor)
}

func revokeKey(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return Answer{}, till.RevokeKey(ctx, args.Name, args.PIN, actor)
}

func listKeys(_ context.Context, till *pos.Till, _ Args) (Answer, error) {
	return Answer{Keys: till.Keys()}, nil
}
