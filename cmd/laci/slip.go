package main

import (
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
