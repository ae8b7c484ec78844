package house

import (
	"context"
	"fmt"

	"laci/pos"
	"laci/qris"
)

// addQRIS stores a static QRIS. The first is pinned at once; once there is a
// PIN, nothing is stored without it.
func addQRIS(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	payload, err := qris.Parse(args.Text)
	if err == nil {
		err = payload.Convertible() // its code word says more than pos.ErrQRIS
	}
	if err != nil {
		return Answer{}, err
	}
	if till.Shop().HasPIN && args.PIN == "" {
		return Answer{}, pos.ErrPINNeeded
	}
	added, err := till.AddQRIS(ctx, pos.AddQRIS{
		Text: args.Text, Sticker: args.Sticker, SecondTill: args.SecondTill, Beside: args.Beside, PIN: args.PIN, Actor: actor,
	})
	if err != nil {
		return Answer{}, err
	}
	return Answer{QRIS: &added}, nil
}

// listCodes answers with the stored codes.
func listCodes(_ context.Context, till *pos.Till, _ Args) (Answer, error) {
	return Answer{Codes: till.Shop().Codes}, nil
}

// pinCode makes a proposed code a payee; the owner's PIN.
func pinCode(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return onCode(ctx, till, args, till.PinQRIS)
}

// unpinCode takes a code beside the counter's out of use; the owner's PIN.
func unpinCode(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return onCode(ctx, till, args, till.UnpinQRIS)
}

// shareCode says what else can bring money to a code; the owner's PIN.
func shareCode(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return onCode(ctx, till, args, func(ctx context.Context, id, pin, actor string) error {
		return till.ShareQRIS(ctx, pos.ShareQRIS{ID: id, Sticker: args.Sticker, SecondTill: args.SecondTill, PIN: pin, Actor: actor})
	})
}

// onCode does something with the code of a number and answers with all.
func onCode(ctx context.Context, till *pos.Till, args Args, do func(ctx context.Context, id, pin, actor string) error) (Answer, error) {
	for _, code := range till.Shop().Codes {
		if uint64(code.Ref) == args.Number {
			if err := do(ctx, code.ID, args.PIN, actor); err != nil {
				return Answer{}, err
			}
			return listCodes(ctx, till, args)
		}
	}
	return Answer{}, fmt.Errorf("QRIS %d: %w", args.Number, pos.ErrNotFound)
}
