package receipt

import (
	"net/url"
	"strings"

	"laci/pos"
)

// whatsAppMost bounds the text, so that its code stays coarse enough to be
// scanned off a screen.
const whatsAppMost = 400

// WhatsApp gives the address that opens WhatsApp on the customer's own phone
// with the receipt as text. The till sends nothing and keeps nothing.
func WhatsApp(shop Shop, o pos.Order, money []pos.Payment) string {
	lines := []string{"*" + shop.Name + "*", shop.text("receipt.number", o.Number) + " · " + shop.when(o.Placed)}
	if shop.Practice {
		lines = append([]string{shop.text("receipt.practice")}, lines...)
	}
	lines = append(lines, shop.text("receipt.total")+" "+o.Total().String())
	if o.Off > 0 {
		lines = append(lines, shop.text("receipt.off")+" "+(-o.Off).String())
	}
	if o.PaidAt.IsZero() {
		lines = append(lines, shop.text("receipt.unpaid"))
	} else {
		lines = append(lines, shop.text("receipt.paid")+" "+shop.when(o.PaidAt))
	}
	for _, p := range money {
		line := shop.evidence(p.Evidence)
		if p.RRN != "" {
			line += " · RRN " + p.RRN
		}
		lines = append(lines, line)
	}
	text := []rune(strings.Join(lines, "\n"))
	return "https://wa.me/?text=" + strings.ReplaceAll(url.QueryEscape(string(text[:min(len(text), whatsAppMost)])), "+", "%20")
}
