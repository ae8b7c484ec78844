package house

import (
	"context"

	"laci/pos"
)

// testAmount is what is paid to try a phone: money of the shop's own.
const testAmount = 1000

// addSource answers with the secret that a new source signs its callbacks with:
// a program's, or with Phone one that a person types into a phone.
func addSource(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	add := till.AddSource
	if args.Phone {
		add = till.AddPhone
	}
	secret, err := add(ctx, args.Name, args.PIN, actor)
	return Answer{Secret: secret}, err
}

// pairSource answers with a code by which one phone fetches its secret. Codes
// live in the running till only.
func pairSource(ctx context.Context, h *House, args Args) (Answer, error) {
	p, err := h.PairSource(ctx, args.Name, args.PIN, actor)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Pairing: &p}, nil
}

func listSources(_ context.Context, till *pos.Till, _ Args) (Answer, error) {
	return Answer{Sources: till.Sources()}, nil
}

func revokeSource(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return Answer{}, till.RevokeSource(ctx, args.Name, args.PIN, actor)
}

// trustSource says what the source's word does to money that names no order.
func trustSource(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return Answer{}, till.TrustSource(ctx, pos.SourceTrust{Name: args.Name, Trust: args.Trust, Most: args.Amount, PIN: args.PIN, Actor: actor})
}

// testSource answers with an order of Rp1.000 whose money a phone is to tell of.
func testSource(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	o, err := till.Charge(ctx, pos.Charge{Key: args.Key, Amount: testAmount, Test: true, Actor: actor})
	if err != nil {
		return Answer{}, err
	}
	return Answer{Order: &o}, nil
}

// replaceSource lets the phone To take the place of the phone Name, after it
// told of the money of the test order of that number, if there is one.
func replaceSource(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	w := pos.ReplaceSource{Old: args.Name, New: args.To, Untested: args.Order == "", PIN: args.PIN, Actor: actor}
	if !w.Untested {
		o, err := till.OrderByNumber(ctx, args.Order)
		if err != nil {
			return Answer{}, err
		}
		w.Test = o.ID
	}
	return Answer{}, till.ReplaceSource(ctx, w)
}

// trySample answers with what would be read in a notification.
func trySample(_ context.Context, till *pos.Till, args Args) (Answer, error) {
	reading, err := till.TrySample(args.App, args.Text, args.Pattern)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Reading: &reading}, nil
}

func addTemplate(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return Answer{}, till.AddTemplate(ctx, pos.Template{App: args.App, Pattern: args.Pattern}, args.PIN, actor)
}

func removeTemplate(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return Answer{}, till.RemoveTemplate(ctx, pos.Template{App: args.App, Pattern: args.Pattern}, args.PIN, actor)
}

func listTemplates(_ context.Context, till *pos.Till, _ Args) (Answer, error) {
	return Answer{Templates: till.Templates()}, nil
}
