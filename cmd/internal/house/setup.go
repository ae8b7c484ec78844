package house

import (
	"context"

	"laci/pos"
)

// setUp makes the recovery code, pins the QRIS in Text (the one that is there
// when it is empty), and takes Secret as the owner's PIN. It answers with the
// six words and the code.
func setUp(ctx context.Context, till *pos.Till, args Args) (answer Answer, err error) {
	if till.Shop().HasPIN {
		return Answer{}, pos.ErrSetUp
	}
	if err := pos.StrongSecret(pos.RoleOwner, args.Secret); err != nil {
		return Answer{}, err
	}
	// The words come first, as on the screens: no till is ever without them.
	if answer, err = newRecovery(ctx, till, Args{}); err != nil {
		return Answer{}, err
	}
	err = till.SetUp(ctx, pos.SetUp{QRIS: args.Text, Sticker: args.Sticker, SecondTill: args.SecondTill, PIN: args.Secret,
		TerminalName: args.Name, Zone: args.Zone, Facing: args.Facing, Actor: actor})
	if err != nil {
		return Answer{}, err
	}
	if code, ok := till.Shop().Pinned(); ok {
		answer.QRIS = &code
	}
	return answer, nil
}
