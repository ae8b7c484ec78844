package main

import (
	"context"
	"slices"

	"laci/cmd/internal/house"
	"laci/pos"
	"laci/sync/gateway"
	"laci/ui"
)

// systems are the payment systems the till speaks, for the screens.
type systems struct{ *house.House }

// Systems gives all of them. Addresses whose money is pretended are for practice
// alone.
func (s systems) Systems() (all []ui.System) {
	for _, k := range gateway.Kinds() {
		one := ui.System{Name: k.System, Need: append(slices.Clone(k.Secrets), k.Options...), May: append(slices.Clone(k.Spare), k.Choices...)}
		for base, sandbox := range k.Address {
			if base != k.Usual && (!sandbox || s.Till.Shop().Practice) {
				one.Bases = append(one.Bases, base)
			}
		}
		slices.Sort(one.Bases)
		if k.Usual != "" {
			one.Bases = slices.Insert(one.Bases, 0, k.Usual)
		}
		all = append(all, one)
	}
	return all
}

// Account checks what was told of an account and fills in what its system brings
// along.
func (s systems) Account(name, system, base string, fields map[string]string) (pos.AddGateway, error) {
	return gateway.Fill(name, system, base, fields)
}

// Test asks whether a gateway answers and knows the shop.
func (s systems) Test(ctx context.Context, name string) error { return s.TestGateway(ctx, name) }
