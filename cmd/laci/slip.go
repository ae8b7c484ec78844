package main

import (
	"context"

	"laci/pos"
	slips "laci/pos/receipt"
	"laci/ui"
)

// slip is a shift's report as it is printed, line by line for the screens.
func slip(shop pos.Shop, z pos.Z, lang string) (lines []ui.SlipLine) {
	for _, l := range slips.Shift(slips.ShopOf(shop, lang), z).Lines {
		lines = append(lines, ui.SlipLine{Left: l.Left, Right: l.Right, Head: l.Style == slips.Strong})
	}
	return lines
}

// text is the address that opens an order's receipt on the customer's phone.
func text(till *pos.Till) func(ctx context.Context, o pos.Order, lang string) (string, error) {
	return func(ctx context.Context, o pos.Order, lang string) (string, error) {
		var money []pos.Payment
		for _, id := range o.Payments {
			p, err := till.Payment(ctx, id)
			if err != nil {
				return "", err
			}
			money = append(money, p)
		}
		return slips.WhatsApp(slips.ShopOf(till.Shop(), lang), o, money), nil
	}
}
