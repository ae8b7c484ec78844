package house

import (
	"context"
	"fmt"

	"laci/pos"
	"laci/sync/gateway"
)

// Account is an account at a payment system, as it is given to "gateway add".
type Account struct {
	System string            `json:"system"`
	Base   string            `json:"base,omitempty"`      // "" is the system's own address
	Fields map[string]string `json:"fields"`              // credentials and options, by their names
	Budget int               `json:"budget_ms,omitempty"` // 0 is the usual one, as in all of these
	Poll   int               `json:"poll_ms,omitempty"`
	Daily  int               `json:"daily,omitempty"`
}

// addGateway adds an account. The counter's codes come from it, unless Beside is
// said.
func addGateway(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	if args.Account == nil {
		return Answer{}, fmt.Errorf("%w: no account", gateway.ErrMissing)
	}
	given := *args.Account
	a, err := gateway.Fill(args.Name, given.System, given.Base, given.Fields)
	if err != nil {
		return Answer{}, err
	}
	for _, choice := range []struct{ given, field *int }{{&given.Budget, &a.Budget}, {&given.Poll, &a.Poll}, {&given.Daily, &a.Daily}} {
		if *choice.given != 0 {
			*choice.field = *choice.given
		}
	}
	a.Beside, a.PIN, a.Actor = args.Beside, args.PIN, actor
	added, err := till.AddGateway(ctx, a)
	if err != nil {
		return Answer{}, err
	}
	answer, err := listGateways(ctx, till, args)
	answer.Gateways = []pos.Gateway{added}
	return answer, err
}

// removeGateway takes an account away.
func removeGateway(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return Answer{}, till.RemoveGateway(ctx, args.Name, args.PIN, actor)
}

// listGateways answers with the accounts, without their credentials.
func listGateways(_ context.Context, till *pos.Till, _ Args) (Answer, error) {
	answer := Answer{Gateways: till.Gateways(), Addresses: map[string]string{}}
	for _, g := range answer.Gateways {
		answer.Addresses[g.Name] = gateway.CallbackAddress(till.Shop().PublicAddress, g)
	}
	return answer, nil
}

// testGateway asks a gateway about an order nobody made: that it answers and
// knows the credentials is all there is to learn before a sale.
func testGateway(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return Answer{}, gateway.New(gateway.Options{Till: till}).Test(ctx, args.Name)
}
