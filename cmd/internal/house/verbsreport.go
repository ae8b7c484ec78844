package house

import (
	"context"

	"laci/assets"
	"laci/pos"
)

// writeReport writes the report of the days From to To in Format to the flow.
func writeReport(ctx context.Context, till *pos.Till, args Args, flow Flow) (Answer, error) {
	return Answer{}, till.Export(ctx, flow.Out, pos.Export{
		From: args.From, To: args.Until, Format: args.Format, Words: Words(args.Lang), Progress: flow.Progress,
	})
}

// Words are the words of a language for reports.
func Words(lang string) pos.Words {
	return func(code string, args ...any) string { return assets.Text(lang, code, args...) }
}

// compareBank compares the days From to To of the acquirer Name with Sum, or
// with the list that the flow brings, read by Columns or as the last time.
func compareBank(ctx context.Context, till *pos.Till, args Args, flow Flow) (Answer, error) {
	wish := pos.BankWish{Acquirer: args.Name, From: args.From, To: args.Until, Actor: actor, Sum: args.Sum, Columns: args.Columns}
	if wish.Sum == nil {
		wish.List = flow.In
	}
	result, err := till.CompareBank(ctx, wish)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Bank: &result}, nil
}

// payouts answers with what should arrive when of the days From to To.
func payouts(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	all, err := till.Payouts(ctx, args.Name, args.From, args.Until)
	return Answer{Payouts: all}, err
}

// bankRule stores a rule of an acquirer, or drops that of the acquirer Name, with
// the owner's PIN, and answers with all of them; without either it only answers.
func bankRule(ctx context.Context, till *pos.Till, args Args) (answer Answer, err error) {
	switch {
	case args.Settlement != nil:
		err = till.SetSettlement(ctx, *args.Settlement, args.PIN, actor)
	case args.Name != "":
		err = till.DropSettlement(ctx, args.Name, args.PIN, actor)
	}
	if err != nil {
		return Answer{}, err
	}
	return Answer{Settlements: till.Settlements()}, nil
}
