package pos

import "fmt"

// Price is what an order is made of. Its lines always add up to the order's
// amount: subtotal − discount + fee + tip.
type Price struct {
	Items    []Item `json:"items,omitempty"`
	Subtotal Rupiah `json:"subtotal,omitempty"` // the items, or what was keyed in
	Discount Rupiah `json:"discount,omitempty"`
	Fee      Rupiah `json:"fee,omitempty"`
	Tip      Rupiah `json:"tip,omitempty"`
}

// Item is a line of an order.
type Item struct {
	Name     string `json:"name"`
	Quantity int64  `json:"quantity"` // above zero
	Price    Rupiah `json:"price"`    // of one
}

// Sum is what the lines come to.
func (p Price) Sum() Rupiah { return p.Subtotal - p.Discount + p.Fee + p.Tip }

const (
	itemsMost    = 200
	quantityMost = 100_000
	itemNameMost = 60
	basisPoints  = 10_000 // 100 %
)

// price adds the lines of a charge up. Every step is bounded by the limit of a
// sale, so that nothing can overflow.
func (c Charge) price(s Settings) (Price, error) {
	p := Price{Subtotal: c.Amount, Discount: c.Discount, Tip: c.Tip}
	if len(c.Items) > 0 {
		sum, items, err := addItems(c.Items, s.Limit)
		if err != nil {
			return p, err
		}
		if c.Amount != 0 && c.Amount != sum {
			return p, fmt.Errorf("items come to %s, not %s: %w", sum, c.Amount, ErrAmount)
		}
		p.Items, p.Subtotal = items, sum
	}
	switch {
	case p.Subtotal <= 0, p.Discount < 0, p.Discount >= p.Subtotal, p.Tip < 0:
		return p, ErrAmount
	case p.Subtotal > s.Limit, p.Tip > s.Limit:
		return p, fmt.Errorf("%s over %s: %w", max(p.Subtotal, p.Tip), s.Limit, ErrAmountLimit)
	}
	p.Fee = s.fee(p.Subtotal - p.Discount)
	if p.Sum() > s.Limit {
		return p, fmt.Errorf("%s over %s: %w", p.Sum(), s.Limit, ErrAmountLimit)
	}
	return p, nil
}

// addItems adds up lines, each bounded before it is multiplied.
func addItems(items []Item, limit Rupiah) (sum Rupiah, clean []Item, err error) {
	if len(items) > itemsMost {
		return 0, nil, fmt.Errorf("%d items: %w", len(items), ErrAmount)
	}
	for _, item := range items {
		item.Name = cleanText(item.Name, itemNameMost)
		if item.Quantity <= 0 || item.Quantity > quantityMost || item.Price < 0 {
			return 0, nil, fmt.Errorf("item %q: %w", item.Name, ErrAmount)
		}
		if item.Price > limit || sum+item.Price*Rupiah(item.Quantity) > limit {
			return 0, nil, fmt.Errorf("item %q: %w", item.Name, ErrAmountLimit)
		}
		sum += item.Price * Rupiah(item.Quantity)
		clean = append(clean, item)
	}
	return sum, clean, nil
}

// fee is what the shop adds to a sale; nothing unless the owner turned it on. A
// share is in hundredths of a percent and rounds half a rupiah up. Passing the
// QRIS fee on to customers is forbidden (PBI 23/6/PBI/2021, art. 52).
func (s Settings) fee(amount Rupiah) Rupiah {
	return s.FeeFixed + (amount*Rupiah(s.FeeBasis)+basisPoints/2)/basisPoints
}

// Metadata is what a caller keeps with an order: at most 50 keys of at most 40
// characters, with values of at most 500.
type Metadata map[string]string

const (
	metaMost      = 50
	metaKeyMost   = 40
	metaValueMost = 500
	externalMost  = 255
)

// check refuses metadata over the bounds; sizes count characters.
func (m Metadata) check() error {
	if len(m) > metaMost {
		return ErrMetadata
	}
	for key, value := range m {
		if n := len([]rune(key)); n == 0 || n > metaKeyMost || len([]rune(value)) > metaValueMost {
			return fmt.Errorf("metadata %.40q: %w", key, ErrMetadata)
		}
	}
	return nil
}
