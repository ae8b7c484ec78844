package house

import (
	"context"
	"fmt"
	"io"

	"laci/pos"
	"laci/pos/receipt"
	"laci/sync/printer"
)

// printerOf is the printer of the settings.
func printerOf(till *pos.Till) (printer.Printer, error) {
	s := till.Shop().Settings
	if s.Printer == "" {
		return printer.Printer{}, ErrNoPrinter
	}
	return printer.New(s.Printer, paper(s))
}

// paper is how many dots the shop's paper is wide.
func paper(s pos.Settings) int {
	if s.PaperMM == 80 {
		return receipt.Dots80
	}
	return receipt.Dots58
}

// SaleSlip makes the receipt of an order, and says whether it would be a copy.
func SaleSlip(ctx context.Context, till *pos.Till, o pos.Order, lang string) (receipt.Slip, error) {
	var money []pos.Payment
	for _, id := range o.Payments {
		p, err := till.Payment(ctx, id)
		if err != nil {
			return receipt.Slip{}, err
		}
		money = append(money, p)
	}
	shop := receipt.ShopOf(till.Shop(), lang)
	if o.Name != "" {
		shop.Name, shop.NMID = o.Name, o.NMID // who was paid stands in the order's own code
	}
	return receipt.Sale(shop, o, money, o.Receipts > 0), nil
}

// PrintSale prints an order's receipt beside the next sale. then is told once
// how it went; a slip that is on paper is in the journal first.
func (h *House) PrintSale(id pos.ID, lang, actor string, then func(error)) {
	ctx := context.Background()
	o, err := h.Till.Order(ctx, id)
	if err == nil && o.PaidAt.IsZero() {
		err = fmt.Errorf("receipt of %s: %w", o.Number, pos.ErrMove)
	}
	var slip receipt.Slip
	if err == nil {
		slip, err = SaleSlip(ctx, h.Till, o, lang)
	}
	if err != nil {
		then(err)
		return
	}
	h.prints.Print(slip, func(err error) {
		if err == nil {
			_, err = h.Till.Printed(ctx, id, actor)
		}
		then(err)
	})
}

// PrintSlip prints any other slip, of a shift or a test.
func (h *House) PrintSlip(slip receipt.Slip, then func(error)) { h.prints.Print(slip, then) }

// writeReceipt writes the receipt of the order Text in Format to the flow, or
// prints it on the shop's printer with Format "printer".
func writeReceipt(ctx context.Context, till *pos.Till, args Args, flow Flow) (Answer, error) {
	o, err := till.OrderByNumber(ctx, args.Text)
	if err != nil {
		return Answer{}, err
	}
	slip, err := SaleSlip(ctx, till, o, args.Lang)
	if err != nil {
		return Answer{}, err
	}
	switch args.Format {
	case "printer":
		return Answer{}, printNow(ctx, till, o, slip)
	case "png":
		return Answer{}, slip.PNG(flow.Out, paper(till.Shop().Settings))
	case pos.FormatPDF:
		return Answer{}, slip.PDF(flow.Out, paper(till.Shop().Settings))
	}
	_, err = io.WriteString(flow.Out, slip.Text(receiptWidth))
	return Answer{}, err
}

// receiptWidth is how many letters stand on a line of a receipt in text.
const receiptWidth = 42

// printNow prints a receipt and waits for it.
func printNow(ctx context.Context, till *pos.Till, o pos.Order, slip receipt.Slip) error {
	if o.PaidAt.IsZero() {
		return fmt.Errorf("receipt of %s: %w", o.Number, pos.ErrMove)
	}
	p, err := printerOf(till)
	if err != nil {
		return err
	}
	if err := p.Print(ctx, slip); err != nil {
		return err
	}
	_, err = till.Printed(ctx, o.ID, actor)
	return err
}

// checkPrinter refuses a printer's address that cannot be one.
func checkPrinter(s pos.Settings) error {
	if s.Printer == "" {
		return nil
	}
	_, err := printer.New(s.Printer, paper(s))
	return err
}
